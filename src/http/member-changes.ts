import type { DataReader } from "#src/db/db.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type MemberChange, memberChanges } from "#src/staff/member.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import { memberChangeWords } from "#views/parts/member-changes.ts";

/** An id as a form sent it; -1 for what is none. */
export function idOf(text = ""): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}

/** The changes of a member with who made each (by the alias) and what it did, the newest first; of those after `since` alone. */
export function shownChanges(db: DataReader, t: Translate, staffId: number, since = 0) {
  const wanted = memberChanges(db, staffId).filter(({ id }) => id > since);
  return wanted.map(({ id, at, actor, before, after }: MemberChange) => {
    return { id, at, who: aliasOfActor(db, actor), words: memberChangeWords(t, before, after) };
  });
}
