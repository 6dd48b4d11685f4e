import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** Says plainly that the one-time link was used or is too old, and what to do now. */
export function Invalid({ frame }: { frame: StaffFrame }) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("session.invalid.title")}>
      <div class="narrow">
        <h1>{t("session.invalid.title")}</h1>
        <p class="lead">{t("session.invitation_over")}</p>
        <p>{t("session.invalid.now")}</p>
        <p>
          <a href="/staff/sign-in">{t("session.sign_in.button")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}
