import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** Something was not possible: one sentence, the typed words and a way back. console.js reads it from `data-refused`. */
export function StaffRefused(props: { frame: StaffFrame; sentence: string; words?: string | null }) {
  const { frame, sentence, words } = props;
  const { t, me } = frame;
  const [to, back] = wayBack(me);
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
          <a href={to}>{t(back)}</a>
        </p>
      </div>
    </StaffSheet>
  );
}

/** Someone who is only a lead has no conversations to begin with. */
function wayBack(me: StaffFrame["me"]) {
  if (!me) return ["/staff/sign-in", "session.sign_in.button"] as const;
  const isOutside = me.roles.every((role) => role === "lead");
  return isOutside
    ? (["/staff/concerns", "staff.refused.to_concerns"] as const)
    : (["/staff", "staff.refused.back"] as const);
}
