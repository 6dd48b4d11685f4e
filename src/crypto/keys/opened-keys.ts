import { createHash } from "../hash.ts";
import { openBytes, sealBytes } from "../seal.ts";
import type { OpenTeam, TeamKeys } from "./team-keys.ts";

/** Team keys open in staff sessions: in memory only, sealed with the session's secret, which nothing but its cookie holds. */
export interface OpenedKeys {
  keep(session: Session, open: OpenTeam): void;
  of(session: Session): OpenTeam;
  sweep(goesOn: (hash: string) => boolean): void;
}

interface Session {
  hash: string;
  token: string;
}

const none: OpenTeam = new Map();

/** Opens an empty store in memory. */
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
