import crypto from "node:crypto";
import { lazily } from "#src/lazy.ts";
import { createHash } from "./hash.ts";

// An age identity on paper (age-encryption.org/v1): without Porchlight, the `age` program opens it too.

const age = () => import("age-encryption");
const { generateIdentity, identityToRecipient } = lazily(age);

/** What stands on a new sheet. Only the recipient and hashes of the check words are kept. */
export interface Sheet {
  secret: string;
  recipient: string;
  checks: string[];
}

const checkWords = 6;

/** Makes a new sheet. */
export async function newSheet(): Promise<Sheet> {
  const secret = await generateIdentity();
  const recipient = await identityToRecipient(secret);
  return { secret, recipient, checks: Array.from({ length: checkWords }, newWord) };
}

/** Splits a secret into groups that are easy to type: the head that all have, then eight characters each. */
export function inGroups(secret: string): string[] {
  return [secret.slice(0, sheetKeyHead.length), ...(secret.slice(sheetKeyHead.length).match(/.{1,8}/g) ?? [])];
}

// Syllables that can be read and typed in every language of the pages, and are not mistaken for each other.
const consonants = "bdfgklmnprstv";
const vowels = "aeiou";

function newWord(): string {
  const one = (letters: string) => letters[crypto.randomInt(letters.length)]!;
  return Array.from({ length: 3 }, () => one(consonants) + one(vowels)).join("");
}

/** Returns the hash that is kept of a check word. */
export function checkOf(word: string): string {
  return createHash(`sheet|${word.trim().toLowerCase()}`);
}

/** Seals a text to a sheet. */
export async function sealToSheet(recipient: string, text: string): Promise<Uint8Array> {
  const { Encrypter } = await age();
  const to = new Encrypter();
  to.addRecipient(recipient);
  return to.encrypt(text);
}

/** Returns the key that shows of copies that they are ours; the secret is in capitals and without spaces. */
export function proofOfSheet(secret: string): Uint8Array {
  return new Uint8Array(crypto.hkdfSync("sha256", secret, "", "porchlight copies-proof/v1", 32));
}

/** What every key of a sheet begins with, and how long it is. */
export const sheetKeyHead = "AGE-SECRET-KEY-1";
export const sheetKeyLength = 74;

/** Returns whether a text, in capitals and without spaces, is a key as it stands on some sheet: a wrong letter shows. */
export function isSheetKey(secret: string): Promise<boolean> {
  if (!secret.startsWith(sheetKeyHead)) return Promise.resolve(false);
  return identityToRecipient(secret).then(
    () => true,
    () => false,
  );
}

/** Opens a text; null if the secret is not the sheet's. Spaces and capitals do not matter. */
export async function openWithSheet(secret: string, bytes: Uint8Array): Promise<string | null> {
  try {
    const { Decrypter } = await age();
    const by = new Decrypter();
    by.addIdentity(secret.replace(/\s+/g, "").toUpperCase());
    return await by.decrypt(bytes, "text");
  } catch {
    return null;
  }
}
