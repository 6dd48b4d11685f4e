import { type Conversation, conversation, shortName } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { tidy } from "#src/conversation/messages/writing.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { wasSetAside } from "#src/queue/end/dismiss.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, memberNow } from "#src/staff/staff.ts";
import { hasOther } from "./debrief.ts";

// Thanks have a key of their own, since they are passed on when only the team can open the chat (PROMISES.md C7).

export const maxThanks = 140;

/** Returns a thank-you as it came. Throws `bad_input` for nothing, `too_long`. */
export function readThanks(raw: unknown): string {
  const text = typeof raw === "string" ? tidy(raw).replace(/\s+/g, " ") : "";
  if (text === "") throw new HelplineError("bad_input", "error.empty", {}, "text");
  const length = [...text].length;
  if (length > maxThanks) throw new HelplineError("too_long", "error.too_long", { length, most: maxThanks }, "text");
  return text;
}

/** Keeps a young person's thanks, once. Throws `ended` before the end, and if there is nobody to thank. */
export function giveThanks(tx: Tx, emit: Emit, input: { conversationId: number; text: string }): void {
  const { conversationId, text } = input;
  const found = conversation(tx, conversationId);
  if (!found || found.endedAt === null || !mayThank(found)) {
    throw new HelplineError("ended");
  }
  if (isThanked(tx, conversationId)) return;
  const body = tx.keyring.thanks.seal(tx, conversationId, text);
  const row = { conversation_id: conversationId, staff_id: found.counsellorId!, body, at: tx.at };
  tx.run(
    q.insertInto("thank_you").values({ ...row, decision: null, decided_by: null, decided_at: null, told_at: null }),
  );
  emit({ type: "thanks.given", conversationId });
}

/** Returns whether there is anyone to thank for this chat. */
export function mayThank(one: Conversation): boolean {
  return one.counsellorId !== null && isReal(one) && !wasSetAside(one);
}

/** Returns whether a young person has said thank you. */
export function isThanked(db: DataReader, conversationId: number): boolean {
  return db.first(ofChat({ conversationId })) !== undefined;
}

export const thanksActs = ["passed", "kept", "again"] as const;
export type ThanksAct = (typeof thanksActs)[number];

/** Decides on a thank-you. Throws `not_allowed`, `not_found`, and `taken` if a colleague has decided otherwise. */
export function screenThanks(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; member: Member; act: ThanksAct },
): void {
  const { conversationId, act } = input;
  const member = memberNow(tx, input.member.id);
  if (!may(member, "thanks.screen")) throw new HelplineError("not_allowed");
  const found = tx.first(ofChat({ conversationId }));
  if (!found) throw new HelplineError("not_found");
  if (found.staff_id === member.id && hasOther(tx, member, "thanks.screen"))
    throw new HelplineError("not_allowed", "error.thanks_own");
  if (act !== "again" && found.decision === act) return;
  if (act !== "again" && found.decision !== null) throw new HelplineError("taken", "error.debrief_taken");
  const decided =
    act === "again"
      ? { decision: null, decided_by: null, decided_at: null, told_at: null }
      : { decision: act, decided_by: member.id, decided_at: tx.at };
  tx.run(q.updateTable("thank_you").set(decided).where("conversation_id", "=", conversationId));
  emit({ type: "thanks.screened", conversationId, staffId: found.staff_id, act });
}

export interface Thanks {
  conversationId: number;
  chat: string;
  staffId: number;
  alias: string;
  text: string | null;
  at: number;
  decision: "passed" | "kept" | null;
  told: boolean;
}

/** Returns all thanks that are still kept, undecided ones first, then the newest; `at` is ms UTC. */
export function allThanks(db: DataReader, language: Language): Thanks[] {
  return db
    .all(
      all()
        .orderBy("decided_at", (order) => order.desc().nullsFirst())
        .orderBy("thank_you.at", "desc"),
    )
    .map((row) => shown(db, row, language));
}

/** Returns the thanks passed on to someone, newest first. */
export function thanksTo(db: DataReader, staffId: number, language: Language): Thanks[] {
  return db.all(passed({ staffId })).map((row) => shown(db, row, language));
}

/** Counts the thanks that wait for a supervisor, other than those to themselves (`memberId`; 0 = nobody). */
export function thanksWaiting(db: DataReader, memberId = 0): number {
  return db.first(undecided({ memberId }))!.count;
}

/** Notes that someone has read their thanks. */
export function noteThanksTold(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const { conversationId, staffId } = input;
  const own = q.updateTable("thank_you").set({ told_at: tx.at }).where("conversation_id", "=", conversationId);
  if (tx.run(own.where("staff_id", "=", staffId).where("decision", "=", "passed")) > 0) emit({ type: "told", staffId });
}

/** Deletes the thanks for a chat, with their key. */
export function forgetThanks(tx: Tx, conversationId: number): void {
  tx.run(q.deleteFrom("thank_you").where("conversation_id", "=", conversationId));
  tx.keyring.thanks.destroy(tx, conversationId);
}

function all() {
  return q
    .selectFrom("thank_you")
    .innerJoin("conversation", "conversation.id", "thank_you.conversation_id")
    .selectAll("thank_you")
    .select("conversation.name_index");
}

type Row = Awaited<ReturnType<ReturnType<typeof all>["execute"]>>[number];

function shown(db: DataReader, row: Row, language: Language): Thanks {
  const { conversation_id: conversationId, staff_id: staffId } = row;
  return {
    conversationId,
    chat: shortName(language, row.name_index),
    staffId,
    alias: aliasOf(db, staffId) ?? "",
    text: db.keyring.thanks.open(conversationId, row.body),
    at: row.at,
    decision: row.decision,
    told: row.told_at !== null,
  };
}

const ofChat = prepared((v: { conversationId: number }) =>
  q.selectFrom("thank_you").select(["staff_id", "decision"]).where("conversation_id", "=", v.conversationId),
);
const passed = prepared((v: { staffId: number }) =>
  all()
    .where("thank_you.staff_id", "=", v.staffId)
    .where("decision", "=", "passed")
    .orderBy("decided_at", "desc")
    .orderBy("conversation_id"),
);
const undecided = prepared((v: { memberId: number }) =>
  q
    .selectFrom("thank_you")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("decision", "is", null)
    .where("staff_id", "!=", v.memberId),
);
