import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Problems, wrongOf } from "#views/parts/problems.tsx";
import { TextField } from "#views/parts/text-field.tsx";
import { KeyButton } from "./key-button.tsx";

export interface SecondCodeProps {
  frame: StaffFrame;
  /** Under which name they are known between the two pages. */
  halfway: string;
  /** What their browser is asked for a key with; null for whoever has none. */
  askKey: string | null;
  errors: Partial<Record<"code", string>>;
}

/** The second page of signing in, for whoever has a second step. */
export function SecondCode({ frame, halfway, askKey, errors }: SecondCodeProps) {
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet frame={frame} title={t("session.step.title")} wrong={wrong.size > 0} script="passkey">
      <div class="narrow">
        <h1>{t("session.step.title")}</h1>
        <p class="lead">{t("session.step.lead")}</p>
        <Problems t={t} wrong={wrong} />
        <form class="fields" method="post" action="/staff/sign-in/code" data-key={askKey ?? undefined} novalidate>
          <input type="hidden" name="halfway" value={halfway} />
          <TextField
            name="code"
            label={t("session.step.code")}
            hint={t("session.step.hint")}
            error={errors.code}
            autocomplete="one-time-code"
          />
          <button type="submit" class="main">
            {t("session.sign_in.button")}
          </button>
          {askKey && <KeyButton t={t} words={t("session.key.use")} />}
        </form>
        <p class="hint">{t("session.step.lost")}</p>
      </div>
    </StaffSheet>
  );
}
