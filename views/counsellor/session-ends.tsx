import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** That one will be signed out soon, since nothing was asked for hours, and the way to stay; empty while that is far. */
export function SessionEnds({ t, time }: { t: Translate; time: string | null }) {
  return (
    <p id="session-ends" role="status" class="banner">
      {time !== null && (
        <>
          <Icon name="info" />
          <span>{t("staff.session.ends", { time })}</span>
          {/* The empty address is this very page: asking for it again is what keeps a session. */}
          <a href="">{t("staff.session.stay")}</a>
        </>
      )}
    </p>
  );
}
