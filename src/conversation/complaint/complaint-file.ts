import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";

// The key is not the chat's, whose words may be deleted or sealed while someone still has to be heard or answered.

/** In the order they are asked. `contact`: they asked for contact, photos or to meet. */
export const concernKinds = ["contact", "hurt", "unheard", "other"] as const;
export type ConcernKind = (typeof concernKinds)[number];

export interface ToldPerson {
  words: string;
  account: string | null;
  whyNot: string | null;
}

export interface ConcernFile {
  kind: ConcernKind | null;
  told: Record<string, ToldPerson>;
  answer: { text: string; at: number; by?: number } | null;
}

const blank: ConcernFile = { kind: null, told: {}, answer: null };

/** Returns what is kept beside a complaint, blank if nothing is; null if it cannot be opened. */
export function concernFile(db: DataReader, concernId: number): ConcernFile | null {
  const row = rowOf(db, concernId);
  if (!row) return blank;
  const text = db.keyring.concerns.open(row.id, row.body);
  return text === null ? null : (JSON.parse(text) as ConcernFile);
}

/** Changes what is kept beside a complaint. Throws `locked` if it cannot be opened, so that what is in it is not lost. */
export function changeFile(tx: Tx, concernId: number, change: Partial<ConcernFile>): void {
  const before = concernFile(tx, concernId);
  if (before === null) throw new HelplineError("locked");
  const id = rowOf(tx, concernId)?.id ?? insert(tx, concernId);
  const body = tx.keyring.concerns.seal(tx, id, JSON.stringify({ ...before, ...change }));
  tx.run(q.updateTable("concern_file").set({ body }).where("id", "=", id));
}

/** Keeps the locator by which a complaint's code is found, replacing an earlier locator. Throws as `changeFile`. */
export function keepLocator(tx: Tx, concernId: number, locator: string): void {
  changeFile(tx, concernId, {});
  tx.run(q.updateTable("concern_file").set({ locator }).where("concern_id", "=", concernId));
}

/** Returns the locator by which a complaint's code is found; null if it has no code. */
export function locatorOf(db: DataReader, concernId: number): string | null {
  return rowOf(db, concernId)?.locator ?? null;
}

/** Returns whether a complaint has a code for its answer. */
export const hasLocator = (db: DataReader, concernId: number) => locatorOf(db, concernId) !== null;

/** Returns the id of the complaint that a code leads to, by any of its locators; null for none. */
export function concernOfCode(db: DataReader, locators: string[]): number | null {
  if (locators.length === 0) return null;
  const found = q.selectFrom("concern_file").select("concern_id").where("locator", "in", locators);
  return db.first(found)?.concern_id ?? null;
}

/** Destroys the keys of what is kept beside the complaints of a chat, once the change is stored. */
export function forgetFiles(tx: Tx, conversationId: number): void {
  const said = q.selectFrom("concern").select("id").where("conversation_id", "=", conversationId);
  for (const { id } of tx.all(q.selectFrom("concern_file").select("id").where("concern_id", "in", said))) {
    tx.keyring.concerns.destroy(tx, id);
  }
}

const rowOf = (db: DataReader, concernId: number) =>
  db.first(q.selectFrom("concern_file").selectAll().where("concern_id", "=", concernId));

function insert(tx: Tx, concernId: number): number {
  const row = { concern_id: concernId, body: new Uint8Array() };
  return tx.first(q.insertInto("concern_file").values(row).returning("id"))!.id;
}
