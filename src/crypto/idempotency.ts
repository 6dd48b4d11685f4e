import { createHash } from "./hash.ts";

/** What words are stored under, and what is stored under it already; `known` is missing for words that are new. */
interface Kept<Stored> {
  clientId: string;
  known?: Stored;
}

/**
 * The same words under the same client id are stored once: `known` is what is there. Other words under an id that is taken
 * come from a form that somebody went back to, changed and sent again, as after an answer that was lost: they get an id of
 * their own, made of both, so that nothing is lost and sending those again stores them once too. `words` tells apart what
 * is not the same; `find` looks an id up, `isSame` says whether what it found are these words.
 */
export function sameWords<Stored>(
  clientId: string,
  words: string,
  find: (clientId: string) => Stored | undefined,
  isSame: (stored: Stored) => boolean,
): Kept<Stored> {
  const stored = find(clientId);
  if (stored === undefined) return { clientId };
  if (isSame(stored)) return { clientId, known: stored };
  const own = createHash(`${clientId} ${words}`).slice(0, 32);
  const known = find(own);
  return known === undefined ? { clientId: own } : { clientId: own, known };
}
