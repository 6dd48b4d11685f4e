import { challengeIn, credentialIn, keyShown } from "#src/crypto/passkey.ts";
import { asStaff } from "#src/db/db.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { keySite } from "#src/http/session/passkey-ask.ts";
import { keysOf, useKey } from "#src/staff/sign-in/passkeys.ts";
import { isLikeRecoveryCode, recoveryCodeOf, useRecoveryCode } from "#src/staff/sign-in/recovery-codes.ts";
import { canCheckCodes, takeCode } from "#src/staff/sign-in/second-step.ts";
import { networkOf } from "./networks.ts";

// Guessing slows down an account and the guesser's network; its owner has tries of their own in a browser they have used.

/** Returns whether one more password may be tried for a sign-in name; `staffId` is its owner, null for nobody's. */
export function mayTryPassword(c: C, helpline: Helpline, { name, staffId }: { name: string; staffId: number | null }) {
  const { limiter, devices, config } = helpline;
  const device = staffId === null ? null : devices.known(c.req.header("cookie"), staffId);
  if (device !== null) return limiter.take("signInKnown", `${device} ${staffId}`);
  const network = networkOf(c, config);
  // In this order a network over its limit takes nothing from others, and pushes no names out of memory with made-up ones.
  return (
    (network === null || limiter.take("signInOfNetwork", network)) &&
    limiter.take("signIn", name.toLowerCase()) &&
    limiter.take("signInOverall", "all")
  );
}

/** `locked`: codes of apps cannot be checked without the master key. */
type SecondTried = "right" | "wrong" | "too_fast" | "locked";

/** Checks a typed second step: a code of an app, a recovery code or a browser's answer with a key, each good once. */
export async function trySecondStep(
  c: C,
  helpline: Helpline,
  { staffId, typed, key = "" }: { staffId: number; typed: string; key?: string | undefined },
): Promise<SecondTried> {
  const { db, limiter, devices } = helpline;
  if (key !== "") return (await isKeyShown(c, helpline, staffId, key)) ? "right" : "wrong";
  if (isLikeRecoveryCode(typed)) {
    if (!limiter.take("recovery", staffId)) return "too_fast";
    const number = await recoveryCodeOf(db, staffId, typed);
    if (number === null) return "wrong";
    const used = await db.change(asStaff(staffId), (tx, emit) => useRecoveryCode(tx, emit, { staffId, number }));
    return used ? "right" : "wrong";
  }
  const code = typed.replace(/\s+/g, "");
  if (!/^\d{6}$/.test(code)) return "wrong";
  if (!canCheckCodes(db, staffId)) return "locked";
  const device = devices.known(c.req.header("cookie"), staffId);
  if (!limiter.take("code", device ? `${device} ${staffId}` : staffId)) return "too_fast";
  return (await db.change(asStaff(staffId), (tx) => takeCode(tx, { staffId, code }))) ? "right" : "wrong";
}

/** Nobody guesses a key, so its tries need not be counted. */
async function isKeyShown(c: C, helpline: Helpline, staffId: number, answer: string): Promise<boolean> {
  const { db } = helpline;
  const challenge = takeChallenge(helpline, { staffId, makes: false }, answer);
  const key = keysOf(db, staffId).find(({ credential }) => credential === credentialIn(answer));
  if (challenge === null || !key) return false;
  const counter = await keyShown(answer, keySite(c, helpline), { challenge, key });
  if (counter === null) return false;
  return db.change(asStaff(staffId), (tx) => useKey(tx, { id: key.id, before: key.counter, counter }));
}

/** Returns the challenge of an answer if it was asked of this person for this purpose; each is good once. */
export function takeChallenge(
  { challenges }: Helpline,
  { staffId, makes }: { staffId: number; makes: boolean },
  answer: string,
): string | null {
  const challenge = challengeIn(answer);
  const asked = challenge === null ? undefined : challenges.take(challenge);
  return asked?.staffId === staffId && asked.makes === makes ? challenge : null;
}
