import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";

// What stands beside something that was wrong with a chat, in one sealed text. Its key is its own, since it outlasts the words of the
// chat: these may be deleted, or closed to whoever has not the team key, while somebody still has to be heard or answered.

/** What can have been wrong, in the order it is asked. `contact`: they asked for contact, photos or to meet. */
export const concernKinds = ["contact", "hurt", "unheard", "other"] as const;
export type ConcernKind = (typeof concernKinds)[number];

/** What one of those who were in the chat was told, and what came of it. */
export interface ToldPerson {
  words: string;
  /** What they say to it; null = nothing yet. */
  account: string | null;
  /** Why they are not heard; null where that was not noted. */
  whyNot: string | null;
}

export interface ConcernFile {
  /** null = not said. */
  kind: ConcernKind | null;
  /** By whom (id) it was told to. */
  told: Record<string, ToldPerson>;
  /** For whoever said it; `at` is ms UTC, `by` who (id) wrote it, which those of before do not say. */
  answer: { text: string; at: number; by?: number } | null;
}

const blank: ConcernFile = { kind: null, told: {}, answer: null };

/** That of one of them; one of which nothing is kept is blank. null where it cannot be opened. */
export function concernFile(db: DataReader, concernId: number): ConcernFile | null {
  const row = rowOf(db, concernId);
  if (!row) return blank;
  const text = db.keyring.concerns.open(row.id, row.body);
  return text === null ? null : (JSON.parse(text) as ConcernFile);
}

/** Changes what is kept beside one. Throws HelplineError `locked` where that cannot be opened: what is in it must not be lost. */
export function changeFile(tx: Tx, concernId: number, change: Partial<ConcernFile>): void {
  const before = concernFile(tx, concernId);
  if (before === null) throw new HelplineError("locked");
  const id = rowOf(tx, concernId)?.id ?? insert(tx, concernId);
  const body = tx.keyring.concerns.seal(tx, id, JSON.stringify({ ...before, ...change }));
  tx.run(q.updateTable("concern_file").set({ body }).where("id", "=", id));
}

/** By what the code of whoever said it is found, from now on; one that they had before finds nothing. Throws as `changeFile`. */
export function keepLocator(tx: Tx, concernId: number, locator: string): void {
  changeFile(tx, concernId, {});
  tx.run(q.updateTable("concern_file").set({ locator }).where("concern_id", "=", concernId));
}

/** By what the code of whoever said it is found; null where they have none. */
export function locatorOf(db: DataReader, concernId: number): string | null {
  return rowOf(db, concernId)?.locator ?? null;
}

/** Whether whoever said it has a code for the answer. */
export const hasLocator = (db: DataReader, concernId: number) => locatorOf(db, concernId) !== null;

/** That (id) which a code leads to, by any of its locators; null for none. */
export function concernOfCode(db: DataReader, locators: string[]): number | null {
  if (locators.length === 0) return null;
  const found = q.selectFrom("concern_file").select("concern_id").where("locator", "in", locators);
  return db.first(found)?.concern_id ?? null;
}

/** What is kept beside all that was said of a chat can never be read again, once the change is stored. */
export function forgetFiles(tx: Tx, conversationId: number): void {
  const said = q.selectFrom("concern").select("id").where("conversation_id", "=", conversationId);
  for (const { id } of tx.all(q.selectFrom("concern_file").select("id").where("concern_id", "in", said))) {
    tx.keyring.concerns.destroy(tx, id);
  }
}

const rowOf = (db: DataReader, concernId: number) =>
  db.first(q.selectFrom("concern_file").selectAll().where("concern_id", "=", concernId));

/** Its number comes before its key: nothing is in it until it is sealed. */
function insert(tx: Tx, concernId: number): number {
  const row = { concern_id: concernId, body: new Uint8Array() };
  return tx.first(q.insertInto("concern_file").values(row).returning("id"))!.id;
}
