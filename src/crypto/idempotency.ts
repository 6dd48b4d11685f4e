import { createHash } from "./hash.ts";

interface Kept<Stored> {
  clientId: string;
  known?: Stored;
}

/** Returns the client id to store words under, and what is stored there already: the same words are stored once. */
export function sameWords<Stored>(
  clientId: string,
  words: string,
  find: (clientId: string) => Stored | undefined,
  isSame: (stored: Stored) => boolean,
): Kept<Stored> {
  const stored = find(clientId);
  if (stored === undefined) return { clientId };
  if (isSame(stored)) return { clientId, known: stored };
  // A form that was changed and sent again after a lost answer: its words get an id made of both, so that nothing is lost.
  const own = createHash(`${clientId} ${words}`).slice(0, 32);
  const known = find(own);
  return known === undefined ? { clientId: own } : { clientId: own, known };
}
