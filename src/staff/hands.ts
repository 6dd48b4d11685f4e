import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Role } from "#src/events.ts";

// Whose hands an account came from. Whoever gives accounts and roles can take a second one under another name, and say yes to themselves
// with it: nobody can see who sits before a screen. What can be seen is who let whom in, and that somebody else, who holds the team key,
// has given it to them and so has said that they are there.

/**
 * Chats that are over may be a supervisor's or a lead's if they began at `at` (ms UTC) or after it: since they have the role, and all where
 * nobody is known to have given it, or where they hold the team key from other hands than those. `isOwn`: they gave the role to themselves.
 */
export function hasRoleSince(
  db: DataReader,
  staffId: number,
  role: "supervisor" | "lead",
): { at: number; isOwn: boolean } {
  const row = db.first(given({ staffId, role }));
  if (!row || row.given_by === null) return { at: 0, isOwn: false };
  if (row.given_by === staffId) return { at: row.since, isOwn: true };
  return { at: handsOf(db).isVouched(staffId) ? 0 : row.since, isOwn: false };
}

/** Since when somebody has a role that they gave to themselves, ms UTC; null where it was given to them, or they have none. */
export function ownRoleSince(db: DataReader, staffId: number, role: Role): number | null {
  const own = q.selectFrom("staff_role").select("since").where("staff_id", "=", staffId).where("role", "=", role);
  return db.first(own.where("given_by", "=", staffId))?.since ?? null;
}

/**
 * Whether two of the staff (ids) may be one person: one let in the other, or somebody let in both, by however many steps, and nobody else
 * has given the team key to one of them.
 */
export function mayBeOne(db: DataReader): (one: number, other: number) => boolean {
  const { above, isVouched } = handsOf(db);
  const behind = (id: number) => [id, ...(isVouched(id) ? [] : above(id))];
  return (one, other) => {
    const all = behind(one);
    return behind(other).some((id) => all.includes(id));
  };
}

function handsOf(db: DataReader) {
  const givers = [...db.all(roles({})), ...db.all(accounts({}))];
  const keys = new Map(db.keyring.team.holders().map(({ staffId, by }) => [staffId, by]));

  /** Who gave somebody their account or a role, who gave those theirs, and so on. */
  function above(id: number): number[] {
    const found = [id];
    for (const one of found) {
      const next = givers.filter((given) => given.to === one && !found.includes(given.by!));
      found.push(...new Set(next.map(({ by }) => by!)));
    }
    return found.slice(1);
  }

  /** They hold the team key, and it came neither from themselves nor from those: whoever held it before that was kept does. */
  function isVouched(id: number): boolean {
    const by = keys.get(id);
    if (by === undefined) return false;
    return by === null || (by !== id && !above(id).includes(by));
  }

  return { above, isVouched };
}

const given = prepared((v: { staffId: number; role: Role }) =>
  q.selectFrom("staff_role").select(["since", "given_by"]).where("staff_id", "=", v.staffId).where("role", "=", v.role),
);
const roles = prepared(() =>
  q.selectFrom("staff_role").select(["staff_id as to", "given_by as by"]).where("given_by", "is not", null),
);
// A role can be taken again, and with it who gave it; that somebody came by a link stays.
const accounts = prepared(() =>
  q
    .selectFrom("invitation")
    .select(["staff_id as to", "made_by as by"])
    .where("made_by", "is not", null)
    .where("for_staff_id", "is", null)
    .where("staff_id", "is not", null),
);
