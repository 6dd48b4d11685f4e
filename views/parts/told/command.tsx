import type { Translate } from "#src/i18n/i18n.ts";
import { Copied } from "./copied.tsx";

/** What is typed at a terminal, with a button that copies it. Its page is a StaffSheet with `copies`. */
export function Command({ t, text, lines = false }: { t: Translate; text: string; lines?: boolean }) {
  return (
    <Copied t={t}>
      <code class={lines ? "command typed-lines" : "command"}>{text}</code>
    </Copied>
  );
}

/** Prints the page; a script shows it (static/staff-paper.js). */
export function PrintButton({ t }: { t: Translate }) {
  return (
    <button type="button" class="second no-print" data-print="" hidden>
      {t("staff.paper.print")}
    </button>
  );
}
