import type { Message } from "#src/conversation/messages/message.ts";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Card } from "#views/parts/card.tsx";
import { Face } from "#views/parts/face.tsx";
import { KeptWords, StartNew } from "#views/parts/told/kept.tsx";
import { Sent } from "#views/parts/told/sent.tsx";
import { AskSecret } from "#views/youth/back/secret.tsx";
import { AfterDanger, type WhomToCall } from "#views/youth/danger/danger.tsx";
import { OpenPlaces } from "#views/youth/later/places.tsx";
import { ClearOffer } from "../way.tsx";
import { After, type AfterState } from "./after.tsx";

/** A thank-you form with a refused input; said; or not asked. */
export type ThanksState = { most: number; typed: string; wrong: string } | "said" | "hidden";

interface EndedProps {
  thanks: ThanksState;
  frame: YouthFrame;
  by: "youth" | "counsellor" | "other";
  after: AfterState;
  /** They were in danger: whom to call and open entries come first. `readHours`: how long their words can be read, at most. */
  danger: { call: WhomToCall; places: ShownCard[]; readHours: number | null } | null;
  /** Entries come before any question. */
  placesFirst: boolean;
  /** The counsellor's last words, if perhaps unread. */
  lastWords: Message[];
  cards: ShownCard[];
  /** Such words or cards show again with the secret word. */
  asks: boolean;
  kept: string | null;
  rehearsal: boolean;
  /** When a new chat can follow one set aside as a joke, as a clock time. */
  aside: string | null;
  /** It was set aside, however long ago, so nothing is asked. */
  setAside: boolean;
}

/** Offers a thank-you; chat.js knows the button as a tap, and the answer takes its place. */
export const SayThanks = ({ t, thanks }: { t: Translate; thanks: ThanksState }) => (
  <div id="thanks" class={typeof thanks === "object" ? "card" : "thanks"} hidden={thanks === "hidden"}>
    {thanks === "said" && <p class="soft">{t("youth.thanks.said")}</p>}
    {typeof thanks === "object" && (
      <form method="post" action="/thanks">
        <label for="thank">{t("youth.thanks.title")}</label>
        <p class="soft" id="thank-hint" role={thanks.wrong ? "alert" : undefined}>
          {thanks.wrong || t("youth.thanks.hint", { most: thanks.most })}
        </p>
        <textarea
          id="thank"
          name="text"
          rows={2}
          maxlength={thanks.most}
          dir="auto"
          autocomplete="off"
          aria-describedby="thank-hint"
        >
          {thanks.typed}
        </textarea>
        <button class="plain" name="value" value="1">
          {t("youth.chat.send")}
        </button>
      </form>
    )}
  </div>
);

/** Entries sent in the chat are for afterwards. */
const SentPlaces = ({ t, cards }: { t: Translate; cards: ShownCard[] }) =>
  cards.length === 0 ? null : (
    <section class="narrow">
      <h2>{t("youth.other.sent")}</h2>
      {cards.map((card) => (
        <Card t={t} card={card} leaving="question" />
      ))}
    </section>
  );

/** Asked for during the chat, and still to read. */
const StillToRead = ({ frame: { t }, lastWords, asks, kept }: EndedProps) => (
  <>
    {lastWords.length > 0 && (
      <section class="card" translate="no">
        <h2>{t("youth.ended.last", { alias: lastWords[0]?.alias ?? "" })}</h2>
        {lastWords.map(({ text }) => (
          <p dir="auto" class="last">
            {text ?? t("youth.ended.last_lost")}
          </p>
        ))}
      </section>
    )}
    {asks && (
      <>
        <p>{t("youth.secret.last")}</p>
        <AskSecret t={t} secret={{ refused: null, words: null }} />
      </>
    )}
    <KeptWords t={t} words={kept} />
  </>
);

const Goodbye = ({ frame: { t, face } }: Pick<EndedProps, "frame">) => (
  <div class="hero">
    <Face face={face} />
    <div>
      <h1>{t("youth.ended.title")}</h1>
    </div>
  </div>
);

/** No face smiles, and nothing says that all is well (SG7). */
const EndedInDanger = ({ t, call, readHours }: NonNullable<EndedProps["danger"]> & { t: Translate }) => (
  <>
    <AfterDanger t={t} danger={call} />
    <h1>{t("youth.danger.ended")}</h1>
    {readHours !== null && <p>{t("youth.danger.read_after", { hours: readHours })}</p>}
  </>
);

/**
 * After the chat: one question at a time, entries, thanks, the ways on; leaving no trace comes last. On purpose no transcript.
 * After danger or a complaint entries come first, and nothing is asked before someone wants it.
 */
export const Ended = (props: EndedProps) => {
  const { frame, by, after, danger, placesFirst, cards, rehearsal, thanks, aside, setAside } = props;
  const { t, query } = frame;
  return (
    <YouthPage frame={frame}>
      <div id="chat" class="narrow" data-ended>
        {danger ? <EndedInDanger t={t} {...danger} /> : <Goodbye frame={frame} />}
        {(!danger || rehearsal) && (
          <p>
            {aside === null
              ? t(rehearsal ? "youth.rehearsal_over" : `youth.ended.by_${by}`)
              : t("youth.aside.text", { time: aside })}
          </p>
        )}
        <StillToRead {...props} />
        {placesFirst && <SentPlaces t={t} cards={cards} />}
        {danger && cards.length === 0 && <OpenPlaces t={t} places={danger.places} query={query} />}
        {!setAside && <After t={t} after={after} />}
        {!placesFirst && <SentPlaces t={t} cards={cards} />}
        {!setAside && <SayThanks t={t} thanks={thanks} />}
        <p>
          <a class="way" href="/help#wrong">
            {t("youth.ended.wrong")}
          </a>
        </p>
        {aside === null && <StartNew t={t} query={query} secondary />}
        {!setAside && (
          <p>
            <a class="soft" href="/back">
              {t("youth.code.link")}
            </a>
          </p>
        )}
        <form method="post" action="/wipe">
          <Sent />
          <button class="big">{t("youth.ended.wipe")}</button>
        </form>
        <p class="soft">{t("youth.ended.wipe_hint")}</p>
        <ClearOffer t={t} />
      </div>
    </YouthPage>
  );
};
