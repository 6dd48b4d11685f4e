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

/** Seals what a counsellor is typing; an empty text forgets it. Throws `not_allowed`, `ended`. */
export function keepDraft(
  tx: Tx,
  input: DraftOf & { text: string; kept?: string[] | undefined; both?: boolean },
): string | null {
  // Words not in `kept` come from another page of theirs: they are returned untouched, or with `both` stay before these.
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

/** Forgets a draft; with `kept` only one of those, since another tab may have put its own words there. */
export function forgetDraft(tx: Tx, input: DraftOf & { kept?: string[] | undefined }): void {
  const { conversationId, staffId, kept } = input;
  if (kept && !kept.map(asDraft).includes(chatDraft(tx, input))) return;
  tx.run(q.deleteFrom("draft").where("conversation_id", "=", conversationId).where("staff_id", "=", staffId));
}

/** Returns what a counsellor was typing; "" for nothing. */
export function chatDraft(db: DataReader, { conversationId, staffId }: DraftOf): string {
  const row = db.first(
    q.selectFrom("draft").select("body").where("conversation_id", "=", conversationId).where("staff_id", "=", staffId),
  );
  if (!row) return "";
  return db.keyring.open({ table: "draft", conversationId, number: staffId, author: "counsellor" }, row.body) ?? "";
}

function asDraft(text: string): string {
  return printable(text.slice(0, 4 * maxMessage));
}
