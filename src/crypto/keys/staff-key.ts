import { keyOfPassword, newPasswordSalt } from "../password.ts";
import { openBytes, sealBytes } from "../seal.ts";
import { type KeyPair, keyPairOf, newPair } from "./team-seal.ts";

export interface StaffKey {
  publicKey: Uint8Array;
  salt: Uint8Array;
  bytes: Uint8Array;
}

const label = "staff key/v1";

/** Makes a new key pair, sealed with a password. */
export async function newStaffKey(password: string): Promise<{ pair: KeyPair; sealed: StaffKey }> {
  const pair = newPair();
  return { pair, sealed: await lock(pair, password) };
}

/** Seals a key pair with another password; what was sealed to the pair stays readable. */
export async function lock({ publicKey, privateKey }: KeyPair, password: string): Promise<StaffKey> {
  const salt = newPasswordSalt();
  return { publicKey, salt, bytes: sealBytes(await keyOfPassword(password, salt), label, privateKey) };
}

/** Returns the first of some keys that a password opens; null if it opens none. */
export async function unlock(kept: StaffKey[], password: string): Promise<KeyPair | null> {
  for (const { salt, bytes } of kept) {
    const privateKey = openBytes(await keyOfPassword(password, salt), label, bytes);
    if (privateKey) return keyPairOf(new Uint8Array(privateKey));
  }
  return null;
}
