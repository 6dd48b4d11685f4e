import { createHash } from "../hash.ts";
import { openBytes, sealBytes } from "../seal.ts";
import type { OpenTeam, TeamKeys } from "./team-keys.ts";

/**
 * The team keys that are open in sessions of the staff. In memory alone, and sealed there under the secret of each session,
 * which is kept nowhere but in its cookie: without the request of its owner nothing opens.
 */
export interface OpenedKeys {
  keep(session: Session, open: OpenTeam): void;
  /** Empty where none are open: the password was not typed since the start, or its owner holds none. */
  of(session: Session): OpenTeam;
  /** Forgets those of sessions that do not go on (by the hash of each). */
  sweep(goesOn: (hash: string) => boolean): void;
}

export interface Session {
  /** The hash that stands in the database. */
  hash: string;
  /** The secret in the cookie. */
  token: string;
}

const none: OpenTeam = new Map();

/** Keeps them in memory only, sealed under what stands in the cookie of whoever opened them. */
export function openOpenedKeys(team: TeamKeys): OpenedKeys {
  const sealed = new Map<string, Uint8Array>();
  const keyOf = (token: string) => Buffer.from(createHash(`opened|${token}`), "hex");
  return {
    keep: ({ hash, token }, open) => {
      if (open.size === 0) sealed.delete(hash);
      else sealed.set(hash, sealBytes(keyOf(token), hash, Buffer.from(team.write(open))));
    },
    of: ({ hash, token }) => {
      const blob = sealed.get(hash);
      const text = blob && openBytes(keyOf(token), hash, blob);
      return (text && team.read(text.toString("utf8"))) || none;
    },
    sweep: (goesOn) => {
      for (const hash of sealed.keys()) if (!goesOn(hash)) sealed.delete(hash);
    },
  };
}
