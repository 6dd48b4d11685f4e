import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Answers, ChatPlace } from "#src/settings/assessment.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Card } from "#views/parts/card.tsx";
import { CallInDanger, EmergencyWays } from "#views/parts/emergency.tsx";
import { ChosenFields } from "#views/parts/fields/chosen.tsx";
import { Looking } from "#views/parts/told/looking.tsx";
import { DangerNow, type DoorProps, Start, takingAlong } from "./door.tsx";
import { NextLine, openLines, shutPill } from "./now.tsx";

interface WhichFoundProps {
  frame: YouthFrame;
  door: DoorProps;
  chosen: Answers;
  sayings: string[];
  /** Best first; `why` in words, "" = nothing to say. What holds for several in a row is said once. */
  places: { card: ShownCard; why: string }[];
  chat: ChatPlace;
  /** They are taken first, or may ask to be. */
  urgent: boolean;
  offered: boolean;
}

/** The entry's own page has more ways. */
const maxWays = 3;

type Inner = WhichFoundProps & { t: YouthFrame["t"] };

/** Whom to call, before anything else. */
const Danger = ({ t, frame, door }: Inner) => (
  <section class="card">
    <CallInDanger t={t} number={frame.emergency} />
    <EmergencyWays lines={door.ways} />
  </section>
);

const Places = ({ t, frame, places }: Inner) => (
  <>
    {places.length > 0 && (
      <Looking query={frame.query}>
        {places.map(({ card, why }, n) => (
          <div class="narrow">
            {why !== "" && why !== places[n - 1]?.why && <p class="soft">{why}</p>}
            <Card t={t} card={card} leaving="page" brief most={maxWays} alone />
          </div>
        ))}
      </Looking>
    )}
    <p>
      <a href={`/other${frame.query}`}>{t("youth.frame.other")}</a>
    </p>
  </>
);

const Chat = (props: Inner & { first: boolean }) => {
  const { t, frame, door, chosen, first, urgent, offered } = props;
  if (frame.session) return <WayBack frame={frame} />;
  const { scene } = door;
  if (openLines(scene).length === 0) {
    return (
      <section class="card" id="write">
        <h2 dir="auto">{frame.name}</h2>
        <p class="pill shut">{shutPill(t, scene.chosen.door)}</p>
        <NextLine t={t} line={scene.chosen} at={scene.at} />
        {chosen.urgent === "danger" && <DangerNow {...door} chosen={chosen} />}
      </section>
    );
  }
  return (
    <section class="narrow" id="write">
      <h2>{t(first ? "youth.which.write" : "youth.which.write_too")}</h2>
      {urgent && <p>{t("youth.which.first")}</p>}
      <Start {...door} t={t} chosen={chosen}>
        {offered && (
          <label class="choice">
            <input type="checkbox" name="first" value="yes" autocomplete="off" />
            <span>{t("youth.which.take_first")}</span>
          </label>
        )}
      </Start>
    </section>
  );
};

/** What could help, and why: someone who has found it may go without a chat. */
export const WhichFound = (props: WhichFoundProps) => {
  const { frame, door, chosen, sayings, chat, urgent, offered } = props;
  const { t, query } = frame;
  // A shut door is no place to begin.
  const mayWrite = !frame.session && openLines(door.scene).length > 0;
  const isFirst = chat === "first" && mayWrite;
  const inner = { ...props, t };
  return (
    <YouthPage frame={mayWrite ? takingAlong(frame) : frame}>
      <div class="narrow">
        <h1>{t("youth.which.found")}</h1>
        {(urgent || offered) && <Danger {...inner} />}
        {sayings.map((words) => (
          <p dir="auto">{words}</p>
        ))}
        {isFirst && <Chat {...inner} first />}
        {!isFirst && mayWrite && <ToTheChat t={t} />}
        <Places {...inner} />
        {!isFirst && <Chat {...inner} first={false} />}
        <p>{t("youth.which.enough")}</p>
        <form method="post" action={`/which${query}`}>
          <ChosenFields chosen={chosen} first={false} />
          <button id="before" class="plain" name="do" value="back">
            {t("youth.which.again")}
          </button>
        </form>
      </div>
    </YouthPage>
  );
};

/** No one has to read the entries first. */
const ToTheChat = ({ t }: Pick<Inner, "t">) => (
  <p>
    <a href="#write">{t("youth.which.write")}</a>
  </p>
);
