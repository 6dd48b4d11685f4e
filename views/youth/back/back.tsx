import type { Approach } from "#src/conversation/messages/agreed-plan.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords, StartNew } from "#views/parts/told/kept.tsx";
import { AskSecret, ChooseSecret, SecretField } from "./secret.tsx";

// Coming back with a code, which leads to the one address of the chat.

interface BackProps {
  frame: YouthFrame;
  /** The secret word of this browser's chat is asked first. */
  asks: boolean;
  /** Whether that chat has a code: none, its own, or the one it began with; null = it cannot have one. */
  offered: "none" | "own" | "earlier" | null;
  /** A chat goes on in this browser, so no code is typed here. */
  going: boolean;
  /** The plan of this browser's chat; null also where someone else may look. */
  approach: ReadApproach | null;
  /** The secret word of this browser's chat, with a refused input; null = no chat goes on. */
  secret: { isSet: boolean; typed: string; wrong: string | null } | null;
  refused: string | null;
  /** The code typed then, and which of its words are in no code. */
  typed: string;
  unknown: string[];
}

type ReadApproach = Approach & { mark: string };

type TypedProps = Pick<BackProps, "refused" | "typed" | "unknown"> & { t: Translate; query: string };

/** What the counsellor wrote with them: both see it, and it is kept once they agree. */
const ForNextTime = ({ t, query, approach }: { t: Translate; query: string; approach: ReadApproach }) => (
  <section class="card listed">
    <h2>{t("youth.approach.title")}</h2>
    <div translate="no">
      {approach.text.split("\n").map((line) => (
        <p dir="auto">{line}</p>
      ))}
    </div>
    {approach.agreed ? (
      <p class="soft">{t("youth.approach.agreed")}</p>
    ) : (
      <form class="listed" method="post" action={`/back${query}`}>
        <p class="soft">{t("youth.approach.ask")}</p>
        <input type="hidden" name="lines" value={approach.mark} />
        <button class="big" name="want" value="agree">
          {t("youth.approach.agree")}
        </button>
        <button class="big line" name="want" value="decline">
          {t("youth.approach.decline")}
        </button>
      </form>
    )}
  </section>
);

/** What a new code loses is said before it is asked for. */
const Offer = ({ t, query, has }: { t: Translate; query: string; has: "none" | "own" | "earlier" }) => (
  <section class="card">
    <h2>{t("youth.code.title")}</h2>
    <form class="narrow" method="post" action={`/back${query}`}>
      <p>{t("youth.code.text")}</p>
      <p>{t("youth.code.warning")}</p>
      {has !== "none" && <p>{t(`youth.code.new_${has}`)}</p>}
      <input type="hidden" name="want" value="code" />
      <button class="big line">{t("youth.code.get")}</button>
      {has === "none" && <p class="soft">{t("youth.code.new")}</p>}
    </form>
  </section>
);

const OwnSecret = ({ t, query, secret }: { t: Translate; query: string; secret: NonNullable<BackProps["secret"]> }) => {
  const { isSet, typed, wrong } = secret;
  return (
    <section class="card" id="own-secret">
      <h2>{t("youth.secret.title")}</h2>
      <form class="narrow" method="post" action={`/back${query}#own-secret`} autocomplete="off">
        <input type="hidden" name="want" value="secret" />
        {isSet ? (
          <>
            <p>{t("youth.secret.is_set")}</p>
            <SecretField label={t("youth.secret.ask")} hint={t("youth.secret.alike")} typed="" wrong={wrong} />
          </>
        ) : (
          <ChooseSecret t={t} typed={typed} wrong={wrong} />
        )}
        <button class="big line">{t(isSet ? "youth.secret.take_away" : "youth.secret.set")}</button>
      </form>
    </section>
  );
};

/** Its answer is another page, even beside a chat (static/words.js). */
const Typed = ({ t, query, refused, typed, unknown }: TypedProps) => (
  <form class="card listed" method="post" action={`/back${query}`} autocomplete="off" target="_top">
    {refused !== null && (
      <p id="code-wrong" role="alert">
        {refused}
        {unknown.length > 0 && ` ${t("youth.back.unknown", { n: unknown.length, words: unknown.join(", ") })}`}
      </p>
    )}
    <label for="code">{t("youth.back.label")}</label>
    <textarea
      id="code"
      name="code"
      rows={2}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      aria-invalid={typed === "" ? undefined : "true"}
      aria-describedby={refused === null ? "code-hint" : "code-wrong code-hint"}
    >
      {typed}
    </textarea>
    <p id="code-hint" class="soft">
      {t("youth.back.hint")}
    </p>
    <button class="big">{t("youth.continue.yes")}</button>
  </form>
);

/** Where a code is typed, and where someone in a chat gets one. */
export const Back = ({ frame, asks, offered, going, approach, secret, refused, ...typed }: BackProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.back.title")}</h1>
        {going && refused !== null && <p role="alert">{refused}</p>}
        {approach && <ForNextTime t={t} query={frame.query} approach={approach} />}
        {asks && (
          <>
            <p>{t("youth.secret.first")}</p>
            <AskSecret t={t} secret={{ refused: null, words: null }} />
          </>
        )}
        {offered && <Offer t={t} query={frame.query} has={offered} />}
        {secret && <OwnSecret t={t} query={frame.query} secret={secret} />}
        {going ? <p>{t("youth.back.going")}</p> : <Typed t={t} query={frame.query} refused={refused} {...typed} />}
        <WayBack frame={frame} secondary />
      </div>
    </YouthPage>
  );
};

interface BackSecretProps {
  frame: YouthFrame;
  pass: string;
  refused: string | null;
  /** The code can delete the chat, which that of an answer cannot. */
  mayClear: boolean;
}

/** Asks for the secret word of a code's chat: nothing of it shows or changes before. */
export const BackSecret = ({ frame, pass, refused, mayClear }: BackSecretProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.back.title")}</h1>
        <p>{t("youth.secret.with_code")}</p>
        <form class="card" method="post" action={`/back${frame.query}`} autocomplete="off">
          <input type="hidden" name="pass" value={pass} />
          <SecretField label={t("youth.secret.ask")} hint={t("youth.secret.alike")} typed="" wrong={refused} />
          <button class="big">{t("youth.continue.yes")}</button>
        </form>
        <p class="soft">{t("youth.secret.forgotten")}</p>
        {mayClear && (
          <form method="post" action={`/back${frame.query}`}>
            <input type="hidden" name="pass" value={pass} />
            <button class="plain" name="want" value="clear">
              {t("rules.clear.offer")}
            </button>
          </form>
        )}
        <WayBack frame={frame} secondary />
      </div>
    </YouthPage>
  );
};

interface CodeShownProps {
  frame: YouthFrame;
  code: string;
  /** How long it works after the end of the chat. */
  days: number;
  /** If unread when they leave, the chat is deleted, and the code with it. */
  goesUnread: boolean;
}

/** The one time a code is shown. */
export const CodeShown = ({ frame, code, days, goesUnread }: CodeShownProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.code.yours")}</h1>
        <p class="card" translate="no">
          <strong id="words">{code}</strong>
        </p>
        <p>{t("youth.code.once")}</p>
        <p>{t("youth.code.warning")}</p>
        <p class="soft">
          {t("youth.code.use", { days })}
          {goesUnread && ` ${t("youth.code.unread")}`}
        </p>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};

/** In the browser that a chat was in before: it goes on somewhere else, and nothing of it is here. */
export const Elsewhere = ({ frame }: { frame: YouthFrame }) => (
  <YouthPage frame={frame}>
    <div class="narrow">
      <h1>{frame.t("youth.elsewhere.title")}</h1>
      <p>{frame.t("youth.elsewhere.text")}</p>
      <KeptWords t={frame.t} words={null} />
      <a class="big line" href={`/back${frame.query}`}>
        {frame.t("youth.back.link")}
      </a>
      <StartNew t={frame.t} query={frame.query} secondary />
    </div>
  </YouthPage>
);
