import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { Sent } from "./sent.tsx";

interface KeptProps {
  t: Translate;
  words: string | null;
  /** The way to a new chat with them stands beside the words: on the page it is among others. */
  hasWay?: boolean | undefined;
}

const Place = ({ t, words, hasWay }: KeptProps) => (
  <>
    <label for="kept-words">{t("youth.kept.label")}</label>
    <textarea id="kept-words" form="again" name="text" readonly autocomplete="off" rows={3} dir="auto">
      {words}
    </textarea>
    {hasWay && (
      <button class="big line" form="again">
        {t("youth.ended.again")}
      </button>
    )}
  </>
);

/** Words that did not go out, for a new chat's form; without words only an empty element, as text browsers show hidden ones. */
export const KeptWords = ({ t, words, hasWay }: KeptProps) =>
  words ? (
    <div id="kept" class="card">
      <Place t={t} words={words} hasWay={hasWay} />
    </div>
  ) : (
    <div id="kept" class="card" hidden data-place={String(<Place t={t} words="" hasWay={hasWay} />)} />
  );

const Hidden = ({ t, words }: { t: Translate; words: string }) => (
  <>
    <p class="soft">{t("youth.secret.kept")}</p>
    <input type="hidden" id="kept-words" form="again" name="text" value={words} />
  </>
);

/** Kept words if someone else may look: they go along with the form, unseen. */
export const HiddenWords = ({ t, words }: { t: Translate; words: string }) => (
  <div id="kept" hidden={words === ""} data-place={String(<Hidden t={t} words="" />)}>
    {words !== "" && <Hidden t={t} words={words} />}
  </div>
);

interface StartNewProps {
  t: Translate;
  /** Keeps the language: `?l=fr`, or "". */
  query: string;
  secondary?: boolean;
  target?: "_top";
  /** Before the words, in a row of a list. */
  icon?: Child;
}

/** The way from an ended chat to a new one; words in `KeptWords` come along. */
export const StartNew = ({ t, query, secondary, target, icon }: StartNewProps) => (
  <form id="again" method="post" action={`/start-new${query}`} target={target}>
    <Sent />
    <button class={icon ? undefined : secondary ? "big line" : "big"}>
      {icon}
      {t("youth.ended.again")}
    </button>
  </form>
);
