import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Says that the reader will be signed out soon, else empty. `idle`: nothing was asked for hours, so they can stay. */
export function SessionEnds({ t, time, idle = false }: { t: Translate; time: string | null; idle?: boolean }) {
  return (
    <p id="session-ends" role="status" class="banner">
      {time !== null && (
        <>
          <Icon name="info" />
          <span>{t(idle ? "staff.session.ends" : "staff.session.long", { time })}</span>
          {/* The empty address is this page: asking for it again keeps the session. */}
          {idle && <a href="">{t("staff.session.stay")}</a>}
        </>
      )}
    </p>
  );
}
