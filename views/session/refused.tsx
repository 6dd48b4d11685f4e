import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** Something was not possible: one sentence, the typed words and a way back. console.js reads the sentence from `data-refused`. */
export function StaffRefused(props: { frame: StaffFrame; sentence: string; words?: string | null }) {
  const { frame, sentence, words } = props;
  const { t, me } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.refused.title")}>
      <div class="narrow">
        <h1>{t("staff.refused.title")}</h1>
        <p class="lead" data-refused="">
          {sentence}
        </p>
        {words && (
          <div class="unsent">
            <label for="unsent-words">{t("staff.over.unsent")}</label>
            <textarea id="unsent-words" rows={4} dir="auto" readonly>
              {words}
            </textarea>
          </div>
        )}
        <p>
          <a href={me ? "/staff" : "/staff/sign-in"}>{t(me ? "staff.refused.back" : "session.sign_in.title")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}
