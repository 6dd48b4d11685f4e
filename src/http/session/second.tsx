import { newKeyIn } from "#src/crypto/passkey.ts";
import { totpLink } from "#src/crypto/totp.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { qrMatrix } from "#src/http/frame/qr.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { takeChallenge } from "#src/http/limits/sign-in-attempts.ts";
import { browserName } from "#src/http/server/browser-name.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { settings } from "#src/settings/settings.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";
import { addKey, keysOf, removeKey } from "#src/staff/sign-in/passkeys.ts";
import { forgetRecoveryCodes, newRecoveryCodes, storeRecoveryCodes } from "#src/staff/sign-in/recovery-codes.ts";
import {
  beginApp,
  confirmApp,
  dropSecondStep,
  hasSecondStep,
  secondStepOf,
  waitingSecret,
} from "#src/staff/sign-in/second-step.ts";
import { secondStepDue } from "#src/staff/sign-in/second-step-due.ts";
import { Second, type SecondProps } from "#views/session/second.tsx";
import { refuseMeanwhile } from "./gate.ts";
import { askNewKey, keySite } from "./passkey-ask.ts";

/** GET /staff/me/second */
export const secondPage: Handle = (c, helpline) => showSecond(c, helpline, {});

/** POST /staff/me/second/app: makes the secret for an app, shown until the app has it. */
export const beginSecond: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  // Sent twice, the first one stays: an app may have been told it already.
  if (waitingSecret(helpline.db, id) === null && secondStepOf(helpline.db, id).appSince === null) {
    await act(c, helpline.db, (tx) => beginApp(tx, id));
  }
  return c.redirect("/staff/me/second", 303);
};

/** POST /staff/me/second/confirm: takes the first code of the app, which is asked from then on; shows recovery codes once. */
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
  const isFirst = !hasSecondStep(helpline.db, id);
  const { codes, hashes } = isFirst ? await newRecoveryCodes() : { codes: undefined, hashes: [] };
  const given = { staffId: id, code: typed, hashes };
  const right = await act(c, helpline.db, (tx, emit) => {
    refuseMeanwhile(c, helpline);
    return confirmApp(tx, emit, given);
  });
  if (!right) return showSecond(c, helpline, { errors: { code: t("session.step.wrong") } }, 422);
  return showSecond(c, helpline, codes ? { codes } : {});
};

/** POST /staff/me/second/codes: makes ten new recovery codes; the old ones are worth nothing. */
export const renewCodes: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  if (!hasSecondStep(helpline.db, id)) return c.redirect("/staff/me/second", 303);
  const { codes, hashes } = await newRecoveryCodes();
  await act(c, helpline.db, (tx, emit) => {
    refuseMeanwhile(c, helpline);
    storeRecoveryCodes(tx, { staffId: id, hashes });
    emit({ type: "staff.second_step", staffId: id, what: "codes_made" });
    tellOwner(tx, emit, { staffId: id, news: "second_step" });
  });
  return showSecond(c, helpline, { codes });
};

/** POST /staff/me/second/key: adds a key that the browser has just made; the first second step brings recovery codes. */
export const addSecondKey: Handle = async (c, helpline) => {
  const { db } = helpline;
  const { id: staffId } = c.get("member");
  const { new_key: answer = "" } = await fields(c);
  const challenge = takeChallenge(helpline, { staffId, makes: true }, answer);
  const key = challenge === null ? null : await newKeyIn(answer, keySite(c, helpline), challenge);
  if (!key) {
    const { t } = staffFrame(c, helpline);
    return showSecond(c, helpline, { errors: { new_key: t("session.key.failed") } }, 422);
  }
  const isFirst = !hasSecondStep(db, staffId);
  const { codes, hashes } = isFirst ? await newRecoveryCodes() : { codes: undefined, hashes: [] };
  const browser = browserName(c.req.header("user-agent"));
  await act(c, db, (tx, emit) => {
    refuseMeanwhile(c, helpline);
    addKey(tx, emit, { staffId, key, browser });
    if (isFirst) storeRecoveryCodes(tx, { staffId, hashes });
  });
  return showSecond(c, helpline, codes ? { codes } : {});
};

/** POST /staff/me/second/key-off: removes a key; with the last second step the recovery codes go too. */
export const removeSecondKey: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const id = idOf((await fields(c)).id);
  await act(c, helpline.db, (tx, emit) => {
    if (removeKey(tx, emit, { staffId, id }) && !hasSecondStep(tx, staffId)) forgetRecoveryCodes(tx, staffId);
  });
  return c.redirect("/staff/me/second", 303);
};

/** POST /staff/me/second/off: the password is enough again, if it may be. */
export const endSecond: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  await act(c, helpline.db, dropSecondStep, { staffId: id, by: id });
  return c.redirect("/staff/me/second", 303);
};

async function showSecond(
  c: C,
  helpline: Helpline,
  shown: { codes?: string[]; errors?: SecondProps["errors"] },
  status: 200 | 422 | 429 = 200,
): Promise<Response> {
  const { db } = helpline;
  const { id, signInName } = c.get("member");
  const secret = waitingSecret(db, id);
  const link = secret && totpLink(secret, { account: signInName, issuer: settings(db).name });
  return page(
    c,
    <Second
      frame={staffFrame(c, helpline)}
      has={secondStepOf(db, id)}
      keys={keysOf(db, id)}
      askKey={await askNewKey(c, helpline, c.get("member"))}
      app={link === null || secret === null ? null : { secret, matrix: qrMatrix(link) }}
      codes={shown.codes ?? null}
      due={secondStepDue(db, id)}
      zone={homeZone(db)}
      errors={shown.errors ?? {}}
    />,
    status,
  );
}
