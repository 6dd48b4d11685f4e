import type { Role } from "#src/events.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { languageNames } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { roleNames } from "#views/parts/roles.ts";

export type SetUpField = "language" | "name" | "real_name" | "alias" | "password" | "helpline";

export interface SetUpProps {
  frame: StaffFrame;
  /** The one-time part of the link this page was opened with. */
  token: string;
  roles: Role[];
  /** A sentence for each field that is not right. */
  errors: Partial<Record<SetUpField, string>>;
  /** What was typed before; never the password. */
  values: Partial<Record<Exclude<SetUpField, "password">, string>>;
  /** True for the first account of a new helpline, which also names the line. */
  first: boolean;
  /** The fewest characters a password may have. */
  passwordLeast: number;
  /** Why it was not taken though every field may be right, in words. */
  refused?: string | null;
}

/** A new colleague, invited by a one-time link, makes an account. */
export function SetUp({ frame, token, roles, errors, values, first, passwordLeast, refused }: SetUpProps) {
  const { t } = frame;
  const wrong = Object.keys(errors).length;
  const chosen = values.language ?? t.language;
  return (
    <StaffSheet frame={frame} title={t("session.set_up.title")}>
      <div class="narrow">
        <h1>{t(first ? "session.set_up.first" : "session.set_up.title")}</h1>
        <p class="lead">{t("session.set_up.lead", { roles: roleNames(t, roles) })}</p>
        {wrong > 0 && (
          <p class="error" role="alert">
            {t("session.set_up.errors", { n: wrong })}
          </p>
        )}
        {refused && (
          <p class="error" role="alert">
            {refused}
          </p>
        )}
        <form class="fields" method="post" action={`/staff/welcome/${encodeURIComponent(token)}`}>
          {first && <Field t={t} name="helpline" error={errors.helpline} value={values.helpline} autocomplete="off" />}
          <fieldset class="field">
            <legend>{t("session.field.language")}</legend>
            <div class="radios">
              {Object.entries(languageNames).map(([code, name]) => (
                <label class="check">
                  <input type="radio" name="language" value={code} checked={code === chosen} />
                  <span lang={code}>{name}</span>
                </label>
              ))}
            </div>
            {errors.language && <p class="wrong">{errors.language}</p>}
          </fieldset>
          <Field t={t} name="alias" error={errors.alias} value={values.alias} autocomplete="off" />
          <Field t={t} name="real_name" error={errors.real_name} value={values.real_name} autocomplete="name" />
          <Field t={t} name="name" error={errors.name} value={values.name} autocomplete="username" />
          <Field
            t={t}
            name="password"
            error={errors.password}
            value={undefined}
            autocomplete="new-password"
            least={passwordLeast}
          />
          <button type="submit" class="main">
            {t("session.set_up.button")}
          </button>
        </form>
      </div>
    </StaffSheet>
  );
}

const labels: Record<Exclude<SetUpField, "language">, { label: Key; hint: Key }> = {
  helpline: { label: "session.field.helpline", hint: "session.hint.helpline" },
  alias: { label: "session.field.alias", hint: "session.hint.alias" },
  real_name: { label: "session.field.real_name", hint: "session.hint.real_name" },
  name: { label: "session.field.name", hint: "session.hint.name" },
  password: { label: "session.field.password", hint: "session.hint.password" },
};

function Field(props: {
  t: Translate;
  name: keyof typeof labels;
  error: string | undefined;
  value: string | undefined;
  autocomplete: string;
  /** The fewest characters it takes. */
  least?: number;
}) {
  const { t, name, error, least } = props;
  const secret = name === "password";
  return (
    <div class="field">
      <label for={name}>{t(labels[name].label)}</label>
      <p class="hint" id={`${name}-hint`}>
        {t(labels[name].hint, least === undefined ? {} : { least })}
      </p>
      <input
        id={name}
        name={name}
        type={secret ? "password" : "text"}
        value={props.value}
        minlength={least}
        required
        autocomplete={props.autocomplete}
        autocapitalize={secret || name === "name" ? "none" : undefined}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${name}-hint ${name}-wrong` : `${name}-hint`}
      />
      {error && (
        <p class="wrong" id={`${name}-wrong`}>
          {error}
        </p>
      )}
    </div>
  );
}
