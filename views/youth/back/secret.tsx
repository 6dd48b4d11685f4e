import type { secretLeast } from "#src/conversation/return/secret-word.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { HiddenWords } from "#views/parts/told/kept.tsx";

/** The fewest letters of a word. A number other than the rule's own does not compile. */
const least: typeof secretLeast = 4;

interface SecretFieldProps {
  label: string;
  hint: string;
  typed: string;
  /** What was wrong with what was typed, in words. */
  wrong: string | null;
  /** What there is to know before something is typed, by its id. */
  about?: string;
}

/** Where a secret word is typed. Not a field of a password: a browser would offer to keep it, for whoever has the phone next. */
export const SecretField = ({ label, hint, typed, wrong, about }: SecretFieldProps) => (
  <>
    <label for="secret">{label}</label>
    {wrong !== null && (
      <p id="secret-wrong" role="alert">
        {wrong}
      </p>
    )}
    <input
      id="secret"
      class="ed"
      name="secret"
      value={typed}
      dir="auto"
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      aria-invalid={wrong === null ? undefined : "true"}
      aria-describedby={[wrong === null ? "" : "secret-wrong", "secret-hint", about].filter(Boolean).join(" ")}
    />
    <p id="secret-hint" class="soft">
      {hint}
    </p>
  </>
);

/** The secret word of the chat is asked. */
export interface SecretAsked {
  /** Why the last one was not taken, in words. */
  refused: string | null;
  /** What was typed into another form before: it comes back with the word, and nobody sees it without. null where nothing can come along. */
  words: string | null;
}

/** Where it is asked, before anything of the chat of this browser shows. */
export const AskSecret = ({ t, secret }: { t: Translate; secret: SecretAsked }) => (
  <form
    id={secret.words === null ? undefined : "again"}
    class="card"
    method="post"
    action="/continue"
    autocomplete="off"
  >
    <SecretField label={t("youth.secret.ask")} hint={t("youth.secret.alike")} typed="" wrong={secret.refused} />
    {secret.words !== null && <HiddenWords t={t} words={secret.words} />}
    <button class="big">{t("youth.continue.yes")}</button>
  </form>
);

type ChooseProps = Pick<SecretFieldProps, "typed" | "wrong"> & { t: Translate };

/** Where a secret word is chosen: what it is for, and that nobody can give it back. */
export const ChooseSecret = ({ t, typed, wrong }: ChooseProps) => (
  <>
    <p id="secret-about">
      {t("youth.secret.about")} {t("youth.secret.warning")}
    </p>
    <SecretField
      label={t("youth.secret.choose")}
      hint={`${t("youth.secret.hint", { least })} ${t("youth.secret.alike")}`}
      typed={typed}
      wrong={wrong}
      about="secret-about"
    />
  </>
);

/** The same at the start, for whoever shares a phone. It stands open where something was typed. */
export const SharedPhone = (props: ChooseProps) => (
  <details open={props.typed !== ""}>
    <summary>{props.t("youth.secret.shared")}</summary>
    <ChooseSecret {...props} />
  </details>
);
