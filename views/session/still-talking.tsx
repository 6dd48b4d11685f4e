import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

interface StillTalkingProps {
  frame: StaffFrame;
  names: string[];
  minutes: number;
  /** Their emergencies without an outcome: record ids, short names of the chats. */
  emergencies: { id: number; chat: string }[];
}

/** Asks before someone signs out during a chat, or before their emergency is written down; says what it means. */
export function StillTalking({ frame, names, minutes, emergencies }: StillTalkingProps) {
  const { t } = frame;
  const n = names.length;
  const title =
    n > 0 ? t("session.sign_out.title", { n }) : t("session.sign_out.title_emergency", { n: emergencies.length });
  return (
    <StaffSheet frame={frame} title={title}>
      <div class="narrow">
        <h1>{title}</h1>
        {n > 0 && (
          <>
            <ul>
              {names.map((name) => (
                <li>{name}</li>
              ))}
            </ul>
            <p class="lead" data-refused="">
              {t("session.sign_out.means", { n, minutes })}
            </p>
          </>
        )}
        {emergencies.length > 0 && (
          <>
            <p class="lead" data-refused="">
              {t("session.sign_out.emergencies", { n: emergencies.length })}
            </p>
            <ul>
              {emergencies.map(({ id, chat }) => (
                <li>
                  <a href={`/staff/emergencies/${id}`}>{t("staff.emergency.of", { chat })}</a>
                </li>
              ))}
            </ul>
          </>
        )}
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
