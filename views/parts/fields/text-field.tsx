import type { Translate } from "#src/i18n/i18n.ts";

/** A field of one line: its label, a hint, and beneath it what is wrong. Its id is its name. */
export function TextField(props: {
  name: string;
  label: string;
  hint?: string | undefined;
  error: string | undefined;
  value?: string | undefined;
  autocomplete: string;
  /** Its value is neither shown nor written into a page. */
  secret?: boolean;
  least?: number | undefined;
  optional?: boolean;
  /** Every letter counts: no automatic capitals or corrections. */
  exact?: boolean;
  inputmode?: "email" | "url" | "numeric" | "tel" | undefined;
}) {
  const { name, hint, error, secret, exact } = props;
  const about = [hint ? `${name}-hint` : "", error ? `${name}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={name}>{props.label}</label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={secret ? "password" : "text"}
        value={secret ? undefined : props.value}
        minlength={props.least}
        required={!props.optional}
        autocomplete={props.autocomplete}
        autocapitalize={secret || exact ? "none" : undefined}
        spellcheck={exact ? false : undefined}
        inputmode={props.inputmode}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={about === "" ? undefined : about}
      />
      {error && (
        <p class="wrong" id={`${name}-wrong`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** The field of a new password of at least `least` characters; the script of the page can show it. */
export function PasswordField(props: { t: Translate; label: string; least: number; error: string | undefined }) {
  const { t, label, least, error } = props;
  return (
    <div class="field">
      <TextField
        name="password"
        label={label}
        hint={t("session.hint.password", { least })}
        error={error}
        autocomplete="new-password"
        secret
        least={least}
      />
      <div>
        <button type="button" class="second" data-show="password" data-hide={t("session.password.hide")} hidden>
          {t("session.password.show")}
        </button>
      </div>
    </div>
  );
}
