import type { DataReader } from "#src/db/db.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type MemberChange, memberChanges } from "#src/staff/accounts/member.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import type { ShownChange } from "#views/parts/told/changes.tsx";
import { memberChangeWords } from "#views/parts/told/member-changes.ts";

/** Returns the changes of a member, newest first, with the alias of the one who made each. */
export function shownMemberChanges(db: DataReader, t: Translate, staffId: number): ShownChange[] {
  return memberChanges(db, staffId).map(({ id, at, around, actor, before, after }: MemberChange) => {
    return { id, at, around, who: aliasOfActor(db, actor), words: memberChangeWords(t, before, after) };
  });
}
