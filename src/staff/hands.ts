import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Role } from "#src/events.ts";

// Someone who gives accounts could make a second one and approve themselves with it. We cannot see who sits at a screen, but we
// know who let whom in, and that another holder of the team key, by giving it to someone, has said that they exist.

/** Returns since when chats must have begun (ms UTC; 0 = any) to be open to a role. `isOwn`: they gave it to themselves. */
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

/** Since when someone has a role that they gave themselves, ms UTC; null if others gave it, or they do not have it. */
export function ownRoleSince(db: DataReader, staffId: number, role: Role): number | null {
  const own = q.selectFrom("staff_role").select("since").where("staff_id", "=", staffId).where("role", "=", role);
  return db.first(own.where("given_by", "=", staffId))?.since ?? null;
}

/** Whether two members (ids) may be one person: linked by who let whom in, with no team key from someone else. */
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

  function above(id: number): number[] {
    const found = [id];
    for (const one of found) {
      const next = givers.filter((given) => given.to === one && !found.includes(given.by!));
      found.push(...new Set(next.map(({ by }) => by!)));
    }
    return found.slice(1);
  }

  /** Keys from before the giver was recorded (`by` null) count too. */
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
// A role can be given anew, and its giver with it; the link that someone came by stays.
const accounts = prepared(() =>
  q
    .selectFrom("invitation")
    .select(["staff_id as to", "made_by as by"])
    .where("made_by", "is not", null)
    .where("for_staff_id", "is", null)
    .where("staff_id", "is not", null),
);
