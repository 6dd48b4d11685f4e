import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { MailOutcome, MailPurpose } from "#src/events.ts";

/** What became of the newest mail of a purpose and what it is about; `queued` while it is not settled, null where there is none. */
export function outcomeOf(
  db: DataReader,
  { purpose, about }: { purpose: MailPurpose; about: number },
): MailOutcome | "queued" | null {
  const own = q.selectFrom("mail").select("outcome").where("purpose", "=", purpose).where("about", "=", about);
  const row = db.first(own.orderBy("id", "desc").limit(1));
  return row ? (row.outcome ?? "queued") : null;
}
