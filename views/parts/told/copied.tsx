import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";

/** A line that is typed or pasted elsewhere, with a button that copies it. Its page is a StaffSheet with `copies`. */
export function Copied({ t, children }: { t: Translate; children: Child }) {
  return (
    <div class="copied">
      {children}
      <button type="button" class="second no-print" hidden data-copied={t("staff.copied")} aria-live="polite">
        {t("staff.copy")}
      </button>
    </div>
  );
}
