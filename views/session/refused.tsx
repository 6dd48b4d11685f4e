import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** Something was not possible: one sentence and a way back. console.js reads the sentence from `data-refused`. */
export function StaffRefused({ frame, sentence }: { frame: StaffFrame; sentence: string }) {
  const { t, me } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.refused.title")}>
      <div class="narrow">
        <h1>{t("staff.refused.title")}</h1>
        <p class="lead" data-refused="">
          {sentence}
        </p>
        <p>
          <a href={me ? "/staff" : "/staff/sign-in"}>{t(me ? "staff.refused.back" : "session.sign_in.title")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}
