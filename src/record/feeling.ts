import { conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { Asked } from "#src/conversation/messages/asked.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { wasSetAside } from "#src/queue/end/dismiss.ts";

export type HowFar = "yes" | "bit" | "no";

export const afterQuestions = ["helped", "feeling", "next"] as const;
export type AfterQuestion = (typeof afterQuestions)[number];

interface Afterwards {
  helped: HowFar | null;
  feeling: number | null;
  next: HowFar | null;
  asked: Record<AfterQuestion, Asked | null>;
}

/** Keeps "How bad do you feel right now?", 0–10, before a chat; null if skipped. Throws `ended`. */
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

/** Keeps the answer to the same question after the chat. Throws `ended` after a chat that was set aside. */
export function giveFeelingAfter(tx: Tx, emit: Emit, input: { conversationId: number; value: number }): void {
  const { conversationId, value } = input;
  if (!keep(tx, conversationId, { feeling_after: value, after_asked: "given" })) return;
  emit({ type: "feeling.given", conversationId, staffId: null, moment: "after" });
}

/** Keeps the answer to "Did this chat help?" Throws `ended` after a chat that was set aside. */
export function rateHelp(tx: Tx, emit: Emit, input: { conversationId: number; helped: HowFar }): void {
  const { conversationId, helped } = input;
  if (keep(tx, conversationId, { helped, helped_asked: "given" })) emit({ type: "help.rated", conversationId });
}

/** Keeps the answer to "Do you know what you can do next?" Throws `ended` after a chat that was set aside. */
export function sayNextStep(tx: Tx, emit: Emit, input: { conversationId: number; next: HowFar }): void {
  const { conversationId, next } = input;
  if (keep(tx, conversationId, { next_step: next, next_asked: "given" }))
    emit({ type: "next_step.said", conversationId });
}

/** Notes that they want the questions, where none is asked before they do. Throws `ended` after a chat that was set aside. */
export function wantQuestions(tx: Tx, { conversationId }: { conversationId: number }): void {
  const { helped } = afterwards(tx, conversationId).asked;
  keep(tx, conversationId, { helped_asked: helped === null || helped === "never" ? "shown" : helped });
}

/** Notes that a question was passed over; an answer that was given stays. Throws `ended` after a chat that was set aside. */
export function skipAfter(tx: Tx, input: { conversationId: number; question: AfterQuestion }): void {
  refuseSetAside(tx, input.conversationId);
  const { asked } = afterwards(tx, input.conversationId);
  if (asked[input.question] === "given") return;
  keep(tx, input.conversationId, { [columnOf[input.question]]: "skipped" });
}

const columnOf = { helped: "helped_asked", feeling: "after_asked", next: "next_asked" } as const;

type Kept = Partial<{
  helped: HowFar;
  feeling_after: number;
  next_step: HowFar;
  helped_asked: Asked;
  after_asked: Asked;
  next_asked: Asked;
}>;

function keep(tx: Tx, conversationId: number, said: Kept): boolean {
  refuseSetAside(tx, conversationId);
  const contact = q.updateTable("contact").set(said).where("conversation_id", "=", conversationId);
  if (tx.run(contact) > 0) return true;
  const found = conversation(tx, conversationId);
  if (!found || isReal(found)) throw new HelplineError("not_found");
  return false;
}

function refuseSetAside(tx: Tx, conversationId: number) {
  const found = conversation(tx, conversationId);
  if (found && wasSetAside(found)) throw new HelplineError("ended");
}

const never = { helped: "never", feeling: "never", next: "never" } as const;

/** Returns what was answered after a chat so far. */
export function afterwards(db: DataReader, conversationId: number): Afterwards {
  const columns = ["helped", "feeling_after", "next_step", "helped_asked", "after_asked", "next_asked"] as const;
  const row = db.first(q.selectFrom("contact").select(columns).where("conversation_id", "=", conversationId));
  if (!row) return { helped: null, feeling: null, next: null, asked: never };
  const asked = { helped: row.helped_asked, feeling: row.after_asked, next: row.next_asked };
  return { helped: row.helped, feeling: row.feeling_after, next: row.next_step, asked };
}

/** Returns a 0–10 answer from a form. Throws `bad_input` for anything else. */
export function readFeeling(raw: unknown): number {
  if (typeof raw !== "string" || !/^(10|[0-9])$/.test(raw)) throw new HelplineError("bad_input");
  return Number(raw);
}

/** Returns "yes", "bit" or "no" from a form. Throws `bad_input` for anything else. */
export function readHowFar(raw: unknown): HowFar {
  if (raw !== "yes" && raw !== "bit" && raw !== "no") throw new HelplineError("bad_input");
  return raw;
}
