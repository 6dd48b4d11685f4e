import type { Translate } from "#src/i18n/i18n.ts";
import type { OnCallNow } from "#src/on-call/sent.ts";

/** Whom to call when it is too much, and a warning where no one would hear. */
export function OnCallLine({ t, onCall }: { t: Translate; onCall: OnCallNow | null }) {
  if (!onCall) return null;
  const { alias, lost } = onCall;
  return (
    <p id="overview-on-call">
      <a href="/admin/on-call">
        {alias === null ? t("staff.overview.on_call_nobody") : t("staff.overview.on_call", { alias })}
      </a>
      {lost && <b> {t("staff.overview.on_call_lost")}</b>}
    </p>
  );
}
