import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import type { StaffKey } from "./staff-key.ts";
import { type KeyPair, keyPairOf, newPair, openSealed, sealTo } from "./team-seal.ts";

/** The team keys somebody has opened, by their ids: it opens the words of chats that are over. In memory alone. */
export type OpenTeam = ReadonlyMap<number, KeyPair>;

/** A team key as everybody may know it. */
export interface TeamKey {
  id: number;
  publicKey: Uint8Array;
}

/** The team keys in keys.db, and the keys of the staff that they are sealed to. */
export interface TeamKeys {
  /** The one that chats are sealed to now; null before there is any. */
  current(): TeamKey | null;
  /** One that can be made: the next. Nothing of it is kept yet. */
  next(): OpenTeam;
  /** Makes it, so that only whoever makes it has it until it is given. False where another was made meanwhile. */
  make(tx: Pick<KeysTx, "keys" | "at">, next: OpenTeam): boolean;
  /**
   * The key of one of the staff, which opens with their password; none before they have one. The newest comes first: after a
   * power cut while they changed their password the one before may still be there.
   */
  staffKeys(staffId: number): StaffKey[];
  /** Keeps a new one: what was sealed to the one before opens no more. */
  keepStaffKey(tx: Pick<KeysTx, "keys">, staffId: number, key: StaffKey): void;
  /** Keeps the same one under another password, and under the one before until the change is stored. */
  relockStaffKey(tx: Pick<KeysTx, "keys" | "erase">, staffId: number, key: StaffKey): void;
  /**
   * Seals every open team key to the key of one of the staff, from the hands of another (`by`). Who had it before keeps whoever gave it
   * to them first. False where they have no key of their own yet.
   */
  give(tx: Pick<KeysTx, "keys" | "at">, staffId: number, open: OpenTeam, by: number): boolean;
  /** What was sealed to a pair of one of the staff; empty where they hold none. */
  open(staffId: number, pair: KeyPair): OpenTeam;
  /** Takes the team keys from one of the staff, once the change is stored. What they have open stays so until it is closed. */
  take(tx: Pick<KeysTx, "erase">, staffId: number): void;
  /** Who (ids) holds the one that chats are sealed to now, since when (ms UTC), and who gave it to them; null where that was not kept yet. */
  holders(): { staffId: number; since: number; by: number | null }[];
  /** Who (ids) has any of the team keys sealed to their own. */
  given(): number[];
  /** The team keys (ids) that anybody has, or anybody but one of the staff. */
  held(but?: number): number[];
  /** The team keys (ids) that anything is sealed to. */
  needed(): number[];
  /** All private halves as text for a sheet, and back: null where it is none. */
  write(open: OpenTeam): string;
  read(text: string): OpenTeam | null;
}

const version = 1;

/** The team keys of keys.db. */
export function openTeamKeys(keys: Reader): TeamKeys {
  function current(): TeamKey | null {
    const row = keys.first(k.selectFrom("team_key").select(["id", "public"]).orderBy("id", "desc").limit(1));
    return row ? { id: row.id, publicKey: new Uint8Array(row.public) } : null;
  }

  function staffKeys(staffId: number): StaffKey[] {
    const rows = keys.all(k.selectFrom("staff_key").selectAll().where("staff_id", "=", staffId).orderBy("id", "desc"));
    return rows.map((row) => ({ publicKey: new Uint8Array(row.public), salt: row.salt, bytes: row.bytes }));
  }

  function addStaffKey(tx: Pick<KeysTx, "keys">, staffId: number, { publicKey, salt, bytes }: StaffKey): number {
    const row = k.insertInto("staff_key").values({ staff_id: staffId, public: publicKey, salt, version, bytes });
    return tx.keys.first(row.returning("id"))!.id;
  }

  return {
    current,
    next: () => new Map([[(current()?.id ?? 0) + 1, newPair()]]),
    make: (tx, next) => {
      const [[id, pair]] = [...next] as [[number, KeyPair]];
      if (id !== (current()?.id ?? 0) + 1) return false;
      tx.keys.run(k.insertInto("team_key").values({ id, public: pair.publicKey, made_at: tx.at }));
      return true;
    },
    staffKeys,
    keepStaffKey: (tx, staffId, key) => {
      const id = addStaffKey(tx, staffId, key);
      tx.keys.run(k.deleteFrom("staff_key").where("staff_id", "=", staffId).where("id", "!=", id));
      tx.keys.run(k.deleteFrom("team_wrap").where("staff_id", "=", staffId));
    },
    relockStaffKey: (tx, staffId, key) => {
      const id = addStaffKey(tx, staffId, key);
      // Not before the new password is stored: keys.db is written first.
      tx.erase(k.deleteFrom("staff_key").where("staff_id", "=", staffId).where("id", "<", id));
    },
    give: (tx, staffId, open, by) => {
      const [to] = staffKeys(staffId);
      if (!to) return false;
      const had = keys.first(k.selectFrom("team_wrap").select("given_by").where("staff_id", "=", staffId).limit(1));
      for (const [id, { privateKey }] of open) {
        const bytes = sealTo(to.publicKey, label(id, staffId), privateKey);
        const given = { given_at: tx.at, given_by: had ? had.given_by : by };
        const row = { team_key_id: id, staff_id: staffId, version, bytes, ...given };
        tx.keys.run(k.replaceInto("team_wrap").values(row));
      }
      return true;
    },
    open: (staffId, pair) => {
      const wraps = keys.all(
        k.selectFrom("team_wrap").select(["team_key_id", "bytes"]).where("staff_id", "=", staffId),
      );
      return new Map(
        wraps.flatMap(({ team_key_id: id, bytes }) => {
          const opened = openSealed(pair, label(id, staffId), bytes);
          return opened ? [[id, keyPairOf(new Uint8Array(opened))] as const] : [];
        }),
      );
    },
    take: (tx, staffId) => tx.erase(k.deleteFrom("team_wrap").where("staff_id", "=", staffId)),
    holders: () => {
      const id = current()?.id ?? 0;
      const wraps = k.selectFrom("team_wrap").select(["staff_id as staffId", "given_at as since", "given_by as by"]);
      return keys.all(wraps.where("team_key_id", "=", id).orderBy("given_at").orderBy("staff_id"));
    },
    given: () => keys.all(k.selectFrom("team_wrap").select("staff_id").distinct()).map((row) => row.staff_id),
    held: (but = 0) => {
      const wraps = k.selectFrom("team_wrap").select("team_key_id as id").where("staff_id", "!=", but);
      return keys.all(wraps.distinct()).map(({ id }) => id);
    },
    needed: () => keys.all(k.selectFrom("team_sealed").select("team_key_id as id").distinct()).map(({ id }) => id),
    write: (open) =>
      JSON.stringify([...open].map(([id, { privateKey }]) => [id, Buffer.from(privateKey).toString("base64url")])),
    read: (text) => {
      const all = keys.all(k.selectFrom("team_key").select(["id", "public"]));
      try {
        const given = (JSON.parse(text) as [number, string][]).map(
          ([id, bytes]) => [id, keyPairOf(new Uint8Array(Buffer.from(bytes, "base64url")))] as const,
        );
        // Of other data than these: it would open nothing.
        const own = given.filter(([id, pair]) =>
          all.some((one) => one.id === id && Buffer.from(one.public).equals(pair.publicKey)),
        );
        return own.length > 0 ? new Map(own) : null;
      } catch {
        return null;
      }
    },
  };
}

const label = (teamKeyId: number, staffId: number) => `team|${teamKeyId}|${staffId}|${version}`;
