import type { Clock } from "#src/clock.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Limiter } from "./limits.ts";
import { openSecretNames } from "./secret-names.ts";

// Schools and mobile networks share addresses, so nobody is shut out: one too many does a task or waits (door/busy.tsx).

/** How many of one network may wait for a counsellor who have shown nothing. */
export const maxUnproved = 5;

/** The place of someone who has shown nothing, until a counsellor takes them. */
export interface Unproved {
  begun(conversationId: number): void;
  /** Gives up the place if they have not. */
  settle(): void;
}

export interface Pressure {
  /** Returns a place for someone of a network (null: nobody can tell); null if they must show something first. */
  letIn(network: string | null): Unproved | null;
}

interface Place {
  conversationId: number | null;
  isLeft: boolean;
}

const forgetMs = 15_000;

/** Opens the count, in memory only and under secret names: a restart forgets all of it. */
export function openPressure({ db, clock, limiter }: { db: DataReader; clock: Clock; limiter: Limiter }): Pressure {
  const byNetwork = new Map<string, Place[]>();
  const namesOf = openSecretNames(clock);
  let forgotAt = clock.elapsed();

  function isTaken({ conversationId, isLeft }: Place): boolean {
    if (conversationId === null) return !isLeft;
    const found = conversation(db, conversationId);
    return found !== undefined && stateOf(found) === "waiting";
  }

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
        // Someone over their limit takes nothing from the others.
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
