import { Secret, TOTP } from "otpauth";

// Codes of an app, as every such app makes them: SHA-1, six digits, a step of 30 s. RFC 6238.

const period = 30;
const digits = 6;

/** How many steps a clock may be off, on either side. RFC 6238, section 5.2. */
const skew = 1;

/** What an app makes codes from: 160 bits, in base32 as it is typed. RFC 4226, section 4. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an app is told by scanning: whose codes these are, and of which helpline. */
export function totpLink(secret: string, { account, issuer }: { account: string; issuer: string }): string {
  return new TOTP({ secret, label: account, issuer, period, digits }).toString();
}

/** The step (number of 30 s since 1970) whose code this is, at an instant (ms UTC) or one step beside it; null for no such code. */
export function totpStep(secret: string, code: string, at: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const off = new TOTP({ secret, period, digits }).validate({ token: code, timestamp: at, window: skew });
  return off === null ? null : Math.floor(at / 1000 / period) + off;
}
