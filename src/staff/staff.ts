import { sql } from "kysely";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Availability, Role } from "#src/events.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { skeletonOf } from "./accounts/lookalike.ts";

/** A member of the staff as colleagues see them. The real name stays in its table. */
export interface StaffMember {
  id: number;
  signInName: string;
  alias: string;
  language: Language;
  roles: Role[];
}

/** An active member of the staff; undefined when there is none with this id. */
export function staffMember(db: DataReader, id: number): StaffMember | undefined {
  const row = db.first(activeMember({ id }));
  return row && asMember(row);
}

function asMember<Row extends { language: string; roles: string | null }>({ language, roles, ...more }: Row) {
  return { ...more, language: language as Language, roles: (roles ? roles.split(" ") : []) as Role[] };
}

/** The same in a change, which may come after somebody lost what their page was opened with. Throws `not_allowed` for whoever is not on the staff. */
export function memberNow(db: DataReader, id: number): StaffMember {
  const found = staffMember(db, id);
  if (!found) throw new HelplineError("not_allowed");
  return found;
}

/** Everyone of the staff with their availability, by alias. One statement, however many they are: each console is drawn from it. */
export function everyone(db: DataReader): (StaffMember & { availability: Availability })[] {
  return db.all(everyMember({})).map((row) => ({ ...asMember(row), availability: row.availability ?? "away" }));
}

/** The same with real names, which only admins may see. */
export function everyoneWithNames(db: DataReader): (ReturnType<typeof everyone>[number] & { realName: string })[] {
  const names = new Map(
    db.all(q.selectFrom("staff").select(["id", "real_name"])).map((row) => [row.id, row.real_name]),
  );
  return everyone(db).map((one) => ({ ...one, realName: names.get(one.id)! }));
}

/** The alias of somebody who is on the staff or has left it; null for an id that nobody has. */
export function aliasOf(db: DataReader, id: number): string | null {
  return db.first(q.selectFrom("staff").select("alias").where("id", "=", id))?.alias ?? null;
}

/** Who acted (`staff:7`), by the alias; null for Porchlight itself, its command line and whoever is not on the staff. */
export function aliasOfActor(db: DataReader, actor: Actor): string | null {
  const [kind, id] = actor.split(":");
  return kind === "staff" ? aliasOf(db, Number(id)) : null;
}

/**
 * Throws `bad_input` for an alias that people would take for that of somebody else, here or gone, or for the service
 * itself. `but` is whose own it is; `helpline` its name where that is set with it.
 */
export function refuseAlias(
  db: DataReader,
  alias: string,
  { but = null, helpline }: { but?: number | null; helpline?: string | null } = {},
): void {
  const skeleton = skeletonOf(alias);
  const service = skeletonOf(helpline ?? settings(db).name);
  if (skeleton.includes(skeletonOf("Porchlight")) || skeleton === service) {
    throw new HelplineError("bad_input", "session.alias_reserved", {}, "alias");
  }
  const others = db.all(q.selectFrom("staff").select(["id", "alias"])).filter((one) => one.id !== but);
  if (others.some((one) => skeletonOf(one.alias) === skeleton)) {
    throw new HelplineError("bad_input", "session.alias_taken", {}, "alias");
  }
}

/** The languages somebody chats in: those that were ticked, else that of their own pages. */
export function chatLanguages(db: DataReader, staffId: number): Language[] {
  const row = db.first(chatsOf({ staffId }));
  if (!row) return [];
  const ticked = languagesTicked(db, staffId);
  return ticked.length > 0 ? ticked : [row.language as Language];
}

/** Those that were ticked; [] = none. */
export function languagesTicked(db: DataReader, staffId: number): Language[] {
  return (db.first(chatsOf({ staffId }))?.languages ?? "").split(" ").filter(isLanguage);
}

/** How many chats somebody may have at once at most, as an admin set it for them; null = as everybody. */
export function chatsMostOf(db: DataReader, staffId: number): number | null {
  return db.first(chatsOf({ staffId }))?.chats_most ?? null;
}

/** How many young people may still write to somebody, paused chats too: what holds their account. In hand are fewer (queue/capacity.ts). */
export function openChats(db: DataReader, staffId: number): number {
  const own = q.selectFrom("conversation").select((eb) => eb.fn.countAll<number>().as("n"));
  // Whatever goes on is not closed either; by that it is found (chatsWith in conversation/conversation.ts).
  const going = own.where("closed_at", "is", null).where("ended_at", "is", null);
  return db.first(going.where("counsellor_id", "=", staffId))!.n;
}

/** Whether somebody writes beside the counsellor of a chat that goes on: young people know them there by their alias. */
export function isHeardBeside(db: DataReader, staffId: number): boolean {
  const seats = q
    .selectFrom("conversation_colleague as beside")
    .innerJoin("conversation", "conversation.id", "beside.conversation_id")
    .select("beside.id")
    .where("beside.staff_id", "=", staffId)
    .where("beside.kind", "=", "joined");
  return db.first(seats.where("beside.left_at", "is", null).where("conversation.ended_at", "is", null)) !== undefined;
}

/** What sign-in needs: the hash to check against, and whether the account is closed; undefined for an unknown name. */
export function credentials(
  db: DataReader,
  signInName: string,
): { id: number; passwordHash: string; closed: boolean } | undefined {
  const row = db.first(
    q.selectFrom("staff").select(["id", "password_hash", "deactivated_at"]).where("sign_in_name", "=", signInName),
  );
  return row && { id: row.id, passwordHash: row.password_hash, closed: row.deactivated_at !== null };
}

/** Since when (ms UTC) everybody has a role that they gave to themselves, by "7 supervisor": the id and the role. */
export function rolesGivenToOneself(db: DataReader): Map<string, number> {
  return new Map(db.all(givenToOneself({})).map(({ staff_id: id, role, since }) => [`${id} ${role}`, since]));
}

/** The last thing they said about being there; someone who never said anything is away. */
export function availabilityOf(db: DataReader, staffId: number): Availability {
  const row = db.first(lastSaid({ staffId }));
  return row?.availability ?? "away";
}

const activeMembers = () =>
  q
    .selectFrom("staff")
    .select(["id", "sign_in_name as signInName", "alias", "language"])
    .select((eb) =>
      eb
        .selectFrom("staff_role")
        .whereRef("staff_role.staff_id", "=", "staff.id")
        .select(sql<string | null>`group_concat(role, ' ' ORDER BY role)`.as("roles"))
        .as("roles"),
    )
    .where("deactivated_at", "is", null);
const activeMember = prepared((v: { id: number }) => activeMembers().where("id", "=", v.id));
const everyMember = prepared(() =>
  activeMembers()
    .select((eb) =>
      eb
        .selectFrom("presence_log as said")
        .select("said.availability")
        .whereRef("said.staff_id", "=", "staff.id")
        .orderBy("said.id", "desc")
        .limit(1)
        .as("availability"),
    )
    .orderBy("alias"),
);
const chatsOf = prepared((v: { staffId: number }) =>
  q.selectFrom("staff").select(["language", "languages", "chats_most"]).where("id", "=", v.staffId),
);
const givenToOneself = prepared(() =>
  q.selectFrom("staff_role").select(["staff_id", "role", "since"]).whereRef("given_by", "=", "staff_id"),
);
const lastSaid = prepared((v: { staffId: number }) =>
  q.selectFrom("presence_log").select("availability").where("staff_id", "=", v.staffId).orderBy("id", "desc").limit(1),
);
