import { randomBytes } from "node:crypto";

// Shamir's scheme with a line, over GF(2^8) with AES's polynomial ("How to share a secret", 1979; FIPS 197, section 4.2).

export interface Share {
  x: number;
  bytes: Uint8Array;
}

const maxShares = 255;

/** Splits a secret so that any two of `n` people join it and one knows nothing. Throws RangeError unless `n` is 2 to 255. */
export function split(secret: Uint8Array, n: number): Share[] {
  if (n < 2 || n > maxShares) throw new RangeError(`a secret cannot be split among ${n}`);
  const slope = randomBytes(secret.length);
  return Array.from({ length: n }, (_, i) => {
    const x = i + 1;
    return { x, bytes: secret.map((byte, at) => byte ^ times(slope[at]!, x)) };
  });
}

/** Returns the secret of two shares; null if they are one and the same. Shares of different secrets give something else. */
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

function inverse(a: number): number {
  let power = 1;
  for (let i = 0; i < 254; i += 1) power = times(power, a);
  return power;
}
