import { randomBytes } from "node:crypto";
import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { openText, type SealedPlace, sealText } from "../seal.ts";
import { joinShares, type Share, split } from "../secret-sharing.ts";
import { type KeyPair, openSealed, sealTo } from "./team-seal.ts";

/** Keys of addresses: any two who may open one do so together. One alone cannot, nor can the disk with the master key. */
export interface AddressKeys {
  seal(
    tx: Pick<KeysTx, "keys">,
    conversationId: number,
    address: string,
    people: { staffId: number; publicKey: Uint8Array }[],
  ): Uint8Array;
  holders(conversationId: number): number[];
  share(conversationId: number, staffId: number, pair: KeyPair): Share | null;
  grant(tx: Pick<KeysTx, "keys">, of: Grant, share: Share, publicKey: Uint8Array): void;
  granted(of: Grant, pair: KeyPair): Share | null;
  open(conversationId: number, blob: Uint8Array, shares: [Share, Share]): string | null;
  /** Deletes all shares once the change is stored: nobody can ever read the address again. */
  destroy(tx: Pick<KeysTx, "erase">, conversationId: number): void;
  kept(): number[];
}

interface Grant {
  requestId: number;
  conversationId: number;
}

const version = 1;
const placeOf = (conversationId: number): SealedPlace => ({
  table: "address",
  conversationId,
  number: 0,
  author: "youth",
});
const shareLabel = (conversationId: number, staffId: number, x: number) =>
  `address|${conversationId}|${staffId}|${x}|${version}`;
const grantLabel = ({ requestId, conversationId }: Grant, x: number) =>
  `address grant|${requestId}|${conversationId}|${x}|${version}`;

/** Opens the keys of addresses in keys.db. */
export function openAddressKeys(keys: Reader): AddressKeys {
  return {
    seal: (tx, conversationId, address, people) => {
      const key = randomBytes(32);
      tx.keys.run(k.deleteFrom("address_share").where("conversation_id", "=", conversationId));
      for (const [i, { x, bytes }] of split(new Uint8Array(key), people.length).entries()) {
        const { staffId, publicKey } = people[i]!;
        const sealed = sealTo(publicKey, shareLabel(conversationId, staffId, x), bytes);
        const row = { conversation_id: conversationId, staff_id: staffId, x, version, bytes: sealed };
        tx.keys.run(k.insertInto("address_share").values(row));
      }
      return sealText(key, placeOf(conversationId), address);
    },
    holders: (conversationId) => {
      const of = k.selectFrom("address_share").select("staff_id").where("conversation_id", "=", conversationId);
      return keys.all(of).map((row) => row.staff_id);
    },
    share: (conversationId, staffId, pair) => {
      const of = k.selectFrom("address_share").select(["x", "bytes"]).where("conversation_id", "=", conversationId);
      const row = keys.first(of.where("staff_id", "=", staffId));
      const bytes = row && openSealed(pair, shareLabel(conversationId, staffId, row.x), row.bytes);
      return bytes ? { x: row.x, bytes: new Uint8Array(bytes) } : null;
    },
    grant: (tx, of, { x, bytes }, publicKey) => {
      const sealed = sealTo(publicKey, grantLabel(of, x), bytes);
      const row = { request_id: of.requestId, conversation_id: of.conversationId, x, version, bytes: sealed };
      tx.keys.run(k.replaceInto("address_grant").values(row));
    },
    granted: (of, pair) => {
      const row = keys.first(
        k.selectFrom("address_grant").select(["x", "bytes"]).where("request_id", "=", of.requestId),
      );
      const bytes = row && openSealed(pair, grantLabel(of, row.x), row.bytes);
      return bytes ? { x: row.x, bytes: new Uint8Array(bytes) } : null;
    },
    open: (conversationId, blob, [one, other]) => {
      const key = joinShares(one, other);
      return key && openText(key, placeOf(conversationId), blob);
    },
    destroy: (tx, conversationId) => {
      tx.erase(k.deleteFrom("address_share").where("conversation_id", "=", conversationId));
      tx.erase(k.deleteFrom("address_grant").where("conversation_id", "=", conversationId));
    },
    kept: () => {
      const ids = (["address_share", "address_grant"] as const).flatMap((table) =>
        keys.all(k.selectFrom(table).select("conversation_id as id").distinct()),
      );
      return [...new Set(ids.map(({ id }) => id))];
    },
  };
}
