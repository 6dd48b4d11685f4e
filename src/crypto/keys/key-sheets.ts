import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";

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
};
export type Rewritten = Pick<KeptSheet, "id" | "bytes" | "holds">;

export interface KeySheets {
  all(): KeptSheet[];
  good(): KeptSheet | null;
  fresh(): KeptSheet | null;
  keep(tx: Pick<KeysTx, "keys" | "at">, sheet: NewSheet): number;
  masters(): SheetMaster[];
  keepMaster(tx: Pick<KeysTx, "keys">, master: SheetMaster): void;
  rewrite(tx: Pick<KeysTx, "keys">, sheet: Rewritten): void;
  prove(tx: Pick<KeysTx, "keys" | "erase" | "at">, id: number): void;
}

/** Opens the recovery sheets in keys.db. */
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
