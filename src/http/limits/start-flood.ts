import type { Clock } from "#src/clock.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Limiter } from "./limits.ts";
import { openSecretNames } from "./secret-names.ts";

// Whether very many come at once. Nobody is shut out for where they come from: schools and mobile networks share addresses, and
// whoever is one too many does a task or waits a minute instead (youth/busy.tsx).

/** Of one network so many may wait for a counsellor who have shown nothing. */
export const maxUnproved = 5;

/** The place of somebody who has shown nothing, from before they begin until a counsellor takes them. */
export interface Unproved {
  /** They have begun a conversation (id). */
  begun(conversationId: number): void;
  /** Lets go of the place if they have not. */
  settle(): void;
}

export interface Pressure {
  /** A place for somebody of a network (networks.ts; null = nobody can tell) who has shown nothing; null when they must show something first. */
  letIn(network: string | null): Unproved | null;
}

/** Somebody who comes, until they have begun or not. */
interface Place {
  conversationId: number | null;
  isLeft: boolean;
}

const forgetMs = 15_000;

/** Counts in memory only, under secret names: a restart forgets all of it. */
export function openPressure({ db, clock, limiter }: { db: DataReader; clock: Clock; limiter: Limiter }): Pressure {
  const byNetwork = new Map<string, Place[]>();
  const namesOf = openSecretNames(clock);
  let forgotAt = clock.elapsed();

  function isTaken({ conversationId, isLeft }: Place): boolean {
    if (conversationId === null) return !isLeft;
    const found = conversation(db, conversationId);
    return found !== undefined && stateOf(found) === "waiting";
  }

  /** Those of a network who are still there; who came under the name of an hour ago has the new one from now on. */
  function placesOf(network: string): Place[] {
    const [name, before] = namesOf(network);
    const taken = [...(byNetwork.get(name) ?? []), ...(byNetwork.get(before) ?? [])].filter(isTaken);
    byNetwork.delete(before);
    byNetwork.set(name, taken);
    return taken;
  }

  /** Nobody is remembered for longer than they wait. */
  function forget() {
    if (clock.elapsed() - forgotAt < forgetMs) return;
    forgotAt = clock.elapsed();
    for (const [name, places] of byNetwork) if (!places.some(isTaken)) byNetwork.delete(name);
  }

  return {
    letIn: (network) => {
      forget();
      const places = network === null ? [] : placesOf(network);
      const mayCome =
        places.length < maxUnproved &&
        (network === null || limiter.take("startOfNetwork", network)) &&
        // Who has had enough takes nothing from the others.
        limiter.take("startUnproved", "all");
      if (!mayCome) return null;
      const place: Place = { conversationId: null, isLeft: false };
      places.push(place);
      return {
        begun: (conversationId) => {
          place.conversationId = conversationId;
        },
        settle: () => {
          place.isLeft = true;
        },
      };
    },
  };
}
