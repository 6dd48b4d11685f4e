import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { conversation } from "../conversation.ts";

// The secret word of a chat, which a young person may choose: it is asked of whoever opens the chat after a while, before anything of
// it shows. Nobody but them ever sees it.

/** The fewest characters a word has, and the most. */
export const secretLeast = 4;
export const maxSecret = 60;

/** A word as it is compared, however it was typed: capitals, spaces, wide letters and the kind of an apostrophe do not matter. */
export function bareSecret(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{VS}]/gu, "")
    .replace(/[‘’]/g, "'")
    .toLowerCase();
}

/** What is wrong with a bare word that somebody chooses: too few letters, or one letter alone (`short`), or too many; null for none. */
export function wrongWith(word: string): "short" | "long" | null {
  const letters = [...word];
  if (letters.length < secretLeast || new Set(letters).size === 1) return "short";
  return letters.length > maxSecret ? "long" : null;
}

/**
 * The word of a chat that goes on, as its hash (`hashPassword`). Throws HelplineError `ended`, and `taken` where it has one: that is
 * taken away first.
 */
export function keepSecret(tx: Tx, { conversationId, hash }: { conversationId: number; hash: string }): void {
  const found = conversation(tx, conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  if (tx.keyring.secrets.isSet(conversationId)) throw new HelplineError("taken", "youth.secret.is_set");
  tx.keyring.secrets.keep(tx, conversationId, hash);
}
