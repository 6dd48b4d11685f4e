import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { MailOutcome, MailPurpose } from "#src/events.ts";

/** Returns the outcome of the newest mail for this purpose; `queued` while it is not settled, null if there is none. */
export function outcomeOf(
  db: DataReader,
  { purpose, about }: { purpose: MailPurpose; about: number },
): MailOutcome | "queued" | null {
  const own = q.selectFrom("mail").select("outcome").where("purpose", "=", purpose).where("about", "=", about);
  const row = db.first(own.orderBy("id", "desc").limit(1));
  return row ? (row.outcome ?? "queued") : null;
}
