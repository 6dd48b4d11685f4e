import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Problems, wrongOf } from "#views/parts/told/problems.tsx";
import { KeyButton } from "./key-button.tsx";

export interface ConfirmProps {
  frame: StaffFrame;
  action: string;
  fields: (readonly [name: string, text: string])[];
  /** Their second step: an app (and perhaps a passkey), a passkey alone, or none. */
  second: "app" | "key" | null;
  askKey: string | null;
  errors: Partial<Record<"confirm_password" | "confirm_code", string>>;
}

/** Before something grave is done, asks the person to show once more who they are. */
export function Confirm({ frame, action, fields, second, askKey, errors }: ConfirmProps) {
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet frame={frame} title={t("session.confirm.title")} wrong={wrong.size > 0} script="passkey">
      <div class="narrow">
        <h1>{t("session.confirm.title")}</h1>
        <p class="lead">{t("session.confirm.lead")}</p>
        <Problems t={t} wrong={wrong} />
        <form class="fields" method="post" action={action} data-key={askKey ?? undefined} novalidate>
          {fields.map(([name, text]) => (
            <input type="hidden" name={name} value={text} />
          ))}
          <TextField
            name="confirm_password"
            label={t("session.field.password")}
            error={errors.confirm_password}
            autocomplete="current-password"
            secret
          />
          {second && (
            <TextField
              name="confirm_code"
              label={t(second === "app" ? "session.step.code" : "session.step.code_written")}
              hint={t(second === "app" ? "session.step.hint" : "session.step.hint_key")}
              error={errors.confirm_code}
              autocomplete="one-time-code"
              exact
            />
          )}
          <button type="submit" class="main">
            {t("session.confirm.button")}
          </button>
          {askKey && <KeyButton t={t} words={t("session.key.use")} />}
        </form>
        <p>
          <a href="/staff">{t("staff.decide.cancel")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}
