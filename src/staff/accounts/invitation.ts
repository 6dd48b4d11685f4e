import { hourMs } from "#src/clock.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Role } from "#src/events.ts";
import { changeLine, lines, lineValues, shippedLineName } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { withdrawMail } from "#src/mail/outbox.ts";
import { setSetting } from "#src/settings/settings.ts";
import { may, mayHaveRoles } from "../permissions.ts";
import { memberNow, refuseAlias, staffMember } from "../staff.ts";
import { type WelcomeDraft, writtenDraft } from "./welcome-draft.ts";

/** How long a link for a new account or a new password is valid. */
export const invitationHours = 24;

export interface Invitation {
  id: number;
  roles: Role[];
  /** The link of the very first start: whoever uses it also names the helpline. */
  first: boolean;
  /** Whose password it makes anew; null for a link that makes an account. */
  forStaffId: number | null;
  /** What was typed here before and not sent. */
  draft: WelcomeDraft;
  /** Who gave it out; null for the command line. */
  madeBy: number | null;
}

/** Whose link it is: `madeBy` null for the command line; `forWhom` in the maker's words, "" = not said. */
export interface Maker {
  madeBy?: number | null;
  forWhom?: string;
}

/**
 * Makes a link of one use, with what already stands in its fields (`draft`), valid for `invitationHours`, or until whoever made it may invite nobody any more. Returns the
 * token, which is kept nowhere. Throws `not_allowed` for a maker who may invite nobody, `bad_input` for a lead who would answer young people.
 */
export function invite(
  tx: Tx,
  emit: Emit,
  input: Maker & { roles: Role[]; first: boolean; draft?: WelcomeDraft },
): string {
  // Links are made without anybody by the command line alone.
  if (input.madeBy && !may(memberNow(tx, input.madeBy), "staff.invite")) throw new HelplineError("not_allowed");
  if (!mayHaveRoles(input.roles)) throw new HelplineError("bad_input", "error.lead_answers", {}, "roles");
  forgetOverdue(tx, emit);
  const { token, id } = storeLink(tx, { ...input, forStaffId: null });
  emit({ type: "staff.invited", invitationId: id, roles: input.roles });
  return token;
}

/** Whether anything is still kept of links that are too old (`at` is ms UTC). */
export function hasOverdue(db: DataReader, at: number): boolean {
  const kept = q.selectFrom("invitation").select("id").where("first", "=", 0).where("expires_at", "<=", at);
  const any = kept.where((eb) => eb.or([eb("draft", "is not", null), eb("for_whom", "is not", null)]));
  return db.first(any.limit(1)) !== undefined || db.first(lateMails(at).limit(1)) !== undefined;
}

/** Links that are too old though the mail with them has not gone yet. */
function lateMails(at: number) {
  return q
    .selectFrom("mail")
    .innerJoin("invitation", "invitation.id", "mail.about")
    .select("invitation.id")
    .where("mail.purpose", "=", "invite")
    .where("mail.settled_at", "is", null)
    .where("invitation.expires_at", "<=", at);
}

/** Nobody goes on where a link is too old, and whom it was for is kept no longer; the first one is followed by another with every start. */
export function forgetOverdue(tx: Tx, emit: Emit): void {
  for (const { id } of tx.all(lateMails(tx.at))) withdrawMail(tx, emit, { purpose: "invite", about: id });
  const overdue = q.updateTable("invitation").set({ draft: null, for_whom: null }).where("first", "=", 0);
  tx.run(overdue.where("expires_at", "<=", tx.at));
}

/** Keeps a link of one use, valid for `invitationHours`. Returns its id, and the token, which is kept nowhere. */
export function storeLink(
  tx: Tx,
  {
    roles,
    first,
    forStaffId,
    madeBy = null,
    forWhom = "",
    draft,
  }: Maker & { roles: Role[]; first: boolean; forStaffId: number | null; draft?: WelcomeDraft },
): { token: string; id: number } {
  const token = newToken();
  const row = tx.first(
    q
      .insertInto("invitation")
      .values({
        token_hash: createHash(token),
        roles: roles.join(" "),
        first: first ? 1 : 0,
        created_at: tx.at,
        expires_at: tx.at + invitationHours * hourMs,
        used_at: null,
        staff_id: null,
        for_staff_id: forStaffId,
        draft: first ? firstDraft(tx) : draft ? JSON.stringify(draft) : null,
        made_by: madeBy,
        for_whom: forWhom === "" ? null : forWhom,
      })
      .returning("id"),
  );
  return { token, id: row!.id };
}

/** All links of the first account share one draft: whoever lost theirs goes on with the next. */
function firstDraft(db: DataReader): string | null {
  const typed = q.selectFrom("invitation").select("draft").where("first", "=", 1).where("draft", "is not", null);
  return db.first(typed.orderBy("id", "desc").limit(1))?.draft ?? null;
}

/**
 * The invitation behind a token; undefined when it is unknown, used, withdrawn or too old (`at` is ms UTC). Every start
 * without an account prints a link for the first one: the others are worth nothing once somebody has it.
 */
export function invitation(db: DataReader, token: string, at: number): Invitation | undefined {
  const row = db.first(
    q
      .selectFrom("invitation")
      .select(["id", "roles", "first", "for_staff_id", "draft", "made_by"])
      .where("token_hash", "=", createHash(token))
      .where("used_at", "is", null)
      .where("expires_at", ">", at),
  );
  if (!row || (row.first === 1 && hasStaff(db))) return undefined;
  if (row.for_staff_id !== null && !staffMember(db, row.for_staff_id)) return undefined;
  return {
    id: row.id,
    roles: rolesOf(row.roles),
    first: row.first === 1,
    forStaffId: row.for_staff_id,
    draft: writtenDraft(row.draft),
    madeBy: row.made_by,
  };
}

/** Roles as they are stored. */
export function rolesOf(text: string): Role[] {
  return text.split(" ").filter(Boolean) as Role[];
}

/** Whether anybody has an account yet. */
export function hasStaff(db: DataReader): boolean {
  return db.first(q.selectFrom("staff").select("id").limit(1)) !== undefined;
}

/** Keeps what is typed at a link until it is sent; never a password. */
export function saveDraft(tx: Tx, input: { invitation: Invitation; draft: WelcomeDraft }): void {
  const { id, first } = input.invitation;
  const saved = q.updateTable("invitation").set({ draft: JSON.stringify(input.draft) });
  tx.run(first ? saved.where("first", "=", 1) : saved.where("id", "=", id));
}

/** Uses a link up. What was typed at it is where it belongs now. */
export function useUp(tx: Tx, input: { invitation: Invitation; staffId: number }): void {
  const { id, first } = input.invitation;
  const over = { used_at: tx.at, staff_id: input.staffId, draft: null, for_whom: null };
  tx.run(q.updateTable("invitation").set(over).where("id", "=", id));
  if (first) tx.run(q.updateTable("invitation").set({ draft: null }).where("first", "=", 1));
}

export interface NewMember {
  signInName: string;
  realName: string;
  alias: string;
  language: Language;
  /** In which they chat; none = their own. */
  languages?: Language[];
  /** Argon2id, made before: a verb cannot wait. */
  passwordHash: string;
  helplineName: string | null;
}

/**
 * Uses an invitation up and makes the account. Returns the staff id.
 * Throws HelplineError `bad_input` with its field for a name or alias somebody has, `ended` for a used invitation.
 */
export function acceptInvitation(tx: Tx, emit: Emit, input: NewMember & { token: string }): number {
  const found = invitation(tx, input.token, tx.at);
  if (!found || found.forStaffId !== null) throw new HelplineError("ended", "session.invitation_over");
  refuseTaken(tx, input);
  const row = tx.first(
    q
      .insertInto("staff")
      .values({
        sign_in_name: input.signInName,
        real_name: input.realName,
        alias: input.alias,
        language: input.language,
        languages: (input.languages ?? []).join(" "),
        password_hash: input.passwordHash,
        created_at: tx.at,
        deactivated_at: null,
      })
      .returning("id"),
  );
  const staffId = row!.id;
  const given = { since: tx.at, given_by: found.madeBy };
  for (const role of found.roles) tx.run(q.insertInto("staff_role").values({ staff_id: staffId, role, ...given }));
  useUp(tx, { invitation: found, staffId });
  if (found.first && input.helplineName) nameHelpline(tx, emit, input.helplineName);
  emit({ type: "staff.joined", staffId, roles: found.roles });
  return staffId;
}

function refuseTaken(tx: Tx, input: NewMember) {
  const name = tx.first(q.selectFrom("staff").select("id").where("sign_in_name", "=", input.signInName));
  if (name) throw new HelplineError("bad_input", "session.name_taken", {}, "signInName");
  refuseAlias(tx, input.alias, { helpline: input.helplineName });
}

/** Young people see the name of a line once there is a second one. */
function nameHelpline(tx: Tx, emit: Emit, name: string) {
  setSetting(tx, emit, { name: "name", value: name });
  const [line] = lines(tx);
  if (line?.name !== shippedLineName) return;
  changeLine(tx, emit, { lineId: line.id, values: { ...lineValues(tx, line.id), name } });
}
