import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { openBytes, sealBytes } from "../seal.ts";
import type { Masters } from "./masters.ts";

export interface KeptSheet {
  id: number;
  recipient: string;
  checks: string[];
  bytes: Uint8Array;
  holds: number[];
  madeAt: number;
  provedAt: number | null;
}

interface SheetMaster {
  sheetId: number;
  masterKeyId: number;
  bytes: Uint8Array;
}

export type NewSheet = Pick<KeptSheet, "recipient" | "checks" | "bytes" | "holds"> & {
  masters: Omit<SheetMaster, "sheetId">[];
  /** Shows of copies that they are ours; it is kept sealed, as long as a master key is at hand. */
  proof: Uint8Array;
};
export type Rewritten = Pick<KeptSheet, "id" | "bytes" | "holds">;

export interface KeySheets {
  all(): KeptSheet[];
  good(): KeptSheet | null;
  fresh(): KeptSheet | null;
  keep(tx: Pick<KeysTx, "keys" | "at">, sheet: NewSheet): number;
  /** null = it was made by an earlier Porchlight, or lies under a master key that is not at hand. */
  proofOf(id: number): Uint8Array | null;
  masters(): SheetMaster[];
  keepMaster(tx: Pick<KeysTx, "keys">, master: SheetMaster): void;
  rewrite(tx: Pick<KeysTx, "keys">, sheet: Rewritten): void;
  prove(tx: Pick<KeysTx, "keys" | "erase" | "at">, id: number): void;
}

/** Opens the recovery sheets in keys.db. */
export function openKeySheets(keys: Reader, { current }: Pick<Masters, "current">): KeySheets {
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

  function keepProof(tx: Pick<KeysTx, "keys">, id: number, proof: Uint8Array) {
    const now = current();
    if (!now) return;
    const bytes = sealBytes(now.wrapping, labelOfProof(id), proof);
    // A sheet that was replaced before it counted may have left one under this number.
    tx.keys.run(k.replaceInto("sheet_proof").values({ sheet_id: id, master_key_id: now.id, version: 1, bytes }));
  }

  function proofOf(id: number): Uint8Array | null {
    const now = current();
    if (!now) return null;
    const of = k.selectFrom("sheet_proof").select("bytes").where("sheet_id", "=", id);
    const row = keys.first(of.where("master_key_id", "=", now.id));
    const proof = row && openBytes(now.wrapping, labelOfProof(id), row.bytes);
    return proof ? new Uint8Array(proof) : null;
  }

  return {
    all,
    proofOf,
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
    keep: (tx, { recipient, checks, bytes, holds, masters, proof }) => {
      tx.keys.run(k.deleteFrom("key_sheet").where("proved_at", "is", null));
      const sealed = { recipient, bytes, checks: JSON.stringify(checks), holds: JSON.stringify(holds) };
      const row = { ...sealed, made_at: tx.at, proved_at: null };
      const sheetId = tx.keys.first(k.insertInto("key_sheet").values(row).returning("id"))!.id;
      for (const master of masters) keepMaster(tx, { ...master, sheetId });
      keepProof(tx, sheetId, proof);
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

/** Returns the label that what a sheet proves with is bound to under a master key. */
export const labelOfProof = (sheetId: number) => `sheet_proof|${sheetId}|1`;

function keepMaster(tx: Pick<KeysTx, "keys">, { sheetId, masterKeyId, bytes }: SheetMaster) {
  tx.keys.run(k.replaceInto("sheet_master").values({ sheet_id: sheetId, master_key_id: masterKeyId, bytes }));
}
