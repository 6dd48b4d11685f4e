import type { secretLeast } from "#src/conversation/return/secret-word.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { HiddenWords } from "#views/parts/told/kept.tsx";

/** Fewest letters of a word; must equal the rule's own number, or it does not compile. */
const least: typeof secretLeast = 4;

interface SecretFieldProps {
  label: string;
  hint: string;
  typed: string;
  wrong: string | null;
  about?: string;
}

/** Where a secret word is typed. Not a password field: a browser would offer to keep it, for the next one with the phone. */
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

export interface SecretAsked {
  refused: string | null;
  /** What was typed into another form: it comes back with the word, unseen; null = nothing can come along. */
  words: string | null;
}

/** Asks for the word before anything of this browser's chat shows. */
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

/** Where a secret word is chosen: what it is for, and that no one can give it back. */
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

/** Choosing a secret word at the start, for someone who shares a phone; open if something was typed. */
export const SharedPhone = (props: ChooseProps) => (
  <details open={props.typed !== ""}>
    <summary>{props.t("youth.secret.shared")}</summary>
    <ChooseSecret {...props} />
  </details>
);
