import type { DataReader } from "#src/db/db.ts";
import type { ServiceChange } from "#src/directory/entry/history.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { importName } from "#src/directory/importing/runs.ts";
import { regionNames } from "#src/directory/regions.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import { entryInWords } from "#views/admin/entry/entry-history.tsx";
import type { ShownChange } from "#views/parts/told/changes.tsx";

/** Returns the changes of an entry as its history shows them. */
export function shownEntryChanges(t: Translate, db: DataReader, changes: ServiceChange[]): ShownChange[] {
  const names = {
    organization: (id: string) => organization(db, id)?.name ?? "–",
    region: regionNames(db, t.language),
  };
  return changes.map(({ id, at, actor, runId, restored, before, after }) => {
    const file = runId === null ? null : importName(db, runId);
    const words = restored ? [t("admin.entry.did.restored")] : entryInWords(t, before, after, names, file);
    return { id, at, who: aliasOfActor(db, actor), words, first: before === null || restored };
  });
}
