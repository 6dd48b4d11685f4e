import { createHash, newToken } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Role } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { setSetting } from "#src/settings/settings.ts";
import { lookOf } from "./alias.ts";

/** How long a link for a new account is valid. */
export const invitationHours = 24;

/** The fewest characters a password may have. */
export const passwordLeast = 15;

export interface Invitation {
  id: number;
  roles: Role[];
  /** The link of the very first start: whoever uses it also names the helpline. */
  first: boolean;
}

/** Makes a link of one use, valid for `invitationHours`. Returns the token, which is kept nowhere. */
export function invite(tx: Tx, emit: Emit, input: { roles: Role[]; first: boolean }): string {
  const token = newToken();
  const row = tx.first(
    q
      .insertInto("invitation")
      .values({
        token_hash: createHash(token),
        roles: input.roles.join(" "),
        first: input.first ? 1 : 0,
        created_at: tx.at,
        expires_at: tx.at + invitationHours * 3_600_000,
        used_at: null,
        staff_id: null,
      })
      .returning("id"),
  );
  emit({ type: "staff.invited", invitationId: row!.id, roles: input.roles });
  return token;
}

/**
 * The invitation behind a token; undefined when it is unknown, used or too old (`at` is ms UTC). Every start without
 * an account prints a link for the first one: the others are worth nothing once somebody has it.
 */
export function invitation(db: DataReader, token: string, at: number): Invitation | undefined {
  const row = db.first(
    q
      .selectFrom("invitation")
      .select(["id", "roles", "first"])
      .where("token_hash", "=", createHash(token))
      .where("used_at", "is", null)
      .where("expires_at", ">", at),
  );
  if (!row || (row.first === 1 && hasStaff(db))) return undefined;
  return { id: row.id, roles: row.roles.split(" ") as Role[], first: row.first === 1 };
}

/** Whether anybody has an account yet. */
export function hasStaff(db: DataReader): boolean {
  return db.first(q.selectFrom("staff").select("id").limit(1)) !== undefined;
}

export interface NewMember {
  signInName: string;
  realName: string;
  alias: string;
  language: Language;
  /** Argon2id, made before: a verb cannot wait. */
  passwordHash: string;
  helplineName: string | null;
}

/**
 * Uses an invitation up and makes the account. Returns the staff id.
 * Throws HelplineError `bad_input` with its field for a name or alias somebody has, `ended` for a used invitation.
 */
export function join(tx: Tx, emit: Emit, input: NewMember & { token: string }): number {
  const found = invitation(tx, input.token, tx.at);
  if (!found) throw new HelplineError("ended", "session.invitation_over");
  refuseTaken(tx, input);
  const row = tx.first(
    q
      .insertInto("staff")
      .values({
        sign_in_name: input.signInName,
        real_name: input.realName,
        alias: input.alias,
        language: input.language,
        password_hash: input.passwordHash,
        created_at: tx.at,
        deactivated_at: null,
      })
      .returning("id"),
  );
  const staffId = row!.id;
  for (const role of found.roles) tx.run(q.insertInto("staff_role").values({ staff_id: staffId, role }));
  tx.run(q.updateTable("invitation").set({ used_at: tx.at, staff_id: staffId }).where("id", "=", found.id));
  if (found.first && input.helplineName) setSetting(tx, emit, { name: "name", value: input.helplineName });
  emit({ type: "staff.joined", staffId, roles: found.roles });
  return staffId;
}

function refuseTaken(tx: Tx, input: NewMember) {
  const name = tx.first(q.selectFrom("staff").select("id").where("sign_in_name", "=", input.signInName));
  if (name) throw new HelplineError("bad_input", "session.name_taken", {}, "signInName");
  const look = lookOf(input.alias);
  const alike = tx.all(q.selectFrom("staff").select("alias")).some(({ alias }) => lookOf(alias) === look);
  if (alike) throw new HelplineError("bad_input", "session.alias_taken", {}, "alias");
}
