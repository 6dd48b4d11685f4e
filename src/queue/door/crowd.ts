import { hourMs } from "#src/clock.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { keyedHash, newToken } from "#src/crypto/hash.ts";

// What is known of those who wait only while they do, and in this process alone: who is heard, and who comes from the same network.
// Nothing of it is stored, so that nobody reads from the data that two young people wrote from the same school.

/** How long after their last sign of life somebody who waits still counts towards the cap, ms (PROMISES.md Y17). */
export const heardMs = 30_000;

/** After so long it makes no difference any more that a network had a turn, ms: nobody waits so long, or is reckoned by it (order.ts). */
const turnsKeptMs = 3 * hourMs;

type Lane = "normal" | "urgent";

export interface Crowd {
  /** Where somebody who begins a chat comes from (http/networks.ts); null = nobody can tell. */
  came(conversationId: number, network: string | null): void;
  /** The same for whoever began it before this process was there; whoever is known keeps what is known. */
  seenFrom(conversationId: number, network: string | null): void;
  /** The name of their network under the key of this process; null = nobody can tell. */
  networkOf(conversationId: number): string | null;
  /** The name that a network has here; null for null. */
  nameOf(network: string | null): string | null;
  /** Whether somebody is there, or was a moment ago; `youthHereAt` (ms UTC) serves for whom this process has not heard yet. */
  isHeard(conversationId: number, youthHereAt: number): boolean;
  /** Somebody was taken at an instant (ms UTC): their network has had its turn in that lane. */
  taken(one: { id: number; lane: Lane }, at: number): void;
  /** When a network (its name) had its turns in a lane, within some hours, ms UTC, the oldest first. */
  turnsOf(network: string | null, lane: Lane): readonly number[];
  /** Forgets all but these, since the others have ended, and turns of long before an instant (ms UTC). */
  keepOnly(conversationIds: ReadonlySet<number>, at: number): void;
}

/** Begins with nobody known. */
export function openCrowd(youth: YouthPresence): Crowd {
  const key = newToken();
  const networks = new Map<number, string>();
  const turns = new Map<string, number[]>();
  const nameOf = (network: string | null) => (network === null ? null : keyedHash(key, network));
  const turnOf = (network: string, lane: Lane) => `${lane} ${network}`;

  return {
    came: (id, network) => {
      const name = nameOf(network);
      // A number that a refused change gave away may have been somebody else's.
      if (name === null) networks.delete(id);
      else networks.set(id, name);
    },
    seenFrom: (id, network) => {
      if (network !== null && !networks.has(id)) networks.set(id, keyedHash(key, network));
    },
    networkOf: (id) => networks.get(id) ?? null,
    nameOf,
    isHeard: (id, youthHereAt) => youth.missedFor(id, youthHereAt) < heardMs,
    taken: ({ id, lane }, at) => {
      const network = networks.get(id);
      if (network === undefined) return;
      const name = turnOf(network, lane);
      turns.set(name, [...(turns.get(name) ?? []), at]);
    },
    turnsOf: (network, lane) => (network === null ? [] : (turns.get(turnOf(network, lane)) ?? [])),
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
