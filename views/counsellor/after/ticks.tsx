import type { Translate } from "#src/i18n/i18n.ts";
import { Reasons, type ReasonsOffered } from "#views/counsellor/after/record-reasons.tsx";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";

export interface TicksShown {
  groups: ReasonsOffered[];
  chosen: readonly string[];
}

interface TicksProps {
  t: Translate;
  id: number;
  ticks: TicksShown;
}

/** Reasons for contact, ticked while the chat goes on: each is kept at once, for the record after it. */
export function Ticks({ t, id, ticks: { groups, chosen } }: TicksProps) {
  // The script keeps each tick; a repaint must not undo what is not kept yet.
  return (
    <form
      class="record ticking"
      id={`ticking-${id}`}
      method="post"
      action={tabAddress(id, "reasons")}
      aria-label={t("staff.ticks.title")}
      hx-morph-skip=""
    >
      <TicksNow id={id} chosen={chosen} />
      <Reasons t={t} id={`ticking-${id}`} groups={groups} chosen={chosen} wrong={null} />
      <p class="hint kept" role="status" data-not-kept={t("staff.record.not_kept")}>
        {t("staff.record.kept")}
      </p>
      <button type="submit" class="second plain">
        {t("staff.record.save")}
      </button>
    </form>
  );
}

/** What is ticked on the server, so that a form sends only what it changes (src/record/reasons/ticks.ts). */
export function TicksNow({ id, chosen }: { id: number; chosen: readonly string[] }) {
  return (
    <div id={`ticked-${id}`} class="ticked-now" hidden>
      {chosen.map((code) => (
        <input type="hidden" name="shown" value={code} />
      ))}
    </div>
  );
}
