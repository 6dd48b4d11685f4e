import type { Selectable } from "kysely";
import { quarterOf } from "#src/clock.ts";
import { commitmentOf, newSalt } from "#src/crypto/hash.ts";
import type { TrailKey } from "#src/crypto/keys/masters.ts";
import type { Reader } from "#src/db/query.ts";
import type { KeysTables } from "#src/db/schema/keys.ts";
import { k, type Tables } from "#src/db/schema.ts";
import type { AuditEntry } from "#src/db/trail.ts";

/**
 * When something was done, as the trail keeps it: the quarter of the hour, over which the chain goes, and a commitment to the exact
 * time. That one and its salt stand beside it until they go together, and nothing of the chain is broken then: without the salt nobody
 * finds the time out, not even with the master key, by trying every millisecond of the quarter.
 */
export interface Timed {
  /** When the quarter began, ms UTC. */
  quarter: number;
  /** ms UTC; null once it has gone. */
  exact_at: number | null;
  salt: Uint8Array | null;
  /** null = from before there was one: its code is made of the exact time itself. */
  commitment: Uint8Array | null;
  /** The code it had before it was chained anew; it goes with the exact time. */
  former_mac: Uint8Array | null;
}

/** A row of the audit trail as it is stored. */
export interface StoredEntry extends Omit<AuditEntry, "at">, Timed {
  id: number;
  /** As exactly as it is told, ms UTC. */
  at: number;
  /** null = written without a master key. */
  mac: Uint8Array | null;
  /** ms UTC; null = at once. */
  chained_at: number | null;
}

/** One master key's part of the chain, as keys.db holds it. */
export type Chain = Selectable<KeysTables["audit_chain_before"]>;

/** The rows that are kept longer than the others leave stretches between them: what stands in the place of one. */
export type Gone = Tables["audit_gone"];

/** The parts of the chain, one for each master key in turn. */
export function chains(keys: Reader): Chain[] {
  return keys.all(k.selectFrom("audit_chain").selectAll().orderBy("id"));
}

/** The same as they were before the trail was chained anew; [] where it never was. */
export function chainsBefore(keys: Reader): Chain[] {
  return keys.all(k.selectFrom("audit_chain_before").selectAll().orderBy("id"));
}

/** An instant (ms UTC) as a new row keeps it; `former`: the code that the row had before. */
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

/** Whether the exact time that stands beside a row is the one it was written with; so is none at all, once it has gone with its salt. */
export function tellsTrueTime({ exact_at: at, salt, commitment: told, former_mac: former }: Timed): boolean {
  if (told === null) return at !== null;
  if (at === null) return salt === null && former === null;
  return salt !== null && same(commitment(salt, at, former), told);
}

/** The code of a row: of all it says, and of the code of the row before it. Whatever of either is changed, it is another. */
export function codeOf(key: TrailKey, before: Uint8Array, row: Omit<StoredEntry, "mac" | "at">): Uint8Array {
  const { id, quarter, commitment: told, actor, action, object, before: was, after, chained_at } = row;
  if (told === null) return formerCodeOf(key, before, row);
  const time = `quarter ${quarter} ${Buffer.from(told).toString("hex")}`;
  return key.code(before, JSON.stringify([time, id, actor, action, object, was, after, chained_at]));
}

/** The code that a row had before the chain went over quarters of the hour. */
export function formerCodeOf(key: TrailKey, before: Uint8Array, row: Omit<StoredEntry, "mac" | "at">): Uint8Array {
  const { id, exact_at: at, actor, action, object, before: was, after, chained_at } = row;
  return key.code(before, JSON.stringify([id, at, actor, action, object, was, after, chained_at]));
}

/** What keeps a part of the chain itself from being changed in keys.db. */
export function sealOf(key: TrailKey, chain: Omit<Chain, "id" | "seal">): Uint8Array {
  const { master_key_id, began_at, first_id, before_mac, last_id, last_mac } = chain;
  return key.code(`chain|${master_key_id}|${began_at}|${first_id}|${last_id}|`, before_mac, last_mac);
}

/** What tells, in the place of entries that are gone, that it was we who let these go. */
export function sealOfGone(key: TrailKey, { first_id, last_id, before_mac, mac }: Omit<Gone, "seal">): Uint8Array {
  return key.code(`gone|${first_id}|${last_id}|`, before_mac, mac);
}

/** Whether two codes are the same. */
export const same = (one: Uint8Array, other: Uint8Array | null) => other !== null && Buffer.compare(one, other) === 0;

/** The codes of a row by which one sees later, in a copy kept elsewhere, that it is still the same: 32 letters and figures. */
export function shortCode(mac: Uint8Array): string {
  return Buffer.from(mac).toString("hex").slice(0, 32);
}

/**
 * Follows the chain from a code on, row by row. What stands behind a row that was changed is not taken for changed: it may follow
 * the code that stands in that row, or the last sound one.
 */
export function following(key: TrailKey, from: Uint8Array) {
  let stands = from;
  let sound = from;
  const follows = (isIt: (before: Uint8Array) => boolean) => isIt(stands) || isIt(sound);

  return {
    /** Whether a row is as it was written. */
    pass(row: StoredEntry): boolean {
      const { mac } = row;
      const isSound = mac !== null && tellsTrueTime(row) && follows((before) => same(codeOf(key, before, row), mac));
      stands = mac ?? stands;
      if (isSound) sound = mac;
      return isSound;
    },
    /** Whether what stands in the place of rows is as it was put there, by whose key; `isWhole`: none of them was met before. */
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
