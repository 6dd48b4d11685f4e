import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Problems, wrongOf } from "#views/parts/told/problems.tsx";
import { KeyButton } from "./key-button.tsx";

interface SecondCodeProps {
  frame: StaffFrame;
  /** Their name between the two pages. */
  halfway: string;
  /** They have an app; else only a passkey. */
  hasApp: boolean;
  askKey: string | null;
  errors: Partial<Record<"code", string>>;
}

/** The second page of signing in, for someone with a second step. */
export function SecondCode({ frame, halfway, hasApp, askKey, errors }: SecondCodeProps) {
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet frame={frame} title={t("session.second.title")} wrong={wrong.size > 0} script="passkey">
      <div class="narrow">
        <h1>{t("session.second.title")}</h1>
        <p class="lead">{t(hasApp ? "session.step.lead" : "session.step.lead_key")}</p>
        <Problems t={t} wrong={wrong} title={t("session.step.refused")} />
        <form class="fields" method="post" action="/staff/sign-in/code" data-key={askKey ?? undefined} novalidate>
          <input type="hidden" name="halfway" value={halfway} />
          {/* Enter presses the first button of a form, which has to be the one that sends a code. */}
          <button type="submit" class="sr" tabindex={-1} aria-hidden="true" />
          {askKey && !hasApp && <KeyButton t={t} words={t("session.key.use")} />}
          <TextField
            name="code"
            label={t(hasApp ? "session.step.code" : "session.step.code_written")}
            hint={t(hasApp ? "session.step.hint" : "session.step.hint_key")}
            error={errors.code}
            autocomplete="one-time-code"
            exact
          />
          <button type="submit" class={hasApp ? "main" : "second"}>
            {t("session.sign_in.button")}
          </button>
          {askKey && hasApp && <KeyButton t={t} words={t("session.key.use")} />}
        </form>
        <p class="hint">{t("session.step.lost")}</p>
      </div>
    </StaffSheet>
  );
}
