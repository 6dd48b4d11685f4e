import type { Selectable } from "kysely";
import { quarterOf } from "#src/clock.ts";
import { commitmentOf, newSalt } from "#src/crypto/hash.ts";
import type { TrailKey } from "#src/crypto/keys/masters.ts";
import type { Reader } from "#src/db/query.ts";
import type { KeysTables } from "#src/db/schema/keys.ts";
import { k, type Tables } from "#src/db/schema.ts";
import type { AuditEntry } from "#src/db/trail.ts";

/** The chain holds the quarter-hour and a salted commitment to the exact time, which can go without breaking it. */
interface Timed {
  quarter: number;
  exact_at: number | null;
  /** Goes with the exact time: as long as it is there, trying every millisecond would find the time. */
  salt: Uint8Array | null;
  /** null = an old row, whose code is made from the exact time itself. */
  commitment: Uint8Array | null;
  former_mac: Uint8Array | null;
}

export interface StoredEntry extends Omit<AuditEntry, "at">, Timed {
  id: number;
  at: number;
  mac: Uint8Array | null;
  chained_at: number | null;
}

export type Chain = Selectable<KeysTables["audit_chain_before"]>;

/** The placeholder of a stretch of deleted rows: the rows around it chain over it. */
export type Gone = Tables["audit_gone"];

/** Returns the parts of the chain, oldest first. */
export function chains(keys: Reader): Chain[] {
  return keys.all(k.selectFrom("audit_chain").selectAll().orderBy("id"));
}

/** Returns the parts from before the trail was chained again; [] if it never was. */
export function chainsBefore(keys: Reader): Chain[] {
  return keys.all(k.selectFrom("audit_chain_before").selectAll().orderBy("id"));
}

/** Returns an instant (ms UTC) as a new row keeps it. `former` is the row's earlier code. */
export function timed(
  at: number,
  former: Uint8Array | null = null,
): Timed & { salt: Uint8Array; commitment: Uint8Array } {
  const salt = newSalt();
  return { quarter: quarterOf(at), exact_at: at, salt, commitment: commitment(salt, at, former), former_mac: former };
}

function commitment(salt: Uint8Array, at: number, former: Uint8Array | null): Uint8Array {
  return commitmentOf(salt, String(at), former ?? new Uint8Array());
}

/** Returns whether the exact time fits its commitment, or is gone together with its salt. */
export function tellsTrueTime({ exact_at: at, salt, commitment: told, former_mac: former }: Timed): boolean {
  if (told === null) return at !== null;
  if (at === null) return salt === null && former === null;
  return salt !== null && same(commitment(salt, at, former), told);
}

/** Returns the code of a row, made from all it says and from the code before it. */
export function codeOf(key: TrailKey, before: Uint8Array, row: Omit<StoredEntry, "mac" | "at">): Uint8Array {
  const { id, quarter, commitment: told, actor, action, object, before: was, after, chained_at } = row;
  if (told === null) return formerCodeOf(key, before, row);
  const time = `quarter ${quarter} ${Buffer.from(told).toString("hex")}`;
  return key.code(before, JSON.stringify([time, id, actor, action, object, was, after, chained_at]));
}

/** Returns the code that a row had before the chain used quarter-hours. */
export function formerCodeOf(key: TrailKey, before: Uint8Array, row: Omit<StoredEntry, "mac" | "at">): Uint8Array {
  const { id, exact_at: at, actor, action, object, before: was, after, chained_at } = row;
  return key.code(before, JSON.stringify([id, at, actor, action, object, was, after, chained_at]));
}

/** Returns a code that protects a part of the chain against changes in keys.db. */
export function sealOf(key: TrailKey, chain: Omit<Chain, "id" | "seal">): Uint8Array {
  const { master_key_id, began_at, first_id, before_mac, last_id, last_mac } = chain;
  return key.code(`chain|${master_key_id}|${began_at}|${first_id}|${last_id}|`, before_mac, last_mac);
}

/** Returns a code that proves that we deleted these entries ourselves. */
export function sealOfGone(key: TrailKey, { first_id, last_id, before_mac, mac }: Omit<Gone, "seal">): Uint8Array {
  return key.code(`gone|${first_id}|${last_id}|`, before_mac, mac);
}

/** Returns whether two codes are equal. */
export const same = (one: Uint8Array, other: Uint8Array | null) => other !== null && Buffer.compare(one, other) === 0;

/** Returns 32 hex digits of a code, to compare with a copy kept elsewhere. */
export function shortCode(mac: Uint8Array): string {
  return Buffer.from(mac).toString("hex").slice(0, 32);
}

/** Follows the chain from a code. A row after a changed one may follow its stored code or the last sound one. */
export function following(key: TrailKey, from: Uint8Array) {
  let stands = from;
  let sound = from;
  const follows = (isIt: (before: Uint8Array) => boolean) => isIt(stands) || isIt(sound);

  return {
    pass(row: StoredEntry): boolean {
      const { mac } = row;
      const isSound = mac !== null && tellsTrueTime(row) && follows((before) => same(codeOf(key, before, row), mac));
      stands = mac ?? stands;
      if (isSound) sound = mac;
      return isSound;
    },
    passOver(gone: Gone, by: TrailKey | null = key, isWhole = true): boolean {
      const isOwn = by !== null && same(gone.seal, sealOfGone(by, gone));
      const isSound = isOwn && (!isWhole || follows((before) => same(before, gone.before_mac)));
      stands = gone.mac;
      sound = gone.mac;
      return isSound;
    },
    sound: () => sound,
  };
}
