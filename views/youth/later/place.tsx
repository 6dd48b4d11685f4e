import type { PropsWithChildren } from "hono/jsx";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Card } from "#views/parts/card.tsx";
import { OwnWords } from "#views/parts/own-words.tsx";
import { type Looked, Looking, lookingId } from "#views/parts/told/looking.tsx";
import { Hours, type LineHours } from "#views/youth/door/how.tsx";

interface PlaceProps {
  frame: YouthFrame;
  looked: Looked;
  card: ShownCard;
  /** Empty texts are "". */
  description: string;
  eligibility: string;
  application: string;
  needsReferral: boolean;
  fees: string;
  interpretation: string;
  access: string[];
  topics: string[];
  regions: string[];
  hours: LineHours[];
}

const Part = ({ t, title, children }: PropsWithChildren<{ t: Translate; title: Key }>) => (
  <section class="card">
    <h2>{t(title)}</h2>
    <div class="narrow">{children}</div>
  </section>
);

const Text = ({ t, title, text }: { t: Translate; title: Key; text: string }) =>
  text === "" ? null : (
    <Part t={t} title={title}>
      <OwnWords text={text} />
    </Part>
  );

/** An entry, with all that is known of it. */
export const PlacePage = (props: PlaceProps) => {
  const { frame, looked, card, description, needsReferral, application, access, topics, regions, hours } = props;
  const { t, query } = frame;
  const about = [...topics, ...regions].join(" · ");
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1 dir="auto">{card.name}</h1>
        {about !== "" && (
          <p class="soft" dir="auto">
            {about}
          </p>
        )}
        <Looking query={query} looked={[...looked, ["see", card.id]]}>
          <Card t={t} card={card} leaving="page" whole />
        </Looking>
        {description !== "" && description !== card.summary && (
          <section class="card">
            <div class="narrow">
              <OwnWords text={description} />
            </div>
          </section>
        )}
        {hours.length > 0 && (
          <section class="card" id="hours">
            <h2>{t("youth.other.hours")}</h2>
            {hours.map((one) => (
              <>
                {one.name !== null && <h3 dir="auto">{one.name}</h3>}
                <Hours t={t} title="" hours={one} />
              </>
            ))}
          </section>
        )}
        <Text t={t} title="youth.other.who" text={props.eligibility} />
        {(needsReferral || application !== "") && (
          <Part t={t} title="youth.other.get">
            {needsReferral && <p>{t("youth.other.letter")}</p>}
            {application !== "" && <OwnWords text={application} />}
          </Part>
        )}
        <Text t={t} title="youth.other.fees" text={props.fees} />
        <Text t={t} title="youth.other.interpreter" text={props.interpretation} />
        <Text t={t} title="youth.other.access" text={access.join("\n\n")} />
        <button class="big line" form={lookingId} name="see.">
          {t(looked.length > 0 ? "youth.other.back_to_found" : "youth.other.back")}
        </button>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};
