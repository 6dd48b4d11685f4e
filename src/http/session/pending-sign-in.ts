import type { Clock } from "#src/clock.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import { openBytes, sealBytes } from "#src/crypto/seal.ts";

/** Someone whose password was right, and whose second step is asked for. */
export interface Half {
  staffId: number;
  /** It opens their keys once they are in. */
  password: string;
  /** As it was then; if it has changed meanwhile, they begin anew. */
  passwordHash: string;
}

/** Those between the two pages of signing in, in memory only; sealed under a name that only their page knows. */
export interface Halfway {
  /** Returns the name under which they are found, which nobody can guess. */
  begin(half: Half): string;
  find(name: string): Half | undefined;
  end(name: string): void;
}

/** Time enough to fetch the phone, ms. */
const lastsMs = 600_000;
const most = 1_000;

/** Opens the store; after a restart everyone begins anew. */
export function openHalfway(clock: Clock): Halfway {
  const known = new Map<string, { sealed: Uint8Array; at: number }>();
  const isOver = ({ at }: { at: number }) => clock.elapsed() - at >= lastsMs;
  const keyOf = (name: string) => Buffer.from(createHash(`halfway|${name}`), "hex");
  return {
    begin: (half) => {
      for (const [hash, one] of known) if (isOver(one) || known.size >= most) known.delete(hash);
      const name = newToken();
      const hash = createHash(name);
      const sealed = sealBytes(keyOf(name), hash, Buffer.from(JSON.stringify(half)));
      known.set(hash, { sealed, at: clock.elapsed() });
      return name;
    },
    find: (name) => {
      const hash = createHash(name);
      const one = known.get(hash);
      const text = one && !isOver(one) && openBytes(keyOf(name), hash, one.sealed);
      return text ? (JSON.parse(text.toString("utf8")) as Half) : undefined;
    },
    end: (name) => void known.delete(createHash(name)),
  };
}
