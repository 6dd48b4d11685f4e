import type { Clock } from "#src/clock.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import { openBytes, sealBytes } from "#src/crypto/seal.ts";

/** Somebody whose password was right, and whose second step is asked for. */
export interface Half {
  staffId: number;
  /** The password they gave: it opens their keys once they are in. */
  password: string;
  /** Its hash as it stands: when that is another meanwhile, they begin anew. */
  passwordHash: string;
}

/**
 * Those who are between the two pages of signing in. In memory only: after a restart they begin anew. What they gave is sealed
 * there under the name they are found by, which stands in their page and nowhere else.
 */
export interface Halfway {
  /** The name under which they are found, which nobody can guess. */
  begin(half: Half): string;
  find(name: string): Half | undefined;
  end(name: string): void;
}

/** Time enough to fetch the phone, ms. */
const lastsMs = 600_000;
const most = 1_000;

/** Keeps them in memory only, sealed: after a restart one begins anew. */
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
