import { newUuid } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { RepliesFile } from "./csv.ts";
import { nameKey, type RepliesOf, repliesOf, setReplies } from "./replies.ts";
import { maxReply, type ReplyValues, replyValues } from "./reply.ts";

export interface RowToTake {
  row: number;
  values: ReplyValues;
  does: "add" | "change" | "nothing";
  /** The reply it changes or leaves; null for a new one. */
  id: string | null;
}

/** What each row of a file would do; replies are the same if they have the same name and language. */
export function compareFile(db: DataReader, ownerId: number | null, { rows }: RepliesFile): RowToTake[] {
  const there = new Map(repliesOf(db, ownerId).map((reply) => [nameKey(reply), reply]));
  return rows.map(({ row, values }) => {
    const found = there.get(nameKey(values));
    if (!found) return { row, values, does: "add", id: null };
    const isSame = asTyped(replyValues(found)) === asTyped(replyValues(values));
    return { row, values, does: isSame ? "nothing" : "change", id: found.id };
  });
}

/** French's non-breaking spaces come back from a spreadsheet as plain ones. */
function asTyped(values: ReplyValues): string {
  return JSON.stringify(values).replaceAll("\u00a0", " ");
}

/** Takes the rows of a file into a list in one change. Returns and throws as `setReplies`, and `bad_input` for too many. */
export function importReplies(tx: Tx, emit: Emit, input: RepliesOf & { file: RepliesFile; basedOn: number }): number {
  const { member, ownerId, file, basedOn } = input;
  const rows = compareFile(tx, ownerId, file).filter(({ does }) => does !== "nothing");
  const added = rows.filter(({ does }) => does === "add").length;
  if (repliesOf(tx, ownerId).length + added > maxReply.replies) {
    throw new HelplineError("bad_input", "admin.replies.problem.too_many", { part: String(maxReply.replies) });
  }
  const wanted = new Map(rows.map(({ id, values }) => [id ?? newUuid(), values]));
  return setReplies(tx, emit, { member, ownerId, wanted, basedOn });
}
