import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { conversation } from "../conversation.ts";

// The secret word is asked of anyone who opens the chat after a while, before it shows; only the young person ever sees it.

export const secretLeast = 4;
export const maxSecret = 60;

/** Returns a word as it is compared, without capitals, spaces, wide letters and kinds of apostrophe. */
export function bareSecret(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{VS}]/gu, "")
    .replace(/[‘’]/g, "'")
    .toLowerCase();
}

/** Returns what is wrong with a bare word: `short` (also one letter repeated) or `long`; null for nothing. */
export function wrongWith(word: string): "short" | "long" | null {
  const letters = [...word];
  if (letters.length < secretLeast || new Set(letters).size === 1) return "short";
  return letters.length > maxSecret ? "long" : null;
}

/** Keeps the secret word of an open chat as its hash (`hashPassword`). Throws `ended`, and `taken` if it has one. */
export function keepSecret(tx: Tx, { conversationId, hash }: { conversationId: number; hash: string }): void {
  const found = conversation(tx, conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  if (tx.keyring.secrets.isSet(conversationId)) throw new HelplineError("taken", "youth.secret.is_set");
  tx.keyring.secrets.keep(tx, conversationId, hash);
}
