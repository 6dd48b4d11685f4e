import { conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { wasSetAside } from "#src/queue/setting-aside.ts";

/** The two optional taps after a chat. */
export interface Afterwards {
  feeling: number | null;
  helped: "yes" | "bit" | "no" | null;
}

/** "How bad do you feel right now?", 0–10, before a chat; null means skipped. Counted only until the chat ends. */
export function giveFeelingBefore(tx: Tx, emit: Emit, input: { conversationId: number; value: number | null }): void {
  const found = conversation(tx, input.conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  tx.run(
    q
      .updateTable("conversation")
      .set({ feeling_before: input.value, feeling_skipped: input.value === null ? 1 : 0 })
      .where("id", "=", found.id),
  );
  emit({ type: "feeling.given", conversationId: found.id, staffId: found.counsellorId, moment: "before" });
}

/** The same question after the chat. Throws `ended` after one that was set aside. */
export function giveFeelingAfter(tx: Tx, emit: Emit, input: { conversationId: number; value: number }): void {
  refuseSetAside(tx, input.conversationId);
  const changed = tx.run(
    q.updateTable("contact").set({ feeling_after: input.value }).where("conversation_id", "=", input.conversationId),
  );
  if (changed === 0) refuseUncounted(tx, input.conversationId);
  else emit({ type: "feeling.given", conversationId: input.conversationId, staffId: null, moment: "after" });
}

/** "Did this chat help?" Throws `ended` after one that was set aside. */
export function rateHelp(tx: Tx, emit: Emit, input: { conversationId: number; helped: "yes" | "bit" | "no" }): void {
  refuseSetAside(tx, input.conversationId);
  const changed = tx.run(
    q.updateTable("contact").set({ helped: input.helped }).where("conversation_id", "=", input.conversationId),
  );
  if (changed === 0) refuseUncounted(tx, input.conversationId);
  else emit({ type: "help.rated", conversationId: input.conversationId });
}

function refuseSetAside(tx: Tx, conversationId: number) {
  const found = conversation(tx, conversationId);
  if (found && wasSetAside(found)) throw new HelplineError("ended");
}

/** Nothing is counted of a rehearsal or of practice, and nothing is wrong with that. */
function refuseUncounted(tx: Tx, conversationId: number) {
  const found = conversation(tx, conversationId);
  if (!found || isReal(found)) throw new HelplineError("not_found");
}

/** What was answered after a chat so far. */
export function afterwards(db: DataReader, conversationId: number): Afterwards {
  const row = db.first(
    q
      .selectFrom("contact")
      .select(["feeling_after as feeling", "helped"])
      .where("conversation_id", "=", conversationId),
  );
  return row ?? { feeling: null, helped: null };
}

/** A 0–10 answer as it came from a form. Throws HelplineError `bad_input` for anything else. */
export function readFeeling(raw: unknown): number {
  if (typeof raw !== "string" || !/^(10|[0-9])$/.test(raw)) throw new HelplineError("bad_input");
  return Number(raw);
}
