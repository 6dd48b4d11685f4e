import { verifyPassword } from "#src/crypto/password.ts";
import { asStaff } from "#src/db/db.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { trySecondStep } from "#src/http/limits/sign-in-attempts.ts";
import { type C, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { maxPassword } from "#src/staff/sign-in/password.ts";
import { hasSecondStep, secondStepOf } from "#src/staff/sign-in/second-step.ts";
import { confirmSession, isConfirmed } from "#src/staff/sign-in/session.ts";
import { credentials } from "#src/staff/staff.ts";
import { Confirm, type ConfirmProps } from "#views/session/confirm.tsx";
import { refuseMeanwhile } from "./gate.ts";
import { askKeyOf } from "./passkey-ask.ts";

// Someone who finds a console open, or has stolen its cookie, does not have the password.

/** The fields that show who someone is go no further than this. */
const own = ["confirm_password", "confirm_code", "key", "by"];
/** The password of another service, such as a mail server, waits in no page: it is typed again. */
const unkept = [...own, "password"];

/** Wraps a grave door: unless just given, the password and any second step are asked first; what was sent waits in that page. */
export function reauthenticate(handle: Handle): Handle {
  return async (c, helpline) => (await confirming(c, helpline)) ?? handle(c, helpline);
}

async function confirming(c: C, helpline: Helpline): Promise<Response | null> {
  const { db, clock, limiter } = helpline;
  const { id: staffId, signInName } = c.get("member");
  const session = c.get("sessionHash");
  if (isConfirmed(db, session, clock.now())) return null;
  const given = await lists(c);
  const [password, code, key] = own.map((name) => given[name]?.at(-1) ?? "") as [string, string, string];
  if (given.confirm_password === undefined) return ask(c, helpline, given, {});
  const { t } = staffFrame(c, helpline);
  if (!limiter.take("confirm", session)) {
    return ask(c, helpline, given, { confirm_password: t("session.sign_in.too_fast") });
  }
  const hash = credentials(db, signInName)?.passwordHash ?? null;
  if (!(await verifyPassword(password.slice(0, maxPassword), hash))) {
    helpline.refused.note("password", staffId);
    return ask(c, helpline, given, { confirm_password: t("session.wrong.old_password") });
  }
  const tried = hasSecondStep(db, staffId) ? await trySecondStep(c, helpline, { staffId, typed: code, key }) : "right";
  if (tried === "wrong") helpline.refused.note("password", staffId);
  if (tried !== "right") {
    const said = tried === "wrong" && secondStepOf(db, staffId).appSince === null ? "wrong_key" : tried;
    return ask(c, helpline, given, { confirm_code: t(`session.step.${said}`) });
  }
  await db.change(asStaff(staffId), (tx) => {
    refuseMeanwhile(c, helpline);
    confirmSession(tx, session);
  });
  return null;
}

async function ask(
  c: C,
  helpline: Helpline,
  given: Record<string, string[]>,
  errors: ConfirmProps["errors"],
): Promise<Response> {
  const fields = Object.entries(given).filter(([name]) => !unkept.includes(name));
  const isWrong = Object.keys(errors).length > 0;
  const { id: staffId } = c.get("member");
  const { appSince } = secondStepOf(helpline.db, staffId);
  const second = appSince === null ? "key" : "app";
  return page(
    c,
    <Confirm
      frame={staffFrame(c, helpline)}
      action={c.req.path}
      fields={fields.flatMap(([name, texts]) => texts.map((text) => [name, text] as const))}
      second={hasSecondStep(helpline.db, staffId) ? second : null}
      askKey={await askKeyOf(c, helpline, staffId)}
      errors={errors}
    />,
    isWrong ? 422 : 403,
  );
}
