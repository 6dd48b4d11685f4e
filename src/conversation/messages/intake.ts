import type { DangerSaid } from "#src/conversation/safety/danger-answers.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type Answers, noAnswers } from "#src/settings/assessment.ts";

interface Chosen extends Answers {
  danger?: DangerSaid;
}

/** Seals what was chosen in the first questions with a conversation; keeps nothing if nothing was chosen. */
export function keepChosen(tx: Tx, conversationId: number, answers: Chosen): void {
  const said = Object.fromEntries(
    Object.entries(answers).filter(([, one]) => one !== null && !(Array.isArray(one) && one.length === 0)),
  );
  if (Object.keys(said).length === 0) return;
  const chosen = tx.keyring.seal(placeOf(conversationId), JSON.stringify(said));
  tx.run(q.updateTable("conversation").set({ chosen }).where("id", "=", conversationId));
}

/** Returns what was chosen before a conversation began; null if nothing was, or it cannot be opened. */
export function chosenIn(db: DataReader, conversationId: number): Chosen | null {
  const row = db.first(q.selectFrom("conversation").select("chosen").where("id", "=", conversationId));
  return openChosen(db, conversationId, row?.chosen ?? null);
}

/** Returns the same from what is sealed with the conversation; null for nothing. */
export function openChosen(db: DataReader, conversationId: number, sealed: Uint8Array | null): Chosen | null {
  if (sealed === null) return null;
  const said = db.keyring.open(placeOf(conversationId), sealed);
  return said === null ? null : { ...noAnswers, ...(JSON.parse(said) as Partial<Chosen>) };
}

function placeOf(conversationId: number) {
  return { table: "chosen", conversationId, number: 0, author: "youth" } as const;
}
