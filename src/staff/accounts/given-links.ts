import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, MailOutcome, Role } from "#src/events.ts";
import { withdrawMail } from "#src/mail/outbox.ts";
import { outcomeOf } from "#src/mail/outcome.ts";
import { rolesOf } from "./invitation.ts";

export interface GivenLink {
  id: number;
  roles: Role[];
  expiresAt: number;
  usedBy: string | null;
  /** An alias; null for a link that makes an account. */
  forAlias: string | null;
  /** In the maker's words; null = not said, or no longer kept. */
  forWhom: string | null;
  mail: MailOutcome | "queued" | null;
  madeBy: string | null;
}

/** The links given out in the last day and not withdrawn, newest first; `at` is ms UTC. */
export function givenLinks(db: DataReader, at: number): GivenLink[] {
  return db
    .all(
      q
        .selectFrom("invitation")
        .leftJoin("staff as used", "used.id", "invitation.staff_id")
        .leftJoin("staff as whose", "whose.id", "invitation.for_staff_id")
        .leftJoin("staff as maker", "maker.id", "invitation.made_by")
        .select(["invitation.id", "roles", "expires_at", "for_whom as forWhom"])
        .select(["used.alias as usedBy", "whose.alias as forAlias", "maker.alias as madeBy"])
        .where("first", "=", 0)
        .where("expires_at", ">", at)
        .orderBy("invitation.id", "desc"),
    )
    .map(({ roles, expires_at, ...rest }) => ({
      ...rest,
      roles: rolesOf(roles),
      expiresAt: expires_at,
      mail: outcomeOf(db, { purpose: "invite", about: rest.id }),
    }));
}

interface MadeTogether {
  ids: number[];
  people: string[];
  at: number;
}

/** The links that someone last made together, as far as they still open something; null for none. `at` is ms UTC. */
export function lastMadeTogether(db: DataReader, madeBy: number, at: number): MadeTogether | null {
  const open = db.all(
    q
      .selectFrom("invitation")
      .select(["id", "created_at as at", "for_whom as forWhom"])
      .where("made_by", "=", madeBy)
      .where("first", "=", 0)
      .where("for_staff_id", "is", null)
      .where("used_at", "is", null)
      .where("expires_at", ">", at)
      .orderBy("id", "desc"),
  );
  const newest = open.find((one) => open.filter((other) => other.at === one.at).length > 1);
  if (!newest) return null;
  const together = open.filter((one) => one.at === newest.at).reverse();
  return { ids: together.map(({ id }) => id), people: together.flatMap(({ forWhom }) => forWhom ?? []), at: newest.at };
}

/** Withdraws a link; one that is over stays as it is. Throws `not_found`, and `ended` when it was used. */
export function withdrawInvitation(tx: Tx, emit: Emit, input: { invitationId: number }): void {
  const { invitationId } = input;
  const own = q.selectFrom("invitation").select(["used_at", "expires_at"]).where("id", "=", invitationId);
  const found = tx.first(own.where("first", "=", 0));
  if (!found) throw new HelplineError("not_found");
  if (found.used_at !== null) throw new HelplineError("ended", "admin.invite.used_meanwhile");
  if (found.expires_at <= tx.at) return;
  endLink(tx, emit, invitationId);
}

/** Withdraws every link that someone gave out, for when they may no longer invite. */
export function withdrawLinksBy(tx: Tx, emit: Emit, staffId: number): void {
  const given = q.selectFrom("invitation").select("id").where("made_by", "=", staffId).where("used_at", "is", null);
  for (const { id } of tx.all(given.where("expires_at", ">", tx.at))) endLink(tx, emit, id);
}

/** Withdraws the links with which someone could choose a new password. */
export function withdrawPasswordLinks(tx: Tx, emit: Emit, staffId: number): void {
  const own = q.selectFrom("invitation").select("id").where("for_staff_id", "=", staffId).where("used_at", "is", null);
  for (const { id } of tx.all(own.where("expires_at", ">", tx.at))) endLink(tx, emit, id);
}

function endLink(tx: Tx, emit: Emit, invitationId: number) {
  const over = { expires_at: tx.at, draft: null, for_whom: null };
  tx.run(q.updateTable("invitation").set(over).where("id", "=", invitationId));
  withdrawMail(tx, emit, { purpose: "invite", about: invitationId });
  emit({ type: "staff.invitation_withdrawn", invitationId });
}
