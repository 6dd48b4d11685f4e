import { hourMs } from "#src/clock.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Role } from "#src/events.ts";
import { changeLine, lines, lineValues, shippedLineName } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { isZone } from "#src/hours/rules/check.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { withdrawMail } from "#src/mail/outbox.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting, setSettings } from "#src/settings/settings.ts";
import { standAlone } from "../learning/stage.ts";
import { may, mayHaveRoles } from "../permissions.ts";
import { memberNow, refuseAlias, staffMember } from "../staff.ts";
import { type WelcomeDraft, writtenDraft } from "./welcome-draft.ts";

export const invitationHours = 24;

export interface Invitation {
  id: number;
  roles: Role[];
  first: boolean;
  /** Whose password it sets anew; null for a link that makes an account. */
  forStaffId: number | null;
  draft: WelcomeDraft;
  madeBy: number | null;
}

/** `madeBy` is null for the command line; `forWhom` is in the maker's words, "" = not said. */
export interface Maker {
  madeBy?: number | null;
  forWhom?: string;
}

/** Makes a link of one use and returns its token, which is stored nowhere. Throws `not_allowed`, `bad_input`. */
export function invite(
  tx: Tx,
  emit: Emit,
  input: Maker & { roles: Role[]; first: boolean; draft?: WelcomeDraft },
): string {
  // Only the command line makes links without a maker.
  if (input.madeBy && !may(memberNow(tx, input.madeBy), "staff.invite")) throw new HelplineError("not_allowed");
  if (!mayHaveRoles(input.roles)) throw new HelplineError("bad_input", "error.lead_answers", {}, "roles");
  forgetOverdue(tx, emit);
  const { token, id } = storeLink(tx, { ...input, forStaffId: null });
  emit({ type: "staff.invited", invitationId: id, roles: input.roles });
  return token;
}

/** Whether anything is still kept of links that are too old; `at` is ms UTC. */
export function hasOverdue(db: DataReader, at: number): boolean {
  const kept = q.selectFrom("invitation").select("id").where("first", "=", 0).where("expires_at", "<=", at);
  const any = kept.where((eb) => eb.or([eb("draft", "is not", null), eb("for_whom", "is not", null)]));
  return db.first(any.limit(1)) !== undefined || db.first(lateMails(at).limit(1)) !== undefined;
}

function lateMails(at: number) {
  return q
    .selectFrom("mail")
    .innerJoin("invitation", "invitation.id", "mail.about")
    .select("invitation.id")
    .where("mail.purpose", "=", "invite")
    .where("mail.settled_at", "is", null)
    .where("invitation.expires_at", "<=", at);
}

/** Forgets what links that are too old still hold. The first account's draft stays, as every start prints a new link for it. */
export function forgetOverdue(tx: Tx, emit: Emit): void {
  for (const { id } of tx.all(lateMails(tx.at))) withdrawMail(tx, emit, { purpose: "invite", about: id });
  const overdue = q.updateTable("invitation").set({ draft: null, for_whom: null }).where("first", "=", 0);
  tx.run(overdue.where("expires_at", "<=", tx.at));
}

/** Stores a link of one use, valid for `invitationHours`. Returns its id, and its token, which is stored nowhere. */
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

/** All links for the first account share one draft, so someone who lost theirs goes on with the next. */
function firstDraft(db: DataReader): string | null {
  const typed = q.selectFrom("invitation").select("draft").where("first", "=", 1).where("draft", "is not", null);
  return db.first(typed.orderBy("id", "desc").limit(1))?.draft ?? null;
}

/** The invitation of a token; undefined if unknown, used, over (`at` is ms UTC), or for a first account that exists. */
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

/** Reads roles as they are stored, separated by spaces. */
export function rolesOf(text: string): Role[] {
  return text.split(" ").filter(Boolean) as Role[];
}

/** Whether anyone has an account yet. */
export function hasStaff(db: DataReader): boolean {
  return db.first(q.selectFrom("staff").select("id").limit(1)) !== undefined;
}

/** Keeps what is typed at a link until it is sent; never a password. */
export function saveDraft(tx: Tx, input: { invitation: Invitation; draft: WelcomeDraft }): void {
  const { id, first } = input.invitation;
  const saved = q.updateTable("invitation").set({ draft: JSON.stringify(input.draft) });
  tx.run(first ? saved.where("first", "=", 1) : saved.where("id", "=", id));
}

/** Uses up a link and forgets what was typed at it. */
export function useUp(tx: Tx, input: { invitation: Invitation; staffId: number }): void {
  const { id, first } = input.invitation;
  const over = { used_at: tx.at, staff_id: input.staffId, draft: null, for_whom: null };
  tx.run(q.updateTable("invitation").set(over).where("id", "=", id));
  if (first) tx.run(q.updateTable("invitation").set({ draft: null }).where("first", "=", 1));
}

interface NewMember {
  signInName: string;
  realName: string;
  alias: string;
  language: Language;
  languages?: Language[];
  /** Argon2id, hashed beforehand because a change cannot wait. */
  passwordHash: string;
  /** Of the first account: what it says of its helpline. */
  helplineName: string | null;
  country?: string | undefined;
  zone?: string | undefined;
}

/** Uses up an invitation and makes the account; returns its id. Throws `bad_input` with its field, and `ended`. */
export function acceptInvitation(tx: Tx, emit: Emit, input: NewMember & { token: string }): number {
  const found = invitation(tx, input.token, tx.at);
  if (!found || found.forStaffId !== null) throw new HelplineError("ended", "session.invitation_over");
  refuseTaken(tx, input);
  const { id: staffId } = tx.first(
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
      })
      .returning("id"),
  )!;
  const given = { since: tx.at, given_by: found.madeBy };
  for (const role of found.roles) tx.run(q.insertInto("staff_role").values({ staff_id: staffId, role, ...given }));
  useUp(tx, { invitation: found, staffId });
  if (found.first) standAlone(tx, emit, { staffId, first: true });
  if (found.first && input.helplineName) nameHelpline(tx, emit, input.helplineName);
  if (found.first) placeHelpline(tx, emit, input);
  emit({ type: "staff.joined", staffId, roles: found.roles });
  return staffId;
}

function refuseTaken(tx: Tx, input: NewMember) {
  const name = tx.first(q.selectFrom("staff").select("id").where("sign_in_name", "=", input.signInName));
  if (name) throw new HelplineError("bad_input", "session.name_taken", {}, "signInName");
  refuseAlias(tx, input.alias, { helpline: input.helplineName });
}

/** Its languages, its clock, its holidays, and whom young people call in danger; what is not known stays as shipped. */
function placeHelpline(tx: Tx, emit: Emit, { zone: timeZone = "", ...member }: NewMember) {
  offerLanguages(tx, emit, member);
  const numbers = shippedEmergency.find(({ country }) => country === member.country);
  if (numbers) setSetting(tx, emit, { name: "emergency", value: [numbers] });
  const [line] = lines(tx);
  if (line && isZone(timeZone)) setHours(tx, emit, { lineId: line.id, timeZone, calendar: null });
  if (line && numbers && numbers.country !== "EU")
    changeLine(tx, emit, { lineId: line.id, values: { ...lineValues(tx, line.id), country: numbers.country } });
}

/** A language that no one answers in is off until someone says so; those of who is there are on. */
function offerLanguages(tx: Tx, emit: Emit, { language, languages: spoken = [] }: NewMember) {
  const all = spoken.length > 0 ? languages.filter((one) => spoken.includes(one)) : [language];
  const values = { languages: all, language: all.includes(language) ? language : all[0]! };
  setSettings(tx, emit, { subject: "languages", values });
}

/** Young people see a line's name once there is a second line, so the first takes the helpline's. */
function nameHelpline(tx: Tx, emit: Emit, name: string) {
  setSetting(tx, emit, { name: "name", value: name });
  const [line] = lines(tx);
  if (line?.name !== shippedLineName) return;
  changeLine(tx, emit, { lineId: line.id, values: { ...lineValues(tx, line.id), name } });
}
