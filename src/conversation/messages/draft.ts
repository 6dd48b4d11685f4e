import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { stateOf } from "../conversation.ts";
import { maxMessage, printable } from "./writing.ts";

interface DraftOf {
  conversationId: number;
  staffId: number;
}

/**
 * Keeps what a counsellor is typing, sealed like a message. An empty text forgets it. `kept` is what the page has kept so far:
 * where something else stands by now another page of theirs wrote it, and it is returned, untouched; with `both` it stays, before
 * these words. Returns null where nothing stood in the way. Throws `not_allowed`, `ended`.
 */
export function keepDraft(
  tx: Tx,
  input: DraftOf & { text: string; kept?: string[] | undefined; both?: boolean },
): string | null {
  const { conversationId, staffId, kept, both = false } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  const text = asDraft(input.text);
  if (text === "") {
    forgetDraft(tx, input);
    return null;
  }
  const there = chatDraft(tx, input);
  const isForeign = kept !== undefined && !["", text, ...kept.map(asDraft)].includes(there);
  if (isForeign && !both) return there;
  const whole = isForeign ? asDraft(`${there}\n${text}`) : text;
  const body = tx.keyring.seal({ table: "draft", conversationId, number: staffId, author: "counsellor" }, whole);
  tx.run(q.replaceInto("draft").values({ conversation_id: conversationId, staff_id: staffId, body, at: tx.at }));
  return null;
}

/** Forgets a draft; with `kept` only one that is among those: another tab may have put its own words there. */
export function forgetDraft(tx: Tx, input: DraftOf & { kept?: string[] | undefined }): void {
  const { conversationId, staffId, kept } = input;
  if (kept && !kept.map(asDraft).includes(chatDraft(tx, input))) return;
  tx.run(q.deleteFrom("draft").where("conversation_id", "=", conversationId).where("staff_id", "=", staffId));
}

/** What a counsellor was typing; "" when there is nothing. */
export function chatDraft(db: DataReader, { conversationId, staffId }: DraftOf): string {
  const row = db.first(
    q.selectFrom("draft").select("body").where("conversation_id", "=", conversationId).where("staff_id", "=", staffId),
  );
  if (!row) return "";
  return db.keyring.open({ table: "draft", conversationId, number: staffId, author: "counsellor" }, row.body) ?? "";
}

/** A draft may be longer than a message while it is being shortened; beyond that it is no draft. */
function asDraft(text: string): string {
  return printable(text.slice(0, 4 * maxMessage));
}
