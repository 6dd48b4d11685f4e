import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { PasswordField } from "#views/parts/fields/text-field.tsx";
import { isRefused, Problems, Refused, wrongOf } from "#views/parts/told/problems.tsx";

export interface NewPasswordProps {
  frame: StaffFrame;
  token: string;
  /** Shown so that people and password managers know whose password it is. */
  signInName: string;
  errors: Partial<Record<"password", string>>;
  refused: string | null;
  passwordLeast: number;
}

/** Where a member of staff chooses a new password by a one-time link. */
export function NewPassword({ frame, token, signInName, errors, refused, passwordLeast }: NewPasswordProps) {
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet
      frame={frame}
      title={t("session.password.title")}
      wrong={isRefused({ wrong: wrong.size, refused })}
      script="welcome"
    >
      <div class="narrow">
        <h1>{t("session.password.title")}</h1>
        <p class="lead">{t("session.password.lead")}</p>
        <Problems t={t} wrong={wrong} />
        <Refused sentence={refused} />
        <form class="fields" method="post" action={`/staff/welcome/${encodeURIComponent(token)}`} novalidate>
          <div class="field">
            <label for="name">{t("session.field.name")}</label>
            <input id="name" value={signInName} readonly autocomplete="username" />
          </div>
          <PasswordField t={t} label={t("session.field.new_password")} least={passwordLeast} error={errors.password} />
          <button type="submit" class="main">
            {t("session.password.title")}
          </button>
        </form>
      </div>
    </StaffSheet>
  );
}
