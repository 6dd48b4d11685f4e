import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Role } from "#src/events.ts";
import { rolesOf } from "./invitation.ts";

/** A link that somebody was given, as long as it could have been used. */
export interface GivenLink {
  id: number;
  roles: Role[];
  /** ms UTC */
  expiresAt: number;
  /** The alias of whoever has used it; null while nobody has. */
  usedBy: string | null;
  /** The alias of whose password it makes anew; null for a link that makes an account. */
  forAlias: string | null;
}

/** The links given out in the last day and not withdrawn, the newest first. `at` is ms UTC. */
export function givenLinks(db: DataReader, at: number): GivenLink[] {
  return db
    .all(
      q
        .selectFrom("invitation")
        .leftJoin("staff as used", "used.id", "invitation.staff_id")
        .leftJoin("staff as whose", "whose.id", "invitation.for_staff_id")
        .select(["invitation.id", "roles", "expires_at", "used.alias as usedBy", "whose.alias as forAlias"])
        .where("first", "=", 0)
        .where("expires_at", ">", at)
        .orderBy("invitation.id", "desc"),
    )
    .map(({ roles, expires_at, ...rest }) => ({ ...rest, roles: rolesOf(roles), expiresAt: expires_at }));
}

/** Takes a link back: it opens nothing any more. One that is over already stays as it is. Throws `not_found`, and `ended` when it was used. */
export function withdraw(tx: Tx, emit: Emit, input: { invitationId: number }): void {
  const { invitationId } = input;
  const own = q.selectFrom("invitation").select(["used_at", "expires_at"]).where("id", "=", invitationId);
  const found = tx.first(own.where("first", "=", 0));
  if (!found) throw new HelplineError("not_found");
  if (found.used_at !== null) throw new HelplineError("ended", "admin.invite.used_meanwhile");
  if (found.expires_at <= tx.at) return;
  tx.run(q.updateTable("invitation").set({ expires_at: tx.at, draft: null }).where("id", "=", invitationId));
  emit({ type: "staff.invitation_withdrawn", invitationId });
}
