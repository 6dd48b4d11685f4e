import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/**
 * That one will be signed out soon; empty while that is far. Where nothing was asked for hours (`idle`), with the way to stay;
 * else a session is simply long enough.
 */
export function SessionEnds({ t, time, idle = false }: { t: Translate; time: string | null; idle?: boolean }) {
  return (
    <p id="session-ends" role="status" class="banner">
      {time !== null && (
        <>
          <Icon name="info" />
          <span>{t(idle ? "staff.session.ends" : "staff.session.long", { time })}</span>
          {/* The empty address is this very page: asking for it again is what keeps a session. */}
          {idle && <a href="">{t("staff.session.stay")}</a>}
        </>
      )}
    </p>
  );
}
