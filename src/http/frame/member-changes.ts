import type { DataReader } from "#src/db/db.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { memberHistory } from "#src/staff/accounts/member.ts";
import type { ShownChange } from "#views/parts/told/changes.tsx";
import { memberChangeWords } from "#views/parts/told/member-changes.ts";
import { toldChanges } from "./history.ts";

/** Returns the changes of a member, newest first, with the alias of the one who made each. */
export function shownMemberChanges(db: DataReader, t: Translate, staffId: number): ShownChange[] {
  const changes = memberHistory.latest(db, staffId);
  return toldChanges(db, changes, ({ before, after }) => memberChangeWords(t, before, after));
}
