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

/** The tab of reasons for contact: the whole list is fetched when the tab is seen for the first time. */
export function TicksTab({ t, id, ticks }: Omit<TicksProps, "ticks"> & { ticks: TicksShown | null }) {
  const later = { "hx-get": tabAddress(id, "reasons"), "hx-trigger": "intersect once", "hx-select": `#ticking-${id}` };
  // The script keeps each tick; a repaint must not undo what is not kept yet.
  return (
    <div id={`ticks-${id}`} hx-morph-skip="" {...(ticks === null ? later : {})}>
      {ticks && <Ticks t={t} id={id} ticks={ticks} />}
    </div>
  );
}

/** Reasons for contact, ticked while the chat goes on: each is kept at once, for the record after it. */
function Ticks({ t, id, ticks: { groups, chosen } }: TicksProps) {
  return (
    <form
      class="record ticking"
      id={`ticking-${id}`}
      method="post"
      action={tabAddress(id, "reasons")}
      aria-label={t("staff.ticks.title")}
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
