import { newUuid } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { searchable } from "#src/i18n/fold.ts";
import type { RepliesFile } from "./csv.ts";
import { type RepliesOf, repliesOf, setReplies } from "./replies.ts";
import { maxReply, type ReplyValues, replyValues } from "./reply.ts";

/** What would become of a row: a reply that is new, one that is called so already and changes, or nothing. */
export interface RowToTake {
  row: number;
  values: ReplyValues;
  does: "add" | "change" | "nothing";
  /** Which one it changes, or leaves; null for a new one. */
  id: string | null;
}

/** The rows of a file beside what is there: a reply is the same when it is called the same in the same language. */
export function compareFile(db: DataReader, ownerId: number | null, { rows }: RepliesFile): RowToTake[] {
  const key = ({ language, name }: ReplyValues) => `${language} ${searchable(name)}`;
  const there = new Map(repliesOf(db, ownerId).map((reply) => [key(reply), reply]));
  return rows.map(({ row, values }) => {
    const found = there.get(key(values));
    if (!found) return { row, values, does: "add", id: null };
    const isSame = asTyped(replyValues(found)) === asTyped(replyValues(values));
    return { row, values, does: isSame ? "nothing" : "change", id: found.id };
  });
}

/** The spaces that do not break, which French sets before some signs, come back from a table as any other. */
function asTyped(values: ReplyValues): string {
  return JSON.stringify(values).replaceAll("\u00a0", " ");
}

/**
 * Takes the rows of a file into a list, in one change, as they were looked at (`basedOn`). Returns and throws as `setReplies`, and `bad_input` where there would be
 * more replies than a list holds.
 */
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
