import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { FaceLook } from "#src/settings/look/look.ts";
import { Card, FirstWay, type Leaving, Whether } from "#views/parts/card.tsx";
import { Face } from "#views/parts/face.tsx";
import { Looking } from "#views/parts/told/looking.tsx";
import { Sent } from "#views/parts/told/sent.tsx";
import { ClearOffer } from "../way.tsx";
import { type AfterState, Asked, SaidThanks } from "./after.tsx";
import { Icon, isRefused, SayThanks, Ways, type WaysProps } from "./ways.tsx";

export interface StepProps extends WaysProps {
  face: FaceLook | null;
  /** Entries sent in the chat. */
  cards: ShownCard[];
  /** After danger or a complaint: entries open now, if none was sent. null = the usual end. */
  openNow: ShownCard[] | null;
}

/** One step after the chat; with a script an answer replaces it by the next. At most eight things in it can be reached by key. */
export const Step = (props: StepProps) => {
  const { after, openNow } = props;
  const isGrave = openNow !== null;
  return (
    <div
      id="after"
      class={isGrave ? `${after.kind} grave` : after.kind}
      role={after.kind === "asks" ? "group" : undefined}
      aria-labelledby={after.kind === "asks" ? "asked" : undefined}
    >
      {isGrave ? <GraveStep {...props} /> : <UsualStep {...props} />}
    </div>
  );
};

const UsualStep = (props: StepProps) =>
  props.after.kind === "asks" ? <Asking {...props} after={props.after} /> : <Last {...props} />;

type AskingProps = StepProps & { after: Extract<AfterState, { kind: "asks" }> };

const Asking = (props: AskingProps) => (
  <>
    <SaidThanks t={props.t} said={props.after.said} />
    <Asked t={props.t} question={props.after.question} isTitle />
    <Places {...props} />
    <details class="more">
      <summary>{props.t("youth.other.choose")}</summary>
      <Ways {...props} />
      <ClearScreen t={props.t} />
      <ClearOffer t={props.t} />
    </details>
  </>
);

const Last = (props: StepProps) => (
  <>
    {!props.setAside && <LastThanks {...props} />}
    <Places {...props} />
    <Ways {...props} />
    <ClearScreen t={props.t} />
    <ClearOffer t={props.t} />
  </>
);

const LastThanks = ({ t, face, after }: StepProps) => (
  <div class="hero">
    <Face face={face} />
    <div>
      <h1>{t("youth.ended.title")}</h1>
      {after.kind === "over" && <SaidThanks t={t} said={after.said} />}
    </div>
  </div>
);

/** Whom to call stands above; places come next, folded while there is something to answer. */
const GraveStep = (props: StepProps) => {
  const { t, after, thanks } = props;
  if (after.kind === "asks") {
    return (
      <>
        <PlacesAndMore {...props} />
        <SaidThanks t={t} said={after.said} />
        <Asked t={t} question={after.question} isTitle={false} />
      </>
    );
  }
  if (isRefused(thanks)) {
    return (
      <>
        <PlacesAndMore {...props} thanks="hidden" />
        <div class="rows">
          <SayThanks t={t} thanks={thanks} />
        </div>
      </>
    );
  }
  return (
    <>
      <Places {...props} />
      {after.kind === "over" && <SaidThanks t={t} said={after.said} />}
      <details class="more">
        <summary>{t("youth.other.choose")}</summary>
        <Ways {...props} />
        <ClearOffer t={t} />
      </details>
      <ClearScreen t={t} />
    </>
  );
};

const PlacesAndMore = (props: StepProps) => (
  <details class="more">
    <summary>{props.t("youth.ended.places")}</summary>
    <Places {...props} />
    <Ways {...props} />
    <ClearScreen t={props.t} />
    <ClearOffer t={props.t} />
  </details>
);

const ClearScreen = ({ t }: { t: Translate }) => (
  <form class="wipe" method="post" action="/wipe">
    <Sent />
    <button class="big">{t("youth.ended.wipe")}</button>
    <p class="soft">{t("youth.ended.wipe_hint")}</p>
  </form>
);

/** Entries sent in the chat are for afterwards; where whom to call comes first, others that are open if none was sent. */
const Places = ({ t, query, cards, openNow }: StepProps) => {
  if (cards.length > 0) return <SentPlaces t={t} cards={cards} />;
  if (openNow === null) return null;
  if (openNow.length > 0) return <PlacesNow t={t} query={query} places={openNow} />;
  return (
    <div id="places" class="rows">
      <a href={`/other${query}`}>
        <Icon name="pin" />
        {t("youth.frame.other")}
      </a>
    </div>
  );
};

/** One tap for the first; the rest of them, and every other way, folded. */
const SentPlaces = ({ t, cards }: { t: Translate; cards: ShownCard[] }) => (
  <section class="card places">
    <h2>{t("youth.other.sent")}</h2>
    <PlaceRow t={t} card={cards[0]!} leaving="question" />
    <details>
      <summary>{t("youth.ended.about", { names: cards.map(({ name }) => name).join(", ") })}</summary>
      {cards.map((card) => (
        <Card t={t} card={card} leaving="question" />
      ))}
    </details>
  </section>
);

/** All pages lead to the others from their foot. */
const mostOpen = 2;

const PlacesNow = ({ t, query, places }: { t: Translate; query: string; places: ShownCard[] }) => (
  <section id="places" class="card places">
    <h2>{t("youth.other.now")}</h2>
    <Looking query={query}>
      {places.slice(0, mostOpen).map((card) => (
        <PlaceRow t={t} card={card} leaving="page" />
      ))}
    </Looking>
  </section>
);

const PlaceRow = ({ t, card, leaving }: { t: Translate; card: ShownCard; leaving: Leaving }) => (
  <div class="place">
    <div>
      <h3 dir="auto">{card.name}</h3>
      <Whether t={t} card={card} />
    </div>
    <FirstWay t={t} card={card} leaving={leaving} />
  </div>
);
