import { hashPassword } from "#src/crypto/password.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import type { Invitation } from "#src/staff/accounts/invitation.ts";
import { account } from "#src/staff/accounts/member.ts";
import { passwordLeast, setPasswordByLink } from "#src/staff/sign-in/password.ts";
import { type Owner, passwordProblem } from "#src/staff/sign-in/weak-password.ts";
import { staffMember } from "#src/staff/staff.ts";
import { NewPassword, type NewPasswordProps } from "#views/session/new-password.tsx";
import { passwordWasRight } from "./second-code.tsx";

/** Returns what is wrong with a password, as a sentence; null if nothing is. */
export function passwordWrong(t: Translate, password: string, owner: Owner): string | null {
  const problem = passwordProblem(password, owner);
  return problem && t(`session.wrong.${problem}`, { least: passwordLeast });
}

/** Returns what is known of the owner of an account, which is guessed first. */
export function ownerOf({ db }: Helpline, staffId: number): Owner {
  const { signInName, realName, values } = account(db, staffId)!;
  return { signInName, realName, alias: values.alias, helpline: settings(db).name };
}

/** GET /staff/welcome/:token, of a link for a new password: it asks for nothing else. */
export function showNewPassword(
  c: C,
  helpline: Helpline,
  staffId: number,
  errors: NewPasswordProps["errors"],
  status: 200 | 422 | 429 = 200,
  refused: string | null = null,
): Response {
  const { signInName, language } = staffMember(helpline.db, staffId)!;
  const props = { token: c.req.param("token")!, signInName, errors, refused, passwordLeast };
  return page(c, <NewPassword frame={staffFrame(c, helpline, language)} {...props} />, status);
}

/** POST /staff/welcome/:token, for a new password: ends their sessions, and signs them in after the second step. */
export async function takeNewPassword(c: C, helpline: Helpline, found: Invitation): Promise<Response> {
  const staffId = found.forStaffId!;
  const { password = "" } = await fields(c);
  const { t } = staffFrame(c, helpline, staffMember(helpline.db, staffId)!.language);
  if (!helpline.limiter.take("setUp", "all")) {
    return showNewPassword(c, helpline, staffId, { password: t("error.too_fast") }, 429);
  }
  const wrong = passwordWrong(t, password, ownerOf(helpline, staffId));
  if (wrong) return showNewPassword(c, helpline, staffId, { password: wrong }, 422);
  const change = { token: c.req.param("token")!, passwordHash: await hashPassword(password) };
  try {
    const { ended } = await helpline.db.change(`invitation:${found.id}`, (tx, emit) =>
      setPasswordByLink(tx, emit, change),
    );
    for (const session of ended) helpline.hub.close(session, "password");
  } catch (error) {
    if (!(error instanceof HelplineError) || error.key !== "error.password_in_chat") throw error;
    return showNewPassword(c, helpline, staffId, {}, 422, t(error.key, error.values));
  }
  return passwordWasRight(c, helpline, { staffId, password });
}
