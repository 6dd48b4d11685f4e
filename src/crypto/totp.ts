import { Secret, TOTP } from "otpauth";

// RFC 6238 as every app does it: SHA-1, six digits, a step of 30 s.

const period = 30;
const digits = 6;

/** Steps that a clock may be off, on either side (RFC 6238, section 5.2). */
const skew = 1;

/** Returns a new secret for an app: 160 bits in base32 (RFC 4226, section 4). */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** Returns the link that an app scans; it names the account and the helpline. */
export function totpLink(secret: string, { account, issuer }: { account: string; issuer: string }): string {
  return new TOTP({ secret, label: account, issuer, period, digits }).toString();
}

/** Returns the step (30 s since 1970) of a code at an instant (ms UTC), or one step beside it; null if there is none. */
export function totpStep(secret: string, code: string, at: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const off = new TOTP({ secret, period, digits }).validate({ token: code, timestamp: at, window: skew });
  return off === null ? null : Math.floor(at / 1000 / period) + off;
}
