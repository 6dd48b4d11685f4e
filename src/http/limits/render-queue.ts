import { rest } from "#src/directory/time-slice.ts";
import { HelplineError } from "#src/errors.ts";
import { limits } from "./limits.ts";

/** Draws slow pages one after the other, each followed by an equal rest, so that a rush of pages never holds up the chats. */
export interface Turns {
  /** Waits for a turn, shared fairly; returns whether it had to. Throws `too_fast` when too many wait; strangers count apart. */
  wait(whose: number | typeof strangers): Promise<boolean>;
  /** Lets a console come back without rests, as all do after a start; one that comes again and again waits, and may throw. */
  comeBack(staffId: number): Promise<void>;
}

/** Someone who comes back within this time waits for a turn, ms: no page does so by itself. */
const againMs = 5_000;

/** All who have no account share one turn among those of the staff. */
export const strangers = "strangers";

// Captured at import, so that tests with fake timers still get their pages.
const soon = setImmediate;

/** Opens the queue of this process, kept in memory. */
export function openRenderQueue(): Turns {
  const waiting = new Map<number | string, (() => void)[]>();
  let many = 0;
  let isTaken = false;
  const cameAt = new Map<number, number>();
  let lastBack: Promise<void> = Promise.resolve();

  function take() {
    isTaken = true;
    const started = performance.now();
    // By then everything that waits for nothing is drawn.
    soon(() => pass(started));
  }

  async function pass(started: number) {
    if (many > 0) await rest(started);
    const next = waiting.entries().next().value;
    if (!next) {
      isTaken = false;
      return;
    }
    const [whose, own] = next;
    const go = own.shift()!;
    many -= 1;
    waiting.delete(whose);
    if (own.length > 0) waiting.set(whose, own);
    take();
    go();
  }

  async function wait(whose: number | typeof strangers): Promise<boolean> {
    if (!isTaken) {
      take();
      return false;
    }
    const own = waiting.get(whose) ?? [];
    const others = whose === strangers ? own.length : many - (waiting.get(strangers)?.length ?? 0);
    if (others >= limits.waitingPages || (whose !== strangers && own.length >= limits.waitingPagesOfOne))
      throw new HelplineError("too_fast", whose === strangers ? "error.too_fast" : "error.too_many_pages");
    waiting.set(whose, own);
    many += 1;
    await new Promise<void>((go) => own.push(go));
    return true;
  }

  return {
    wait,
    comeBack: async (staffId) => {
      const now = performance.now();
      const before = cameAt.get(staffId);
      cameAt.set(staffId, now);
      if (before !== undefined && now - before < againMs) {
        await wait(staffId);
        return;
      }
      // One in each round of the event loop, so that others come between any two.
      const back = lastBack;
      lastBack = back.then(() => new Promise((go) => soon(go)));
      await back;
    },
  };
}
