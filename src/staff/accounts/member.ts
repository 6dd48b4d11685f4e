import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit, Role } from "#src/events.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { isLastHolder, takeTeamKey } from "#src/staff/keys/team-key.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { endSessionsOf } from "#src/staff/sign-in/session.ts";
import { may, mayHaveRoles, roles } from "../permissions.ts";
import { isHeardBeside, openChats, refuseAlias } from "../staff.ts";
import { withdrawLinksBy, withdrawPasswordLinks } from "./given-links.ts";
import { forgetOwnAddress } from "./own-address.ts";
import { forgetPhone } from "./own-phone.ts";

/** Everything that is set of a member of the staff, by themselves or by an admin. */
export interface MemberValues {
  alias: string;
  /** Of their own pages. */
  language: Language;
  /** In which they chat; [] = their own. */
  languages: Language[];
  /** How many chats at once at most; null = as everybody. */
  maxChats: number | null;
  roles: Role[];
  /** Nobody signs in with this account any more. */
  closed: boolean;
}

/** An account, open or closed. */
export interface Account {
  id: number;
  signInName: string;
  realName: string;
  /** ms UTC */
  createdAt: number;
  values: MemberValues;
}

/** What an earlier change of a member was. */
export interface MemberChange extends ToldTime {
  /** Of the audit trail: what can be undone is named by it. */
  id: number;
  actor: Actor;
  before: MemberValues;
  after: MemberValues;
}

/** An account by its id; undefined when there never was one. */
export function account(db: DataReader, id: number): Account | undefined {
  const row = db.first(q.selectFrom("staff").selectAll().where("id", "=", id));
  if (!row) return undefined;
  const given = db.all(q.selectFrom("staff_role").select("role").where("staff_id", "=", id)).map(({ role }) => role);
  return {
    id,
    signInName: row.sign_in_name,
    realName: row.real_name,
    createdAt: row.created_at,
    values: {
      alias: row.alias,
      language: row.language as Language,
      languages: row.languages.split(" ").filter(isLanguage),
      maxChats: row.chats_most,
      roles: roles.filter((role) => given.includes(role)),
      closed: row.deactivated_at !== null,
    },
  };
}

/** Every account that was closed, by alias. */
export function closedAccounts(db: DataReader): Account[] {
  return db
    .all(q.selectFrom("staff").select("id").where("deactivated_at", "is not", null).orderBy("alias"))
    .map(({ id }) => account(db, id)!);
}

/**
 * Sets what is given of a member, and leaves the rest as it is by then. Returns the id of the change, 0 when it was so
 * already. `by`: who sets it (id), where one of the staff does: it is kept of each role that they give. `basedOn` names the newest change that whoever sets it had seen (0 for none): when a newer one set any of the
 * same to something else, `taken` is thrown. Closing an account ends its sessions, and nobody counts on it any more.
 * Whoever is an admin no longer leaves no link behind. Throws `not_found`, and `bad_input` with its field for what would
 * leave a young person or the helpline without anybody, chats that are over without anybody who can open them, or two people with
 * one alias.
 */
export function setMember(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; basedOn?: number; values: Partial<MemberValues>; by?: number },
): number {
  const { staffId, basedOn, by } = input;
  const found = account(tx, staffId);
  if (!found) throw new HelplineError("not_found");
  const values = { ...found.values, ...input.values };
  const [before, after] = [JSON.stringify(found.values), JSON.stringify(values)];
  if (before === after) return 0;
  if (basedOn !== undefined && isSetSince(tx, staffId, { basedOn, values: input.values })) {
    throw new HelplineError("taken");
  }
  refuseLoss(tx, staffId, found.values, values);
  store(tx, staffId, { before: found.values, values, by: by ?? null });
  if (values.closed && !found.values.closed) close(tx, emit, staffId);
  if (isAdmin(found.values) && !isAdmin(values)) withdrawLinksBy(tx, emit, staffId);
  if (!mayHoldKey(staffId, values)) takeTeamKey(tx, emit, { staffId });
  const wasOnCall = may({ id: staffId, roles: found.values.roles }, "on_call.be");
  const isOnCall = may({ id: staffId, roles: values.roles }, "on_call.be");
  if (values.closed || (wasOnCall && !isOnCall)) forgetPhone(tx, emit, staffId);
  emit({ type: "staff.changed", staffId, before, after });
  return newestMemberChange(tx, staffId);
}

/** Whether any of these values was set by a change that came after the one known of. One that never was has seen nothing. */
function isSetSince(
  db: DataReader,
  staffId: number,
  { basedOn, values }: { basedOn: number; values: Partial<MemberValues> },
): boolean {
  const isKnown = basedOn === 0 || db.first(changesOf(staffId).where("id", "=", basedOn)) !== undefined;
  if (!isKnown) return true;
  const names = Object.keys(values) as (keyof MemberValues)[];
  return db
    .all(changesOf(staffId).where("id", ">", basedOn))
    .map(asChange)
    .some(({ before, after }) => names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])));
}

function refuseLoss(tx: Tx, staffId: number, before: MemberValues, after: MemberValues) {
  refuseRoles(after.roles);
  if (isAdmin(before) && !isAdmin(after) && !otherAdmin(tx, staffId)) {
    throw new HelplineError("bad_input", "error.last_admin", {}, after.closed ? "closed" : "roles");
  }
  const { alias } = before;
  if (!mayHoldKey(staffId, after) && isLastHolder(tx, staffId)) {
    throw new HelplineError("bad_input", "error.keys_last_holder", { alias }, after.closed ? "closed" : "roles");
  }
  const n = openChats(tx, staffId);
  if (after.alias !== alias) {
    refuseAlias(tx, after.alias, { but: staffId });
    if (isHeardBeside(tx, staffId)) throw new HelplineError("bad_input", "error.alias_in_chat", { alias }, "alias");
  }
  if (n === 0) return;
  if (after.closed) throw new HelplineError("bad_input", "error.member_talks", { n, alias }, "closed");
  if (!mayTalk(staffId, after)) throw new HelplineError("bad_input", "error.member_talks", { n, alias }, "roles");
  if (after.alias !== alias) throw new HelplineError("bad_input", "error.alias_in_chat", { alias }, "alias");
}

/** Throws `bad_input` of the field "roles" for none, and for whoever would lead safeguarding and answer young people. */
export function refuseRoles(given: readonly Role[]): void {
  if (given.length === 0) throw new HelplineError("bad_input", "admin.invite.no_role", {}, "roles");
  if (!mayHaveRoles(given)) throw new HelplineError("bad_input", "error.lead_answers", {}, "roles");
}

function mayHoldKey(id: number, { roles, closed }: MemberValues): boolean {
  return !closed && may({ id, roles }, "keys.hold");
}

function isAdmin({ roles, closed }: MemberValues): boolean {
  return roles.includes("admin") && !closed;
}

function otherAdmin(db: DataReader, staffId: number): boolean {
  const admins = q
    .selectFrom("staff")
    .innerJoin("staff_role", "staff_role.staff_id", "staff.id")
    .select("staff.id")
    .where("staff_role.role", "=", "admin")
    .where("staff.deactivated_at", "is", null);
  return db.first(admins.where("staff.id", "!=", staffId).limit(1)) !== undefined;
}

function mayTalk(id: number, { roles }: MemberValues): boolean {
  return may({ id, roles }, "conversation.write", { counsellorId: id, ended: false });
}

function store(
  tx: Tx,
  staffId: number,
  { before, values, by }: { before: MemberValues; values: MemberValues; by: number | null },
) {
  const { alias, language, languages, maxChats, closed } = values;
  const own = q.updateTable("staff").where("id", "=", staffId);
  tx.run(own.set({ alias, language, languages: languages.join(" "), chats_most: maxChats }));
  if (closed !== before.closed) tx.run(own.set({ deactivated_at: closed ? tx.at : null }));
  const given = values.roles.filter((role) => !before.roles.includes(role));
  const taken = before.roles.filter((role) => !values.roles.includes(role));
  for (const role of taken) {
    tx.run(q.deleteFrom("staff_role").where("staff_id", "=", staffId).where("role", "=", role));
  }
  for (const role of given) {
    tx.run(q.insertInto("staff_role").values({ staff_id: staffId, role, since: tx.at, given_by: by }));
  }
}

/** Whoever listens for them still is closed with the event (repaint.ts). */
function close(tx: Tx, emit: Emit, staffId: number) {
  setAvailability(tx, emit, { staffId, availability: "away" });
  endSessionsOf(tx, staffId);
  withdrawPasswordLinks(tx, emit, staffId);
  forgetOwnAddress(tx, emit, staffId);
}

/** Sets a member as they were before a change. Returns and throws as `setMember` does, and `not_found` for a change of somebody else. */
export function undoMember(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; changeId: number; basedOn?: number; by?: number },
): number {
  const { changeId, ...rest } = input;
  const found = tx.first(changesOf(input.staffId).where("id", "=", changeId));
  if (!found) throw new HelplineError("not_found");
  return setMember(tx, emit, { ...rest, values: asChange(found).before });
}

/** The changes of a member, the newest first, at most 50. */
export function memberChanges(db: DataReader, staffId: number): MemberChange[] {
  return db.all(changesOf(staffId).orderBy("id", "desc").limit(50)).map(asChange);
}

/** The newest change of a member, by its id; 0 when nothing was changed since they joined. */
export function newestMemberChange(db: DataReader, staffId: number): number {
  return db.first(changesOf(staffId).orderBy("id", "desc").limit(1))?.id ?? 0;
}

function changesOf(staffId: number) {
  const all = q.selectFrom("audit").selectAll().where("object", "=", asStaff(staffId));
  return all.where("action", "=", "staff.changed");
}

function asChange(row: {
  id: number;
  at: number;
  exact_at: number | null;
  actor: string;
  before: string | null;
  after: string | null;
}) {
  return {
    id: row.id,
    ...toldTime(row),
    actor: row.actor as Actor,
    before: JSON.parse(row.before!) as MemberValues,
    after: JSON.parse(row.after!) as MemberValues,
  };
}
