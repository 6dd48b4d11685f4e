import type { StaffFrame } from "#views/layout/staff.tsx";
import { Done } from "#views/parts/told/saved.tsx";

/** A session as its owner sees it. */
export interface ShownSession {
  name: string;
  here: boolean;
  /** ms UTC; 0 = unknown. */
  startedAt: number;
  usedAt: number;
  /** "Firefox, Android"; "" = unknown. */
  browser: string;
}

/** Where someone is signed in, and how to end it there. No address is shown: none is kept. */
export function Sessions(props: {
  frame: StaffFrame;
  zone: string;
  sessions: ShownSession[];
  refused: { times: number; last: number } | null;
  ended: boolean;
}) {
  const { frame, zone, sessions, refused, ended } = props;
  const { t } = frame;
  const others = sessions.filter(({ here }) => !here);
  return (
    <section aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t("session.sessions.title")}</h2>
      {ended && <Done words={t("session.sessions.ended")} />}
      <ul class="list" id="sessions">
        {sessions.map((one) => (
          <li>
            <p>
              <b>{one.browser === "" ? t("session.sessions.unknown") : one.browser}</b>
              {one.here && <span class="soft"> {t("session.sessions.here")}</span>}
              {one.startedAt > 0 && (
                <>
                  <br />
                  <span class="soft small">
                    {t("session.sessions.times", {
                      since: t.dateTime(one.startedAt, zone),
                      used: t.dateTime(one.usedAt, zone),
                    })}
                  </span>
                </>
              )}
            </p>
            {!one.here && (
              <form method="post" action="/staff/me/sessions">
                <button type="submit" class="second" name="session" value={one.name}>
                  {t("session.sessions.end")}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <form method="post" action="/staff/me/sessions">
          <button type="submit" class="second" name="session" value="others">
            {t("session.sessions.end_others")}
          </button>
        </form>
      )}
      {refused && (
        <p id="refused">{t("session.sessions.refused", { n: refused.times, when: t.dateTime(refused.last, zone) })}</p>
      )}
      <p class="hint">{t("session.sessions.hint")}</p>
    </section>
  );
}
