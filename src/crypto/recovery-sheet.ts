import crypto from "node:crypto";
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { createHash } from "./hash.ts";

// The recovery sheet: an age identity on paper (age-encryption.org/v1), which opens with the `age` program too, should there be
// no Porchlight any more.

/** What stands on a new sheet. Nothing of it is kept but the recipient, and hashes of the check words. */
export interface Sheet {
  /** "AGE-SECRET-KEY-1…" */
  secret: string;
  /** "age1…": what is sealed to it, only the secret opens. */
  recipient: string;
  /** In their order: whoever types some of them has the sheet in their hands. */
  checks: string[];
}

const checkWords = 6;

/** A new sheet. */
export async function newSheet(): Promise<Sheet> {
  const secret = await generateIdentity();
  const recipient = await identityToRecipient(secret);
  return { secret, recipient, checks: Array.from({ length: checkWords }, newWord) };
}

/** Easier to type from paper: eight characters each, after the head that all have. */
export function inGroups(secret: string): string[] {
  return [secret.slice(0, 16), ...(secret.slice(16).match(/.{1,8}/g) ?? [])];
}

// Syllables that can be read and typed in every language of the pages, and are not mistaken for each other.
const consonants = "bdfgklmnprstv";
const vowels = "aeiou";

function newWord(): string {
  const one = (letters: string) => letters[crypto.randomInt(letters.length)]!;
  return Array.from({ length: 3 }, () => one(consonants) + one(vowels)).join("");
}

/** What is kept of a check word. */
export function checkOf(word: string): string {
  return createHash(`sheet|${word.trim().toLowerCase()}`);
}

/** Seals a text to a sheet. */
export async function sealToSheet(recipient: string, text: string): Promise<Uint8Array> {
  const to = new Encrypter();
  to.addRecipient(recipient);
  return to.encrypt(text);
}

/** The text again; null for what is no secret of a sheet, or for that of another. Spaces and capitals do not matter. */
export async function openWithSheet(secret: string, bytes: Uint8Array): Promise<string | null> {
  try {
    const by = new Decrypter();
    by.addIdentity(secret.replace(/\s+/g, "").toUpperCase());
    return await by.decrypt(bytes, "text");
  } catch {
    return null;
  }
}
