import { randomBytes } from "node:crypto";

// A secret in shares of which any two give it back and one says nothing of it: Shamir's scheme with a line instead of a curve, byte by
// byte over GF(2^8) with the polynomial of AES (A. Shamir, "How to share a secret", 1979; FIPS 197, 4.2).

/** One share: its place (1 to 255) and its bytes. */
export interface Share {
  x: number;
  bytes: Uint8Array;
}

/** More people than any pair is chosen from. */
const maxShares = 255;

/** Splits a secret among `n` people. Throws RangeError for fewer than two, or more than there are places. */
export function split(secret: Uint8Array, n: number): Share[] {
  if (n < 2 || n > maxShares) throw new RangeError(`a secret cannot be split among ${n}`);
  const slope = randomBytes(secret.length);
  return Array.from({ length: n }, (_, i) => {
    const x = i + 1;
    return { x, bytes: secret.map((byte, at) => byte ^ times(slope[at]!, x)) };
  });
}

/** The secret of two shares; null for one and the same. Shares of two secrets give something else. */
export function joinShares(one: Share, other: Share): Uint8Array | null {
  if (one.x === other.x || one.bytes.length !== other.bytes.length) return null;
  const apart = inverse(one.x ^ other.x);
  return one.bytes.map((byte, at) => byte ^ times(times(byte ^ other.bytes[at]!, apart), one.x));
}

function times(a: number, b: number): number {
  let product = 0;
  let factor = a;
  for (let rest = b; rest > 0; rest >>= 1) {
    if (rest & 1) product ^= factor;
    factor = (factor << 1) ^ (factor & 0x80 ? 0x11b : 0);
  }
  return product;
}

/** Of 255 elements each to the power of 254 is its own inverse's. */
function inverse(a: number): number {
  let power = 1;
  for (let i = 0; i < 254; i += 1) power = times(power, a);
  return power;
}
