import type { Language } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { LanguageChecks, LanguageChoice } from "#views/parts/language-fields.tsx";
import { Problems } from "#views/parts/problems.tsx";
import { PasswordField, TextField } from "#views/parts/text-field.tsx";

export interface MeProps {
  frame: StaffFrame;
  values: { alias: string; language: string; languages: string[] };
  /** The language that is theirs now. */
  language: Language;
  /** A sentence for each field that is not right, of the form that was sent. */
  errors: Partial<Record<"alias" | "language" | "languages" | "old_password" | "password", string>>;
  /** The alias that was asked about because many people are called so; "" = none. */
  warned: string;
  /** The newest change of their account, by its id. */
  basedOn: number;
  /** What somebody else changed while this was typed, in words; null when nobody did. */
  meanwhile: { who: string | null; words: string[] }[] | null;
  saved: "values" | "password" | null;
  passwordLeast: number;
}

/** What everybody of the staff sets of themselves. */
export function Me(props: MeProps) {
  const { frame, values, language, errors, warned, basedOn, meanwhile, saved, passwordLeast } = props;
  const { t } = frame;
  const labels = {
    alias: t("session.field.alias"),
    old_password: t("session.field.old_password"),
    password: t("session.field.new_password"),
  };
  return (
    <StaffSheet frame={frame} title={t("session.me.title")} here="me">
      <div class="narrow">
        <h1>{t("session.me.title")}</h1>
        {saved && (
          <p class="state ok" role="status">
            <Icon name="connected" />
            {t(saved === "password" ? "session.me.password_saved" : "admin.hours.saved")}
          </p>
        )}
        {meanwhile && <ChangedMeanwhile t={t} changes={meanwhile} />}
        <Problems t={t} errors={errors} labels={labels} />
        <form class="fields" method="post" action="/staff/me" novalidate>
          <input type="hidden" name="based_on" value={String(basedOn)} />
          <input type="hidden" name="warned" value={warned} />
          <TextField
            name="alias"
            label={labels.alias}
            hint={t("session.hint.alias")}
            error={errors.alias}
            value={values.alias}
            autocomplete="off"
          />
          <LanguageChoice
            legend={t("session.field.language")}
            chosen={[values.language || language]}
            error={errors.language}
          />
          <LanguageChecks
            legend={t("session.field.languages")}
            hint={t("session.hint.languages")}
            chosen={values.languages}
            error={errors.languages}
          />
          <button type="submit" class="main">
            {t("admin.hours.save")}
          </button>
        </form>
        <section aria-labelledby="password-title">
          <h2 id="password-title">{t("session.password.title")}</h2>
          <form class="fields" method="post" action="/staff/me/password" novalidate>
            <TextField
              name="old_password"
              label={labels.old_password}
              error={errors.old_password}
              autocomplete="current-password"
              secret
            />
            <PasswordField t={t} label={labels.password} least={passwordLeast} error={errors.password} />
            <p class="hint">{t("session.me.password_hint")}</p>
            <button type="submit" class="main">
              {t("session.password.button")}
            </button>
          </form>
        </section>
      </div>
    </StaffSheet>
  );
}

function ChangedMeanwhile({ t, changes }: { t: StaffFrame["t"]; changes: NonNullable<MeProps["meanwhile"]> }) {
  if (changes.length === 0) {
    return (
      <p class="error" role="alert">
        {t("admin.hours.problem.stale")}
      </p>
    );
  }
  return (
    <div class="error summary" role="alert">
      <h2>{t("session.me.meanwhile")}</h2>
      <ul class="dots">
        {changes.map(({ who, words }) => (
          <li>{`${who ?? t("admin.history.by_porchlight")}: ${words.join("; ")}`}</li>
        ))}
      </ul>
      <p>{t("session.me.meanwhile_save")}</p>
    </div>
  );
}
