import { totpLink } from "#src/crypto/totp.ts";
import { lines } from "#src/hours/lines.ts";
import { settings } from "#src/settings/settings.ts";
import { newRecoveryCodes, storeRecoveryCodes } from "#src/staff/recovery-codes.ts";
import {
  beginApp,
  confirmApp,
  dropSecondStep,
  hasSecondStep,
  secondStepOf,
  waitingSecret,
} from "#src/staff/second-step.ts";
import { secondStepDue } from "#src/staff/second-step-due.ts";
import { Second, type SecondProps } from "#views/session/second.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { qrMatrix } from "../qr.ts";
import { staffFrame } from "../staff-frame.ts";

/** GET /staff/me/second */
export const secondPage: Handle = (c, helpline) => showSecond(c, helpline, {});

/** POST /staff/me/second/app: what an app is to make codes from is made, and shown until the app has it. */
export const beginSecond: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  // Sent twice, the first is shown: an app may have been told it already.
  if (waitingSecret(helpline.db, id) === null && !hasSecondStep(helpline.db, id)) {
    await helpline.db.change(`staff:${id}`, (tx) => beginApp(tx, id));
  }
  return c.redirect("/staff/me/second", 303);
};

/** POST /staff/me/second/confirm: the first code of the app; from then on it is asked for. The recovery codes are shown, once. */
export const confirmSecond: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  const { code = "" } = await fields(c);
  const { t } = staffFrame(c, helpline);
  const typed = code.replace(/\s+/g, "");
  if (waitingSecret(helpline.db, id) === null) return c.redirect("/staff/me/second", 303);
  if (!helpline.limiter.take("code", `new ${id}`)) {
    return showSecond(c, helpline, { errors: { code: t("session.step.too_fast") } }, 429);
  }
  if (!/^\d{6}$/.test(typed)) return showSecond(c, helpline, { errors: { code: t("session.step.wrong") } }, 422);
  const { codes, hashes } = await newRecoveryCodes();
  const given = { staffId: id, code: typed, hashes };
  const right = await helpline.db.change(`staff:${id}`, (tx, emit) => confirmApp(tx, emit, given));
  if (!right) return showSecond(c, helpline, { errors: { code: t("session.step.wrong") } }, 422);
  return showSecond(c, helpline, { codes });
};

/** POST /staff/me/second/codes: ten new recovery codes; the old ones are worth nothing. */
export const renewCodes: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  if (!hasSecondStep(helpline.db, id)) return c.redirect("/staff/me/second", 303);
  const { codes, hashes } = await newRecoveryCodes();
  await helpline.db.change(`staff:${id}`, (tx, emit) => {
    storeRecoveryCodes(tx, { staffId: id, hashes });
    emit({ type: "staff.second_step", staffId: id, what: "codes_made" });
  });
  return showSecond(c, helpline, { codes });
};

/** POST /staff/me/second/off: the password is enough again, where it may be. */
export const endSecond: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  await helpline.db.change(`staff:${id}`, (tx, emit) => dropSecondStep(tx, emit, { staffId: id, by: id }));
  return c.redirect("/staff/me/second", 303);
};

function showSecond(
  c: C,
  helpline: Helpline,
  shown: { codes?: string[]; errors?: SecondProps["errors"] },
  status: 200 | 422 | 429 = 200,
): Response {
  const { db } = helpline;
  const { id, signInName } = c.get("member");
  const secret = waitingSecret(db, id);
  const link = secret && totpLink(secret, { account: signInName, issuer: settings(db).name });
  return page(
    c,
    <Second
      frame={staffFrame(c, helpline)}
      has={secondStepOf(db, id)}
      app={link === null || secret === null ? null : { secret, matrix: qrMatrix(link) }}
      codes={shown.codes ?? null}
      due={secondStepDue(db, id)}
      zone={lines(db)[0]!.timeZone}
      errors={shown.errors ?? {}}
    />,
    status,
  );
}
