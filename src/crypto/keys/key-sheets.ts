import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";

/** A recovery sheet, as far as Porchlight knows it. */
export interface KeptSheet {
  id: number;
  recipient: string;
  /** Hashes of its check words, in their order. */
  checks: string[];
  /** The team keys that it opens: an age file. */
  bytes: Uint8Array;
  /** The team keys (ids) in it. */
  holds: number[];
  /** ms UTC */
  madeAt: number;
  /** When somebody typed words of it last; null for one that nobody was seen to have. */
  provedAt: number | null;
}

/** A master key that a sheet opens. */
export interface SheetMaster {
  sheetId: number;
  masterKeyId: number;
  /** An age file, of the key as it stands in its file. */
  bytes: Uint8Array;
}

/** A sheet to be kept, with the master key sealed to it. */
export type NewSheet = Pick<KeptSheet, "recipient" | "checks" | "bytes" | "holds"> & {
  masters: Omit<SheetMaster, "sheetId">[];
};
/** A sheet that opens something else from now on. */
export type Rewritten = Pick<KeptSheet, "id" | "bytes" | "holds">;

/** The sheets in keys.db: the one that is good, and a newer one until its check words were typed. */
export interface KeySheets {
  /** All of them, the newest first. */
  all(): KeptSheet[];
  /** The newest one that somebody was seen to have; null for none. */
  good(): KeptSheet | null;
  /** One that was made since, and that nobody has typed words of; null for none. */
  fresh(): KeptSheet | null;
  /** Keeps a new one beside the good one; one that nobody has typed words of goes. Returns its id. */
  keep(tx: Pick<KeysTx, "keys" | "at">, sheet: NewSheet): number;
  /** The master keys that they open. */
  masters(): SheetMaster[];
  /** A sheet opens this master key too from now on. */
  keepMaster(tx: Pick<KeysTx, "keys">, master: SheetMaster): void;
  /** What a sheet opens is another now. */
  rewrite(tx: Pick<KeysTx, "keys">, sheet: Rewritten): void;
  /** Somebody was seen to have it: the ones before it open nothing any more. */
  prove(tx: Pick<KeysTx, "keys" | "erase" | "at">, id: number): void;
}

/** The sheets of keys.db. */
export function openKeySheets(keys: Reader): KeySheets {
  const all = (): KeptSheet[] =>
    keys.all(k.selectFrom("key_sheet").selectAll().orderBy("id", "desc")).map((row) => ({
      id: row.id,
      recipient: row.recipient,
      checks: JSON.parse(row.checks) as string[],
      bytes: new Uint8Array(row.bytes),
      holds: JSON.parse(row.holds) as number[],
      madeAt: row.made_at,
      provedAt: row.proved_at,
    }));
  return {
    all,
    good: () => all().find(({ provedAt }) => provedAt !== null) ?? null,
    fresh: () => all().find(({ provedAt }) => provedAt === null) ?? null,
    masters: () =>
      keys
        .all(k.selectFrom("sheet_master").selectAll().orderBy("sheet_id", "desc").orderBy("master_key_id", "desc"))
        .map((row) => ({
          sheetId: row.sheet_id,
          masterKeyId: row.master_key_id,
          bytes: new Uint8Array(row.bytes),
        })),
    keepMaster,
    keep: (tx, { recipient, checks, bytes, holds, masters }) => {
      tx.keys.run(k.deleteFrom("key_sheet").where("proved_at", "is", null));
      const sealed = { recipient, bytes, checks: JSON.stringify(checks), holds: JSON.stringify(holds) };
      const row = { ...sealed, made_at: tx.at, proved_at: null };
      const sheetId = tx.keys.first(k.insertInto("key_sheet").values(row).returning("id"))!.id;
      for (const master of masters) keepMaster(tx, { ...master, sheetId });
      return sheetId;
    },
    rewrite: (tx, { id, bytes, holds }) => {
      tx.keys.run(
        k
          .updateTable("key_sheet")
          .set({ bytes, holds: JSON.stringify(holds) })
          .where("id", "=", id),
      );
    },
    prove: (tx, id) => {
      tx.keys.run(k.updateTable("key_sheet").set({ proved_at: tx.at }).where("id", "=", id));
      tx.erase(k.deleteFrom("key_sheet").where("id", "<", id));
    },
  };
}

function keepMaster(tx: Pick<KeysTx, "keys">, { sheetId, masterKeyId, bytes }: SheetMaster) {
  tx.keys.run(k.replaceInto("sheet_master").values({ sheet_id: sheetId, master_key_id: masterKeyId, bytes }));
}
