import { noteLostMaster } from "#src/crypto/keys/lost-master.ts";
import type { Reader, Writer } from "#src/db/query.ts";
import { k, q } from "#src/db/schema.ts";

const nothing = new Uint8Array(32);

/** Takes up both chains of the audit trail in a new keys.db: what stands there stays, and nobody can check it any more. */
export function takeUpWithoutKeys(data: Reader, keys: Writer, at: number): void {
  const known = [
    data.first(q.selectFrom("audit_gone").select((of) => of.fn.max("master_key_id").as("id"))),
    data.first(q.selectFrom("concern_audit").select((of) => of.fn.max("master_key_id").as("id"))),
  ];
  const id = Math.max(1, ...known.map((one) => one?.id ?? 0));
  noteLostMaster(keys, { id, at });
  const chained = q.selectFrom("audit").select(["id", "mac"]).where("mac", "is not", null);
  const last = data.first(chained.orderBy("id", "desc").limit(1));
  if (last) {
    const part = { master_key_id: id, began_at: at, first_id: 1, before_mac: nothing, last_id: last.id };
    keys.run(k.insertInto("audit_chain").values({ ...part, last_mac: last.mac!, seal: nothing }));
  }
  const told = data.first(q.selectFrom("concern_audit").select(["id", "mac"]).orderBy("id", "desc").limit(1));
  if (!told) return;
  const end = { first_id: told.id + 1, last_id: told.id, before_mac: told.mac ?? nothing };
  keys.run(k.insertInto("concern_chain").values({ id: 1, ...end }));
}
