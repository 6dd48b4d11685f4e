import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { tellOwner } from "./account-mail.ts";
import { tellsSignIn } from "./alias.ts";
import { account } from "./member.ts";

/** Corrects someone's names; the old ones are kept nowhere. Throws `not_found`, and `bad_input` with its field. */
export function setNames(tx: Tx, emit: Emit, input: { staffId: number; realName: string; signInName: string }): void {
  const { staffId, realName, signInName } = input;
  const found = account(tx, staffId);
  if (!found) throw new HelplineError("not_found");
  if (realName === found.realName && signInName === found.signInName) return;
  const named = tx.first(q.selectFrom("staff").select("id").where("sign_in_name", "=", signInName));
  if (named && named.id !== staffId) throw new HelplineError("bad_input", "session.name_taken", {}, "name");
  const { alias } = found.values;
  if (signInName !== found.signInName && tellsSignIn(alias, signInName)) {
    throw new HelplineError("bad_input", "admin.member.names_alias", { alias }, "name");
  }
  const own = q.updateTable("staff").where("id", "=", staffId);
  tx.run(own.set({ real_name: realName, sign_in_name: signInName }));
  emit({ type: "staff.names_set", staffId });
  tellOwner(tx, emit, { staffId, news: "names" });
}
