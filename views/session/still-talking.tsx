import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** Somebody signs out in the middle of a chat: what it means for whoever they talk with, `minutes` until they wait again, and both ways on. */
export function StillTalking({ frame, names, minutes }: { frame: StaffFrame; names: string[]; minutes: number }) {
  const { t } = frame;
  const n = names.length;
  return (
    <StaffSheet frame={frame} title={t("session.sign_out.title", { n })}>
      <div class="narrow">
        <h1>{t("session.sign_out.title", { n })}</h1>
        <ul>
          {names.map((name) => (
            <li>{name}</li>
          ))}
        </ul>
        <p class="lead" data-refused="">
          {t("session.sign_out.means", { n, minutes })}
        </p>
        <form method="post" action="/staff/sign-out" class="acts">
          <input type="hidden" name="sure" value="yes" />
          <a class="main" href="/staff">
            {t("staff.refused.back")}
          </a>
          <button type="submit" class="second">
            {t("session.sign_out.sure")}
          </button>
        </form>
      </div>
    </StaffSheet>
  );
}
