import type { Approach } from "#src/conversation/approach.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords, StartNew } from "#views/parts/kept.tsx";

// Coming back with a code. What it leads to stands at the one address of the chat.

export interface BackProps {
  frame: YouthFrame;
  /** The chat of this browser can have a code. */
  offered: boolean;
  /** A chat goes on in this browser: no code is typed there. */
  going: boolean;
  /** Lines for another time that stand in the chat of this browser; null for none, and where somebody else may look. */
  approach: Approach | null;
  /** Why the last try was refused, in words. */
  refused: string | null;
}

/** What the counsellor wrote with them: seen by both, and good for another time once they agree. */
const ForNextTime = ({ t, query, approach }: { t: Translate; query: string; approach: Approach }) => (
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

const Offer = ({ t, query }: { t: Translate; query: string }) => (
  <section class="card">
    <h2>{t("youth.code.title")}</h2>
    <form class="narrow" method="post" action={`/back${query}`}>
      <p>{t("youth.code.text")}</p>
      <p>{t("youth.code.warning")}</p>
      <input type="hidden" name="want" value="code" />
      <button class="big line">{t("youth.code.get")}</button>
      <p class="soft">{t("youth.code.new")}</p>
    </form>
  </section>
);

const Typed = ({ t, query, refused }: { t: Translate; query: string; refused: string | null }) => (
  <form class="card listed" method="post" action={`/back${query}`} autocomplete="off">
    {refused !== null && (
      <p id="code-wrong" role="alert">
        {refused}
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
      aria-describedby={refused === null ? "code-hint" : "code-wrong code-hint"}
    />
    <p id="code-hint" class="soft">
      {t("youth.back.hint")}
    </p>
    <button class="big">{t("youth.back.go")}</button>
  </form>
);

/** Where a code is typed, and where whoever is in a chat gets one. What was typed is never shown again. */
export const Back = ({ frame, offered, going, approach, refused }: BackProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.back.title")}</h1>
        {going && refused !== null && <p role="alert">{refused}</p>}
        {approach && <ForNextTime t={t} query={frame.query} approach={approach} />}
        {offered && <Offer t={t} query={frame.query} />}
        {going ? <p>{t("youth.back.going")}</p> : <Typed t={t} query={frame.query} refused={refused} />}
        <WayBack frame={frame} secondary />
      </div>
    </YouthPage>
  );
};

/** The one time that a code is shown. */
export const CodeShown = ({ frame, code, days }: { frame: YouthFrame; code: string; days: number }) => {
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
        <p class="soft">{t("youth.code.use", { days })}</p>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};

/** In the browser that a chat was in before: it goes on somewhere else, and nothing of it is here any more. */
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
