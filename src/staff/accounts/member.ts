import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { historyOf } from "#src/desk/history.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Role } from "#src/events.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { isLastHolder, takeTeamKey } from "#src/staff/keys/team-key.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { endSessionsOf } from "#src/staff/sign-in/session.ts";
import { may, mayHaveRoles, roles } from "../permissions.ts";
import { isHeardBeside, openChats, refuseAlias } from "../staff.ts";
import { withdrawLinksBy, withdrawPasswordLinks } from "./given-links.ts";
import { forgetOwnAddress } from "./own-address.ts";
import { forgetPhone } from "./own-phone.ts";

export interface MemberValues {
  alias: string;
  language: Language;
  /** They chat in these; [] = the language of their pages. */
  languages: Language[];
  /** Chats at once; null = as everyone. */
  maxChats: number | null;
  roles: Role[];
  closed: boolean;
}

export interface Account {
  id: number;
  signInName: string;
  realName: string;
  createdAt: number;
  values: MemberValues;
}

/** The changes of each member of the staff (id). */
export const memberHistory = historyOf<number, MemberValues>({
  action: "staff.changed",
  object: asStaff,
  read: (text) => JSON.parse(text!),
});

/** An account, open or closed; undefined if there never was one with this id. */
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

/** The closed accounts, by alias. */
export function closedAccounts(db: DataReader): Account[] {
  return db
    .all(q.selectFrom("staff").select("id").where("deactivated_at", "is not", null).orderBy("alias"))
    .map(({ id }) => account(db, id)!);
}

/**
 * Sets the given values of a member; returns the change's id, 0 for none. `by` (id) is kept as the giver of each new role.
 * Throws `not_found`, `taken` if one of them was set after the change `basedOn` (0 = none), and `bad_input` with its field.
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
  return memberHistory.newest(tx, staffId);
}

/** Whether any of these values was set to something else by a change that came after the one that was seen. */
function isSetSince(
  db: DataReader,
  staffId: number,
  { basedOn, values }: { basedOn: number; values: Partial<MemberValues> },
): boolean {
  const names = Object.keys(values) as (keyof MemberValues)[];
  return memberHistory.isSetSince(db, staffId, basedOn, ({ before, after }) =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])),
  );
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

/** Throws `bad_input` on field "roles" for no role, and for a lead who would answer young people. */
function refuseRoles(given: readonly Role[]): void {
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

/** The event that follows closes their live channels (live/repaint.ts). */
function close(tx: Tx, emit: Emit, staffId: number) {
  setAvailability(tx, emit, { staffId, availability: "away" });
  endSessionsOf(tx, staffId);
  withdrawPasswordLinks(tx, emit, staffId);
  forgetOwnAddress(tx, emit, staffId);
}

/** Sets a member back to before a change. Returns and throws as `setMember`, and `not_found` for a change of someone else. */
export function undoMember(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; changeId: number; basedOn?: number; by?: number },
): number {
  const { changeId, ...rest } = input;
  const change = memberHistory.find(tx, input.staffId, changeId);
  if (!change) throw new HelplineError("not_found");
  return setMember(tx, emit, { ...rest, values: change.before });
}
