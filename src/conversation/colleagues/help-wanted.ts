import { tidy } from "#src/conversation/messages/writing.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { aliasOf, staffMember } from "#src/staff/staff.ts";
import { conversation, stateOf } from "../conversation.ts";
import { allowedIn } from "./colleagues.ts";
import { helpAskedIn, helperOf, helpSeenIn, placeOfHelp } from "./help.ts";
import { join } from "./join.ts";

export const maxHelpWords = 300;

/** Asks everyone on shift to help; `staffId` null: Porchlight asks. Throws `not_allowed`, `not_found`, `ended`, `too_long`. */
export function askForHelp(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number | null; urgent?: boolean; words?: string },
): void {
  const { conversationId, staffId, urgent = false } = input;
  const found =
    staffId === null
      ? conversation(tx, conversationId)
      : allowedIn(tx, { conversationId, staffId }, "conversation.ask_help");
  if (!found) throw new HelplineError("not_found");
  if (stateOf(found) !== "talking") throw new HelplineError("ended");
  const words = readHelpWords(input.words);
  const before = helpAskedIn(tx, conversationId);
  const isNews = !before || (urgent && !before.urgent) || (words !== "" && words !== before.words);
  if (!isNews) return;
  const number = before?.number ?? newest(tx, conversationId) + 1;
  const said = words === "" ? (before?.words ?? "") : words;
  tx.run(
    q.replaceInto("help_wanted").values({
      conversation_id: conversationId,
      number,
      counsellor_id: found.counsellorId!,
      staff_id: before?.staffId ?? staffId,
      urgent: urgent || before?.urgent ? 1 : 0,
      words: said === "" ? null : tx.keyring.seal(placeOfHelp(conversationId, number), said),
      at: before?.at ?? tx.at,
      taken_back_at: null,
      seen_by: null,
      seen_at: null,
    }),
  );
  emit({ type: "help.asked", conversationId, staffId });
}

/** Takes back every question for help in a chat, Porchlight's too. Throws `not_allowed`. */
export function takeBackHelp(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const { conversationId } = input;
  allowedIn(tx, input, "conversation.ask_help");
  if (!helpAskedIn(tx, conversationId)) return;
  tx.run(
    q
      .updateTable("help_wanted")
      .set({ taken_back_at: tx.at })
      .where("conversation_id", "=", conversationId)
      .where("taken_back_at", "is", null),
  );
  emit({ type: "help.taken_back", conversationId, staffId: input.staffId });
}

/** Joins a chat to help. Throws `not_allowed`, and `taken` if a colleague was quicker or help is not wanted any more. */
export function answerHelp(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  // Nobody can join once the young person has left in danger: then the counsellor learns who has seen the question.
  const { conversationId, staffId } = input;
  const member = staffMember(tx, staffId);
  const found = conversation(tx, conversationId);
  if (!member || !found || !hearsOfHelp(tx, member, found.lineId)) throw new HelplineError("not_allowed");
  const asked = helpAskedIn(tx, conversationId);
  if (asked?.left) {
    seeHelp(tx, emit, input, asked.counsellorId);
    return;
  }
  if (asked) {
    join(tx, emit, input);
    return;
  }
  const helper = helpSeenIn(tx, conversationId)?.staffId ?? helperOf(tx, conversationId);
  if (helper === staffId) return;
  if (helper === null) throw new HelplineError("taken", "error.help_over");
  throw new HelplineError("taken", "error.help_taken", { alias: aliasOf(tx, helper) ?? "" });
}

function seeHelp(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }, counsellorId: number): void {
  const { conversationId, staffId } = input;
  if (staffId === counsellorId) throw new HelplineError("not_allowed");
  const seen = { seen_by: staffId, seen_at: tx.at };
  const open = q.updateTable("help_wanted").set(seen).where("conversation_id", "=", conversationId);
  tx.run(open.where("taken_back_at", "is", null).where("seen_at", "is", null));
  emit({ type: "help.seen", conversationId, staffId });
}

/** Returns whether someone hears that help is wanted on a line: supervisors on every line, others where they take chats. */
export function hearsOfHelp(db: DataReader, member: Member, lineId: number): boolean {
  if (!may(member, "conversation.claim", { counsellorId: null, ended: false })) return false;
  return may(member, "help.everywhere") || servesLine(db, member.id, lineId);
}

function readHelpWords(raw = ""): string {
  const words = tidy(raw).replace(/\s+/g, " ");
  if (words.length > maxHelpWords) throw new HelplineError("bad_input", "error.bad_input", {}, "words");
  return words;
}

function newest(tx: Tx, conversationId: number): number {
  const last = q.selectFrom("help_wanted").select((eb) => eb.fn.max("number").as("n"));
  return tx.first(last.where("conversation_id", "=", conversationId))?.n ?? 0;
}
