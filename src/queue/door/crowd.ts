import { hourMs } from "#src/clock.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { keyedHash, newToken } from "#src/crypto/hash.ts";

// The networks of people who wait are in memory only: stored, they would tell that two young people wrote from the same school.

/** How long after their last sign of life someone who waits counts towards the cap, ms (PROMISES.md Y17). */
const heardMs = 30_000;

const turnsKeptMs = 3 * hourMs;

type Lane = "normal" | "urgent";

export interface Crowd {
  came(conversationId: number, network: string | null): void;
  /** `networkOf` is asked once for each. */
  seenFrom(conversationId: number, networkOf: () => string | null): void;
  networkOf(conversationId: number): string | null;
  nameOf(network: string | null): string | null;
  isHeard(conversationId: number, youthHereAt: number): boolean;
  taken(one: { id: number; lane: Lane }, at: number): void;
  turnsOf(network: string | null, lane: Lane): readonly number[];
  forget(conversationId: number): void;
  /** Forgets all others, and turns that are too old. */
  keepOnly(conversationIds: ReadonlySet<number>, at: number): void;
}

/** Returns a crowd in which nobody is known. */
export function openCrowd(youth: YouthPresence): Crowd {
  const key = newToken();
  /** null: nobody can tell. */
  const networks = new Map<number, string | null>();
  const turns = new Map<string, number[]>();
  const nameOf = (network: string | null) => (network === null ? null : keyedHash(key, network));
  const turnOf = (network: string, lane: Lane) => `${lane} ${network}`;

  return {
    came: (id, network) => {
      const name = nameOf(network);
      // A refused change may have given this id to someone else before.
      if (name === null) networks.delete(id);
      else networks.set(id, name);
    },
    seenFrom: (id, networkOf) => {
      if (!networks.has(id)) networks.set(id, nameOf(networkOf()));
    },
    networkOf: (id) => networks.get(id) ?? null,
    nameOf,
    isHeard: (id, youthHereAt) => youth.missedFor(id, youthHereAt) < heardMs,
    taken: ({ id, lane }, at) => {
      const network = networks.get(id) ?? null;
      if (network === null) return;
      const name = turnOf(network, lane);
      turns.set(name, [...(turns.get(name) ?? []), at]);
    },
    turnsOf: (network, lane) => (network === null ? [] : (turns.get(turnOf(network, lane)) ?? [])),
    forget: (id) => {
      networks.delete(id);
    },
    keepOnly: (ids, at) => {
      for (const id of networks.keys()) if (!ids.has(id)) networks.delete(id);
      for (const [name, all] of turns) {
        const late = all.filter((turn) => at - turn < turnsKeptMs);
        if (late.length === 0) turns.delete(name);
        else if (late.length < all.length) turns.set(name, late);
      }
    },
  };
}
