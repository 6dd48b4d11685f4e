import type { Role } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { WelcomeDraft } from "#src/staff/accounts/welcome-draft.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { LanguageChecks, LanguageChoice } from "#views/parts/fields/language-fields.tsx";
import { roleNames } from "#views/parts/fields/roles.ts";
import { PasswordField, TextField } from "#views/parts/fields/text-field.tsx";
import { isRefused, Problems, Refused, wrongOf } from "#views/parts/told/problems.tsx";

type SetUpField = "language" | "languages" | "name" | "real_name" | "alias" | "password" | "helpline";

export interface SetUpProps {
  frame: StaffFrame;
  token: string;
  roles: Role[];
  errors: Partial<Record<SetUpField, string>>;
  /** What was typed before; never the password. */
  values: WelcomeDraft;
  language: Language;
  /** The first account of a new helpline, whose language and name are known. */
  first: boolean;
  /** Common alias that they were asked about; "" = none. */
  warned: string;
  /** A lead's account given by someone: what began before it stays with others. */
  isSince?: boolean;
  /** A lead can be written to, as a mail server is set. */
  hasMail: boolean;
  passwordLeast: number;
  refused?: string | null;
}

/** Where a new colleague makes an account by a one-time link. */
export function SetUp(props: SetUpProps) {
  const { frame, token, roles, errors, values, language, first, warned, passwordLeast, refused = null } = props;
  const { t } = frame;
  const action = `/staff/welcome/${encodeURIComponent(token)}`;
  const isLead = roles.includes("lead");
  const labels = {
    alias: t(isLead ? "session.field.alias_lead" : "session.field.alias"),
    real_name: t("session.field.real_name"),
    name: t("session.field.name"),
    password: t("session.field.password"),
  };
  const wrong = wrongOf(t, errors, labels);
  const title = t(first ? "session.me.title" : "session.set_up.title");
  return (
    <StaffSheet frame={frame} title={title} wrong={isRefused({ wrong: wrong.size, refused })} script="welcome">
      <div class="narrow">
        {first && <p class="soft">{t("session.first.step", { step: 2, of: 2 })}</p>}
        <h1>{title}</h1>
        {first ? (
          <FirstRoles {...props} />
        ) : (
          <p class="lead">{t("session.set_up.lead", { roles: roleNames(t, roles) })}</p>
        )}
        {isLead && <LeadReads {...props} />}
        <Problems t={t} wrong={wrong} />
        <Refused sentence={refused} />
        <form
          class="fields"
          method="post"
          action={action}
          data-draft={`${action}/draft`}
          data-over={t("session.invitation_over")}
          novalidate
        >
          {/* Enter in a field presses the first button of a form, which has to be this one. */}
          <button type="submit" class="sr" tabindex={-1} aria-hidden="true" />
          <input type="hidden" name="warned" value={warned} />
          {first ? (
            <>
              <input type="hidden" name="helpline" value={values.helpline} />
              <input type="hidden" name="language" value={language} />
            </>
          ) : (
            <div class="field">
              <LanguageChoice legend={t("session.field.language")} chosen={[language]} error={errors.language} />
              <button type="submit" class="second" name="do" value="language">
                {t("session.set_up.show")}
              </button>
            </div>
          )}
          <TextField
            name="alias"
            label={labels.alias}
            hint={t("session.hint.alias")}
            error={errors.alias}
            value={values.alias}
            autocomplete="off"
          />
          {!isLead && (
            <LanguageChecks
              legend={t("session.field.languages")}
              hint={t("session.hint.languages")}
              chosen={values.languages === undefined ? [language] : values.languages.split(" ")}
              error={errors.languages}
            />
          )}
          <TextField
            name="real_name"
            label={labels.real_name}
            hint={t("session.hint.real_name")}
            error={errors.real_name}
            value={values.real_name}
            autocomplete="name"
          />
          <TextField
            name="name"
            label={labels.name}
            hint={t("session.hint.name")}
            error={errors.name}
            value={values.name}
            autocomplete="username"
            exact
          />
          <PasswordField t={t} label={labels.password} least={passwordLeast} error={errors.password} />
          <div class="acts">
            <button type="submit" class="main">
              {t("session.set_up.button")}
            </button>
            {first && (
              <button type="submit" class="quiet" name="do" value="back">
                {t("session.first.back")}
              </button>
            )}
          </div>
        </form>
        <p class="wrong" id="over" role="status" />
        <p class="hint">{t("session.set_up.kept")}</p>
      </div>
    </StaffSheet>
  );
}

/** What a lead is for, having no chats, and what they read. */
function LeadReads({ frame: { t }, isSince, hasMail }: SetUpProps) {
  return (
    <>
      <p>{`${t("session.set_up.as_lead")} ${t(hasMail ? "session.set_up.lead_mail" : "session.set_up.lead_no_mail")}`}</p>
      {isSince && <p>{`${t("session.set_up.lead_since")} ${t("staff.concern.lead_key")}`}</p>}
    </>
  );
}

function FirstRoles({ frame: { t }, roles }: SetUpProps) {
  return (
    <>
      <p class="lead">{t("session.first.roles", { roles: roleNames(t, roles) })}</p>
      <p>{t("session.first.weakens")}</p>
    </>
  );
}
