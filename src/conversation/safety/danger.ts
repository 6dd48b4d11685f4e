import { chosenIn, keepChosen } from "#src/conversation/messages/intake.ts";
import { writeAsYouth } from "#src/conversation/messages/writing.ts";
import { tapId } from "#src/conversation/silence/state.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { type Conversation, conversation, stateOf } from "../conversation.ts";
import { type DangerAnswer, type DangerKind, type DangerSaid, dangerAnswers, dangerKinds } from "./danger-answers.ts";
import { emergencyNumbers } from "./emergency-numbers.ts";
import { isMarkedInDanger } from "./urgent.ts";

const everyTap: readonly string[] = [...dangerKinds, "skip", ...Object.values(dangerAnswers).flat()];

const nothingSaid: DangerSaid = { kind: null, answer: null, at: null };

/** A second tap sooner than this is the same finger: nobody has read the next question yet. */
const readMs = 1_000;

/** Marks a begun chat as in danger (`markDanger`), and says so in a message if a counsellor has it. */
export function sayDanger(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  const isNews = markDanger(tx, emit, { conversationId });
  const found = conversation(tx, conversationId)!;
  if (!isNews || stateOf(found) === "waiting") return;
  const text = textsFor(tx, found.language)("youth.danger.words_now");
  writeAsYouth(tx, emit, { conversationId, clientId: newClientId(), text });
}

/** Marks a chat as in danger without writing in the young person's name. Returns whether that is news. */
export function markDanger(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): boolean {
  // Also for someone who has not given the secret word yet, so nothing here may count as being back.
  const found = conversation(tx, conversationId)!;
  const said = chosenIn(tx, conversationId) ?? noAnswers;
  const isTaken = found.lane === "urgent";
  const stands = isTaken && found.urgentOverAt === null && said.urgent === "danger";
  if (stands || stateOf(found) === "ended") return false;
  // Someone who is first already must not lose their place by saying more.
  const since = isTaken ? {} : { urgent_at: tx.at };
  const urgent = { lane: "urgent" as const, urgent_over_at: null, ...since };
  tx.run(q.updateTable("conversation").set(urgent).where("id", "=", conversationId));
  keepChosen(tx, conversationId, { ...said, urgent: "danger" });
  emit({ type: "conversation.danger_said", conversationId, staffId: found.counsellorId });
  return true;
}

/** Returns what someone who waits in danger has said of it; null for everyone else. */
export function dangerIn(db: DataReader, found: Conversation): DangerSaid | null {
  return stateOf(found) === "waiting" ? saidIn(db, found) : null;
}

/** Returns the same while a counsellor has them, until a person says that it is over; null for everyone else. */
export function dangerBeside(db: DataReader, found: Conversation): DangerSaid | null {
  const said = ["talking", "paused"].includes(stateOf(found)) ? saidIn(db, found) : null;
  return said !== null && isMarkedInDanger(db, found) ? said : null;
}

function saidIn(db: DataReader, found: Conversation): DangerSaid | null {
  const chosen = found.lane === "urgent" ? chosenIn(db, found.id) : null;
  return chosen?.urgent === "danger" ? { ...nothingSaid, ...chosen.danger } : null;
}

/** Returns what may be tapped next, in order: what is happening, then one more answer, then nothing. */
export function tapsOf({ kind, answer }: DangerSaid): (DangerKind | DangerAnswer | "skip")[] {
  if (kind === null) return [...dangerKinds, "skip"];
  return kind === "skip" || answer !== null ? [] : [...dangerAnswers[kind]];
}

/** Keeps one tap of someone in danger. Returns whether it is news. Throws `bad_input` for what nobody is ever asked. */
export function sayInDanger(
  tx: Tx,
  emit: Emit,
  { conversationId, say }: { conversationId: number; say: string },
): boolean {
  const found = conversation(tx, conversationId)!;
  if (!everyTap.includes(say)) throw new HelplineError("bad_input");
  const said = stateOf(found) === "ended" ? null : saidIn(tx, found);
  if (said === null) return false;
  const tapped = tapsOf(said).find((one) => one === say);
  if (!tapped || (said.at !== null && tx.at - said.at < readMs)) return false;
  const now = (said.kind === null ? { ...said, kind: tapped, at: tx.at } : { ...said, answer: tapped }) as DangerSaid;
  keepChosen(tx, conversationId, { ...chosenIn(tx, conversationId)!, danger: now });
  if (tapped === "skip") return true;
  const text = textsFor(tx, found.language)(wordsOf(now), { number: emergencyNumbers(tx, found.lineId).call });
  writeAsYouth(tx, emit, { conversationId, clientId: tapId(conversationId, tapped), text });
  return true;
}

function wordsOf({ kind, answer }: DangerSaid): Key {
  if (answer === null) return `youth.danger.${kind as DangerKind}`;
  if (answer === "silent" || answer === "called_too") return `youth.danger.${answer}`;
  return `youth.danger.words_${kind as "hurt_by" | "suicide" | "other"}_${answer}`;
}
