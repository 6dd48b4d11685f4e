import { asStaff } from "#src/db/db.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { trySecondStep } from "#src/http/limits/sign-in-attempts.ts";
import { browserName } from "#src/http/server/browser-name.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";
import { hasSecondStep, secondStepOf } from "#src/staff/sign-in/second-step.ts";
import { credentials, staffMember } from "#src/staff/staff.ts";
import { SecondCode } from "#views/session/second-code.tsx";
import { firstPage } from "./gate.ts";
import { openKeys } from "./keys.ts";
import { askKeyOf } from "./passkey-ask.ts";
import type { Half } from "./pending-sign-in.ts";

/** Signs in someone whose password is right, or asks for their second step. */
export async function passwordWasRight(c: C, helpline: Helpline, given: Given): Promise<Response> {
  const { staffId } = given;
  if (!hasSecondStep(helpline.db, staffId)) return letIn(c, helpline, given);
  const passwordHash = passwordHashOf(helpline, staffId);
  return showSecond(c, helpline, helpline.halfway.begin({ ...given, passwordHash }), staffId);
}

interface Given {
  staffId: number;
  password: string;
}

/** POST /staff/sign-in/code: takes the second step; someone too late, or with another password by now, begins anew. */
export const signInCode: Handle = async (c, helpline) => {
  const { halfway: name = "", code = "", key } = await fields(c);
  const half = helpline.halfway.find(name);
  const isLate = ({ staffId, passwordHash }: Half) =>
    !staffMember(helpline.db, staffId) || passwordHashOf(helpline, staffId) !== passwordHash;
  if (!half || isLate(half)) return c.redirect("/staff/sign-in?why=slow", 303);
  const { staffId } = half;
  const tried = await trySecondStep(c, helpline, { staffId, typed: code.slice(0, 100), key });
  if (tried === "wrong") helpline.refused.note("sign_in", staffId);
  if (tried !== "right") return showSecond(c, helpline, name, staffId, tried);
  helpline.halfway.end(name);
  // Checking a recovery code takes a while too.
  if (isLate(half)) return c.redirect("/staff/sign-in?why=slow", 303);
  return letIn(c, helpline, half);
};

/** Signs someone in, remembers their browser, and leads them to where they begin. */
export async function letIn(c: C, helpline: Helpline, { staffId, password }: Given, to?: string): Promise<Response> {
  const { sessions, devices, db } = helpline;
  const session = await sessions.start(staffId, browserName(c.req.header("user-agent")));
  const isNew = devices.known(c.req.header("cookie"), staffId) === null;
  const device = await devices.remember(c.req.header("cookie"), staffId);
  await db.change(asStaff(staffId), (tx, emit) => {
    emit({ type: "staff.signed_in", staffId });
    if (isNew) tellOwner(tx, emit, { staffId, news: "browser" });
  });
  await openKeys(helpline, { staffId, password, cookie: session });
  c.header("Set-Cookie", session, { append: true });
  c.header("Set-Cookie", device, { append: true });
  return c.redirect(to ?? firstPage(helpline, staffId), 303);
}

function passwordHashOf({ db }: Helpline, staffId: number): string {
  return credentials(db, staffMember(db, staffId)?.signInName ?? "")?.passwordHash ?? "";
}

async function showSecond(
  c: C,
  helpline: Helpline,
  halfway: string,
  staffId: number,
  wrong?: "wrong" | "too_fast" | "locked",
): Promise<Response> {
  const frame = staffFrame(c, helpline, staffMember(helpline.db, staffId)!.language);
  const hasApp = secondStepOf(helpline.db, staffId).appSince !== null;
  const said = wrong === "wrong" && !hasApp ? "wrong_key" : wrong;
  const errors = said ? { code: frame.t(`session.step.${said}`) } : {};
  const askKey = await askKeyOf(c, helpline, staffId);
  return page(
    c,
    <SecondCode frame={frame} halfway={halfway} hasApp={hasApp} askKey={askKey} errors={errors} />,
    wrong === undefined ? 200 : wrong === "too_fast" ? 429 : 422,
  );
}
