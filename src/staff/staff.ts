import { sql } from "kysely";
import type { DataReader } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Availability, Role, Stage } from "#src/events.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { skeletonOf } from "./accounts/lookalike.ts";

/** As colleagues see them: the real name stays in its table. */
export interface StaffMember {
  id: number;
  signInName: string;
  alias: string;
  language: Language;
  roles: Role[];
  stage: Stage;
  /** Whose chats they read as a shadow, or who sits beside them while they learn (id). */
  buddyId: number | null;
}

/** An active member of the staff; undefined if there is none with this id. */
export function staffMember(db: DataReader, id: number): StaffMember | undefined {
  const row = db.first(activeMember({ id }));
  return row && asMember(row);
}

function asMember<Row extends { language: string; roles: string | null }>({ language, roles, ...more }: Row) {
  return { ...more, language: language as Language, roles: (roles ? roles.split(" ") : []) as Role[] };
}

/** A member within a change, as they may have lost rights since the page was opened. Throws `not_allowed` if not on staff. */
export function memberNow(db: DataReader, id: number): StaffMember {
  const found = staffMember(db, id);
  if (!found) throw new HelplineError("not_allowed");
  return found;
}

/** Returns who sits beside someone while they learn (id); null for nobody. */
export function buddyOf(db: DataReader, staffId: number): number | null {
  const member = staffMember(db, staffId);
  return member?.stage === "buddy" ? member.buddyId : null;
}

/** All staff with their availability, by alias, in one statement: each console is drawn from it. */
export function everyone(db: DataReader): (StaffMember & { availability: Availability })[] {
  return db.all(everyMember({})).map((row) => ({ ...asMember(row), availability: row.availability ?? "away" }));
}

/** As `everyone`, with real names, which only admins may see. */
export function everyoneWithNames(db: DataReader): (ReturnType<typeof everyone>[number] & { realName: string })[] {
  const names = new Map(
    db.all(q.selectFrom("staff").select(["id", "real_name"])).map((row) => [row.id, row.real_name]),
  );
  return everyone(db).map((one) => ({ ...one, realName: names.get(one.id)! }));
}

/** The alias of someone who is on the staff or has left it; null for an unknown id. */
export function aliasOf(db: DataReader, id: number): string | null {
  return db.first(q.selectFrom("staff").select("alias").where("id", "=", id))?.alias ?? null;
}

/** The alias of an actor (`staff:7`); null for Porchlight, its command line and unknown ids. */
export function aliasOfActor(db: DataReader, actor: Actor): string | null {
  const [kind, id] = actor.split(":");
  return kind === "staff" ? aliasOf(db, Number(id)) : null;
}

/** Throws `bad_input` for an alias easily taken for another's, here or gone, or for the service. `but` is its owner's id. */
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

/** The languages someone chats in: those ticked, else that of their own pages. */
export function chatLanguages(db: DataReader, staffId: number): Language[] {
  const row = db.first(chatsOf({ staffId }));
  if (!row) return [];
  const ticked = languagesTicked(db, staffId);
  return ticked.length > 0 ? ticked : [row.language as Language];
}

/** The languages someone ticked for chats; [] for none. */
export function languagesTicked(db: DataReader, staffId: number): Language[] {
  return (db.first(chatsOf({ staffId }))?.languages ?? "").split(" ").filter(isLanguage);
}

/** How many chats at once an admin allows someone; null = as everyone. */
export function chatsMostOf(db: DataReader, staffId: number): number | null {
  return db.first(chatsOf({ staffId }))?.chats_most ?? null;
}

/** How many young people may still write to someone, paused chats included. Fewer are in hand (queue/capacity.ts). */
export function openChats(db: DataReader, staffId: number): number {
  const own = q.selectFrom("conversation").select((eb) => eb.fn.countAll<number>().as("n"));
  // What goes on is not closed either, and `closed_at` is how it is found (`chatsWith`, conversation/conversation.ts).
  const going = own.where("closed_at", "is", null).where("ended_at", "is", null);
  return db.first(going.where("counsellor_id", "=", staffId))!.n;
}

/** Whether someone writes beside the counsellor of an open chat, where young people know them by their alias. */
export function isHeardBeside(db: DataReader, staffId: number): boolean {
  const seats = q
    .selectFrom("conversation_colleague as beside")
    .innerJoin("conversation", "conversation.id", "beside.conversation_id")
    .select("beside.id")
    .where("beside.staff_id", "=", staffId)
    .where("beside.kind", "=", "joined");
  return db.first(seats.where("beside.left_at", "is", null).where("conversation.ended_at", "is", null)) !== undefined;
}

/** What sign-in checks: the hash, and whether the account is closed; undefined for an unknown name. */
export function credentials(
  db: DataReader,
  signInName: string,
): { id: number; passwordHash: string; closed: boolean } | undefined {
  const row = db.first(
    q.selectFrom("staff").select(["id", "password_hash", "deactivated_at"]).where("sign_in_name", "=", signInName),
  );
  return row && { id: row.id, passwordHash: row.password_hash, closed: row.deactivated_at !== null };
}

/** Since when (ms UTC) each role was held that someone gave themselves, by "7 supervisor" (id and role). */
export function rolesGivenToOneself(db: DataReader): Map<string, number> {
  return new Map(db.all(givenToOneself({})).map(({ staff_id: id, role, since }) => [`${id} ${role}`, since]));
}

/** What someone last said about being there; "away" if they never did. */
export function availabilityOf(db: DataReader, staffId: number): Availability {
  const row = db.first(lastSaid({ staffId }));
  return row?.availability ?? "away";
}

const activeMembers = () =>
  q
    .selectFrom("staff")
    .select(["id", "sign_in_name as signInName", "alias", "language", "stage", "buddy_id as buddyId"])
    .select((eb) =>
      eb
        .selectFrom("staff_role")
        .whereRef("staff_role.staff_id", "=", "staff.id")
        .select(sql<string | null>`group_concat(role, ' ' ORDER BY role)`.as("roles"))
        .as("roles"),
    )
    .where("deactivated_at", "is", null);
const activeMember = remembered((v: { id: number }) => activeMembers().where("id", "=", v.id));
const everyMember = remembered(() =>
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
const chatsOf = remembered((v: { staffId: number }) =>
  q.selectFrom("staff").select(["language", "languages", "chats_most"]).where("id", "=", v.staffId),
);
const givenToOneself = prepared(() =>
  q.selectFrom("staff_role").select(["staff_id", "role", "since"]).whereRef("given_by", "=", "staff_id"),
);
/** Returns a query of what someone last said about being there. */
export function lastSaidOf(staffId: number) {
  return q
    .selectFrom("presence_log")
    .select("availability")
    .where("staff_id", "=", staffId)
    .orderBy("id", "desc")
    .limit(1);
}
const lastSaid = remembered((v: { staffId: number }) => lastSaidOf(v.staffId));
