import { sql } from "kysely";
import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { openBytes, sealBytes } from "../seal.ts";
import { labelOfProof } from "./key-sheets.ts";
import type { KnownKey } from "./master-key.ts";
import { keyKinds, labelOfKey } from "./own-keys.ts";
import { labelOfSecret } from "./secret-words.ts";

/** What is left of a former master key: enough to find and check what was made with it, but not to open words. */
interface FormerKey {
  id: number;
  audit: Uint8Array;
  marks: Uint8Array;
  locating: Uint8Array;
}

export interface FormerKeys {
  all(): FormerKey[];
  move(tx: Pick<KeysTx, "keys" | "at">, from: KnownKey, to: KnownKey): number;
  isNeeded(masterKeyId: number): boolean;
}

const version = 1;

/** Opens the former master keys in keys.db. */
export function openFormerKeys(keys: Reader, current: () => KnownKey | null): FormerKeys {
  let known: { under: number; all: FormerKey[] } | null = null;

  function all(): FormerKey[] {
    const now = current();
    if (!now) return [];
    if (known?.under === now.id) return known.all;
    const rows = keys.all(k.selectFrom("former_key").selectAll().where("under_id", "=", now.id));
    const found = rows.flatMap((row) => {
      const bytes = openBytes(now.wrapping, label(row.master_key_id), row.bytes);
      return bytes ? [read(row.master_key_id, bytes)] : [];
    });
    known = { under: now.id, all: found };
    return found;
  }

  function move(tx: Pick<KeysTx, "keys" | "at">, from: KnownKey, to: KnownKey): number {
    known = null;
    const moved = wraps().reduce((sum, table) => sum + moveWraps(tx, table, from, to), 0);
    for (const row of keys.all(k.selectFrom("former_key").selectAll().where("under_id", "=", from.id))) {
      const bytes = openBytes(from.wrapping, label(row.master_key_id), row.bytes);
      if (bytes) put(tx, row.master_key_id, to, bytes);
    }
    put(tx, from.id, to, written(from));
    const retired = k.updateTable("master_key").set({ retired_at: tx.at }).where("id", "=", from.id);
    tx.keys.run(retired.where("retired_at", "is", null));
    return moved;
  }

  function put(tx: Pick<KeysTx, "keys">, id: number, to: KnownKey, bytes: Uint8Array) {
    const row = { master_key_id: id, under_id: to.id, version, bytes: sealBytes(to.wrapping, label(id), bytes) };
    tx.keys.run(k.replaceInto("former_key").values(row));
  }

  function moveWraps(
    tx: Pick<KeysTx, "keys">,
    { table, column, labelOf }: Wraps,
    from: KnownKey,
    to: KnownKey,
  ): number {
    const rows = keys.all(
      k
        .selectFrom(table)
        .select([sql.ref<number>(column).as("id"), "bytes"])
        .where("master_key_id", "=", from.id),
    );
    let moved = 0;
    for (const { id, bytes } of rows) {
      const key = openBytes(from.wrapping, labelOf(id), bytes);
      // Damaged: no key opens it, and it stays to be found.
      if (!key) continue;
      const set = { master_key_id: to.id, bytes: sealBytes(to.wrapping, labelOf(id), key) };
      tx.keys.run(k.updateTable(table).set(set).where(sql.ref(column), "=", id));
      moved += 1;
    }
    return moved;
  }

  return {
    all,
    move,
    isNeeded: (id) =>
      // What a sheet proves with goes with the sheet: a new one makes another.
      wraps().some(
        ({ table }) =>
          table !== "sheet_proof" &&
          keys.first(k.selectFrom(table).select("bytes").where("master_key_id", "=", id).limit(1)),
      ),
  };
}

interface Wraps {
  table: "wrap" | "secret_word" | "sheet_proof" | (typeof keyKinds)[number]["table"];
  column: string;
  labelOf(id: number): string;
}

const wraps = (): Wraps[] => [
  { table: "wrap", column: "conversation_id", labelOf: labelOfWrap },
  { table: "secret_word", column: "conversation_id", labelOf: labelOfSecret },
  { table: "sheet_proof", column: "sheet_id", labelOf: labelOfProof },
  ...keyKinds.map((kind) => ({ table: kind.table, column: kind.id, labelOf: (id: number) => labelOfKey(kind, id) })),
];

/** Returns the label that a conversation's key is bound to under a master key. */
export function labelOfWrap(conversationId: number): string {
  return `wrap|${conversationId}|live|1`;
}

const label = (masterKeyId: number) => `former|${masterKeyId}|${version}`;

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const bytesOf = (from: string) => new Uint8Array(Buffer.from(from, "base64url"));

function written({ audit, marks, locating }: Omit<FormerKey, "id">): Buffer {
  return Buffer.from(JSON.stringify([audit, marks, locating].map(text)));
}

function read(id: number, bytes: Buffer): FormerKey {
  const [audit, marks, locating] = (JSON.parse(bytes.toString()) as string[]).map(bytesOf);
  return { id, audit: audit!, marks: marks!, locating: locating! };
}
