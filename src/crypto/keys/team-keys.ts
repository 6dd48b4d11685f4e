import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import type { StaffKey } from "./staff-key.ts";
import { type KeyPair, keyPairOf, newPair, openSealed, sealTo } from "./team-seal.ts";

/** The team keys that someone has opened, by id. In memory only. */
export type OpenTeam = ReadonlyMap<number, KeyPair>;

interface TeamKey {
  id: number;
  publicKey: Uint8Array;
}

export interface TeamKeys {
  current(): TeamKey | null;
  next(): OpenTeam;
  make(tx: Pick<KeysTx, "keys" | "at">, next: OpenTeam): boolean;
  /** Newest first: after a power cut during a change of password, the old one may still be there. */
  staffKeys(staffId: number): StaffKey[];
  /** Replaces the key: what was sealed to the old one opens no more. */
  keepStaffKey(tx: Pick<KeysTx, "keys">, staffId: number, key: StaffKey): void;
  /** Keeps the same key under a new password; the old one goes once the change is stored. */
  relockStaffKey(tx: Pick<KeysTx, "keys" | "erase">, staffId: number, key: StaffKey): void;
  /** Seals every open team key to a staff member; the first giver stays on record. False if they have no key of their own yet. */
  give(tx: Pick<KeysTx, "keys" | "at">, staffId: number, open: OpenTeam, by: number): boolean;
  open(staffId: number, pair: KeyPair): OpenTeam;
  take(tx: Pick<KeysTx, "erase">, staffId: number): void;
  holders(): { staffId: number; since: number; by: number | null }[];
  /** Ids of staff; `held` and `needed` are ids of team keys. */
  given(): number[];
  held(but?: number): number[];
  needed(): number[];
  write(open: OpenTeam): string;
  read(text: string): OpenTeam | null;
}

const version = 1;

/** Opens the team keys in keys.db. */
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
      // Only once the new password is stored: keys.db is written first.
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
