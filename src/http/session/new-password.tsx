import { hashPassword } from "#src/crypto/password.ts";
import type { Key } from "#src/i18n/i18n.ts";
import type { Invitation } from "#src/staff/invitation.ts";
import { passwordLeast, passwordMost, setPasswordByLink } from "#src/staff/password.ts";
import { staffMember } from "#src/staff/staff.ts";
import { NewPassword, type NewPasswordProps } from "#views/session/new-password.tsx";
import { type C, fields, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";

/** Why a password may not stand, as a sentence that says how many characters it needs (`least`); null for one that may. */
export function passwordProblem(password: string): Key | null {
  if (password.length < passwordLeast) return "session.wrong.password_short";
  return password.length > passwordMost ? "session.wrong.long" : null;
}

/** GET /staff/welcome/:token of a link for a new password: it asks for nothing else. */
export function showNewPassword(
  c: C,
  helpline: Helpline,
  staffId: number,
  errors: NewPasswordProps["errors"],
  status: 200 | 422 | 429 = 200,
): Response {
  const { signInName, language } = staffMember(helpline.db, staffId)!;
  const props = { token: c.req.param("token")!, signInName, errors, passwordLeast };
  return page(c, <NewPassword frame={staffFrame(c, helpline, language)} {...props} />, status);
}

/** POST of the same: the password is another, every session of theirs ends, and they are signed in here. */
export async function takeNewPassword(c: C, helpline: Helpline, found: Invitation): Promise<Response> {
  const staffId = found.forStaffId!;
  const { password = "" } = await fields(c);
  const { t } = staffFrame(c, helpline, staffMember(helpline.db, staffId)!.language);
  if (!helpline.limiter.take("setUp", "all")) {
    return showNewPassword(c, helpline, staffId, { password: t("error.too_fast") }, 429);
  }
  const problem = passwordProblem(password);
  if (problem) {
    return showNewPassword(c, helpline, staffId, { password: t(problem, { least: passwordLeast }) }, 422);
  }
  const change = { token: c.req.param("token")!, passwordHash: await hashPassword(password) };
  const { ended } = await helpline.db.change(`invitation:${found.id}`, (tx, emit) =>
    setPasswordByLink(tx, emit, change),
  );
  for (const session of ended) helpline.hub.close(session);
  c.header("Set-Cookie", await helpline.sessions.start(staffId));
  return c.redirect("/staff", 303);
}
