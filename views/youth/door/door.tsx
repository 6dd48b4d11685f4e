import type { PropsWithChildren } from "hono/jsx";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Answers } from "#src/settings/assessment.ts";
import type { dangerHours } from "#src/settings/rules/facts.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { CallInDanger, EmergencyWays } from "#views/parts/emergency.tsx";
import { ChosenFields } from "#views/parts/fields/chosen.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { SharedPhone } from "#views/youth/back/secret.tsx";
import { AfterDanger, type CallAfter } from "#views/youth/danger/danger.tsx";
import { LaterOffer } from "#views/youth/later/later.tsx";
import { AllPlaces, OpenPlaces } from "#views/youth/later/places.tsx";
import { ClearOffer } from "#views/youth/way.tsx";
import { Answered } from "./answered.tsx";
import { Lines, Others } from "./lines.tsx";
import { type DoorScene, isTooLate, Now, openLines, sendText, shutPill } from "./now.tsx";

export interface DoorProps {
  frame: YouthFrame;
  scene: DoorScene;
  /** What a script already shows: of the door, and of the rest. */
  versions: { now: string; rest: string };
  words: string;
  error: string | null;
  clientId: string;
  /** Youngest and oldest age in years: said, never asked. */
  ages: [number, number];
  ways: SaidLine[];
  rulesVersion: number;
  /** They have just left the line: said once; in danger with whom to call, before all else. */
  hasLeft: "gone" | CallAfter | null;
  rehearsal: boolean;
  /** Script of the chat, fetched while someone types. */
  chatScript: string;
  asks: boolean;
  /** Answers to them, and whether they ask to be taken first; sent along with the words. */
  chosen: Answers;
  first: boolean;
  danger: boolean;
  secret: string;
  secretWrong: string | null;
  /** Open entries; none while someone here is likely to reach them. */
  places: ShownCard[];
  /** Someone who finds the line shut can leave an address. */
  later: boolean;
}

type Inner = DoorProps & { t: Translate };

/** Longest time that words of someone who left in danger can be read; must equal the rule's number, or it does not compile. */
const leftHours: typeof dangerHours = 12;

const startId = "start";

/**
 * Returns the frame around a box for the first words: these go to the door in another language by a form that begins nothing
 * (`begin` in door.tsx).
 */
export function takingAlong(frame: YouthFrame): YouthFrame {
  const languages = frame.languages.map((one) => ({ ...one, href: `/start${one.href.slice(one.href.indexOf("?"))}` }));
  return { ...frame, languages, along: startId, saysHow: true };
}

/** The box for the first words; `children` stand between it and its button. */
export const Start = (props: PropsWithChildren<Inner>) => {
  const { t, frame, scene, words, error, clientId, rulesVersion, chatScript, chosen, first, children } = props;
  const isOpen = openLines(scene).length > 0;
  return (
    <form
      id={startId}
      class="card"
      method="post"
      action={`/start${frame.query}`}
      autocomplete="off"
      data-offline={t("youth.door.offline")}
      data-chat={chatScript}
      data-gone={scene.lines.length > 1 ? `${t("error.door.closed")} ${t("youth.lines.choose")}` : undefined}
    >
      <p id="refused" role="alert">
        {error}
      </p>
      <input type="hidden" name="client_id" value={clientId} />
      <input type="hidden" name="l" value={t.language} />
      <input type="hidden" name="rules" value={rulesVersion} />
      <ChosenFields chosen={chosen} first={first} />
      <Lines t={t} scene={scene} />
      <label for="text">{t("youth.door.label")}</label>
      <textarea
        id="text"
        name="text"
        rows={3}
        dir="auto"
        autocomplete="off"
        placeholder={t("youth.door.hint")}
        aria-describedby="refused"
      >
        {words}
      </textarea>
      {children}
      <SharedPhone t={t} typed={props.secret} wrong={props.secretWrong} />
      <button class="big">
        {isOpen ? sendText(t, scene) : t("youth.door.try", { now: shutPill(t, scene.chosen.door) })}
      </button>
      <p class="soft">
        <Marked t={t} text="youth.door.agree" href={`/how${frame.query}`} />
        {frame.keepsAddress && ` ${t("youth.door.address")}`}
      </p>
    </form>
  );
};

/** What a shut door says first: whom to call, how without a voice, and the way in for someone in danger. */
export const DangerNow = (props: DoorProps) => {
  const { frame, scene, ways, clientId, rulesVersion } = props;
  const { t, query, emergency } = frame;
  // The script sends it like the words, so that it goes once, and a dead network leaves the page as it is.
  const told = { "data-offline": t("youth.door.danger_offline", { number: emergency }), "data-chat": props.chatScript };
  return (
    <section class="card listed">
      <CallInDanger t={t} number={emergency} />
      <EmergencyWays lines={ways} />
      {/* Where words stand in a box, the tick beside them takes them along. */}
      {scene.danger && <Answered t={t} answered={scene.danger.answered} />}
      {scene.danger && !hasBox(props) && (
        <form class="listed" method="post" action={`/start${query}`} autocomplete="off" {...told}>
          <p id="refused" role="alert" />
          <input type="hidden" name="client_id" value={clientId} />
          <input type="hidden" name="l" value={t.language} />
          <input type="hidden" name="rules" value={rulesVersion} />
          <input type="hidden" name="line" value={scene.danger.id} />
          <input type="hidden" name="danger" value="yes" />
          <ChosenFields chosen={props.chosen} first={props.first} />
          <button class="big">{t("youth.door.danger")}</button>
          <p class="soft">{t("youth.door.danger_though")}</p>
        </form>
      )}
    </section>
  );
};

/** Someone who says so is taken first; whom to call stands above. */
export const InDanger = ({ t, danger }: Pick<Inner, "t" | "danger">) => (
  <p>
    <label class="choice">
      <input type="checkbox" name="danger" value="yes" autocomplete="off" checked={danger} />
      <span>{t("youth.door.danger")}</span>
    </label>
  </p>
);

const Unsure = ({ t, frame, asks }: Inner) =>
  asks ? (
    <p>
      <a href={`/which${frame.query}`}>{t("youth.which.link")}</a>
    </p>
  ) : null;

const WithCode = ({ t, frame }: Inner) => (
  <p>
    <a href={`/back${frame.query}`}>{t("youth.back.link")}</a>
  </p>
);

const Facts = (props: Inner) => {
  const { t, frame, scene, ages } = props;
  // Where there is a choice, each line says its own.
  const [from, to] = (openLines(scene).length === 1 ? scene.chosen.ages : null) ?? ages;
  return (
    <div class="facts">
      <ul>
        <li>{t("youth.door.free")}</li>
        <li>{t("youth.door.no_name")}</li>
        <li>{t("youth.door.person")}</li>
        <li>{t("youth.door.ages", { from, to })}</li>
      </ul>
      <Unsure {...props} />
      <WithCode {...props} />
      <p class="soft">
        <Marked t={t} text="youth.door.secret" href={`/how${frame.query}#told`} />
      </p>
      <p class="soft">{t("youth.door.leave_fast")}</p>
    </div>
  );
};

/** The part of the door that changes most often, also sent by itself. */
export const DoorNow = (props: DoorProps) => {
  const { frame, scene, versions, rehearsal } = props;
  return (
    <Now t={frame.t} scene={scene} version={versions.now} rehearsal={rehearsal ? frame.emergency : null}>
      <DangerNow {...props} />
    </Now>
  );
};

const Open = (props: Inner) => (
  <div id="door" class="door" data-v={props.versions.rest}>
    <DoorNow {...props} />
    <Start {...props}>
      <InDanger {...props} />
    </Start>
    <Facts {...props} />
    <Others t={props.t} scene={props.scene} />
    {isTooLate(props.scene) && <OpenPlaces t={props.t} places={props.places} query={props.frame.query} />}
    {props.later && <LaterOffer t={props.t} query={props.frame.query} />}
  </div>
);

const hasBox = ({ scene, words }: DoorProps) => openLines(scene).length > 0 || words !== "";

/** No dead form: only typed words stand in a box and can be sent again. */
const Shut = (props: Inner) => {
  const { t, frame, scene, error, versions } = props;
  return (
    <div id="door" class="narrow" data-v={versions.rest}>
      <DoorNow {...props} />
      <Unsure {...props} />
      <WithCode {...props} />
      <OpenPlaces t={t} places={props.places} query={frame.query} />
      {props.later && <LaterOffer t={t} query={frame.query} />}
      {!hasBox(props) ? (
        <>
          {error && <p role="alert">{error}</p>}
          <a class="big" href={`/${frame.query}`}>
            {t("youth.closed.again")}
          </a>
          <p id="itself" class="soft" hidden data-text={t("youth.door.self")} />
        </>
      ) : (
        <Start {...props}>
          <InDanger {...props} />
        </Start>
      )}
      <Others t={t} scene={scene} />
    </div>
  );
};

/** What stands at the door, for the page and for a script that asks again. */
export const AtTheDoor = (props: DoorProps) => {
  const { t } = props.frame;
  return openLines(props.scene).length > 0 ? <Open {...props} t={t} /> : <Shut {...props} t={t} />;
};

/** Whom to call before all else; what becomes of their words; the door is folded, as no one there stands in line any more. */
const LeftInDanger = (props: DoorProps & { call: CallAfter }) => {
  const { t, query } = props.frame;
  return (
    <div class="narrow">
      <AfterDanger t={t} query={query} danger={props.call} />
      <h1>{t("youth.danger.left")}</h1>
      <p role="status">{t("youth.danger.read_after", { hours: leftHours })}</p>
      <AllPlaces t={t} query={query} />
      <ClearOffer t={t} />
      <details>
        <summary>{t("youth.ended.again")}</summary>
        <AtTheDoor {...props} />
      </details>
    </div>
  );
};

/** The first page: what this is, and one box to start with. */
export const Door = (props: DoorProps) => (
  <YouthPage frame={hasBox(props) ? takingAlong(props.frame) : props.frame}>
    {props.hasLeft === "gone" && (
      <p class="m notice" role="status">
        {props.frame.t("youth.left_line")}
      </p>
    )}
    {props.rehearsal && <p class="m notice">{props.frame.t("youth.rehearsal")}</p>}
    {props.hasLeft === null || props.hasLeft === "gone" ? (
      <AtTheDoor {...props} />
    ) : (
      <LeftInDanger {...props} call={props.hasLeft} />
    )}
  </YouthPage>
);
