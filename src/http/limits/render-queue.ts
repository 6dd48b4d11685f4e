import { rest } from "#src/directory/time-slice.ts";
import { HelplineError } from "#src/errors.ts";
import { limits } from "./limits.ts";

/**
 * Lets one page after the other be drawn that takes its milliseconds, with a rest behind each as long as it took. Many that come in
 * one moment would else be drawn in one breath, and everybody who chats would wait for the last of them.
 */
export interface Turns {
  /**
   * Waits for a turn of whoever asks; of several who wait each has one after the other, however many they want. Whether there was
   * anything to wait for. Throws `too_fast` when they, or all of the staff together, want more than pages are opened by hand; those
   * whom no account tells apart are counted by themselves, so that no flood of theirs keeps the staff out.
   */
  wait(whose: number | typeof strangers): Promise<boolean>;
  /**
   * The same for a console that comes back: after a start all of them do so in one moment, and whoever chats there should not wait
   * for rests. Whoever did not come for a while is next; who comes again and again waits for a turn, and throws as above.
   */
  comeBack(staffId: number): Promise<void>;
}

/** Whoever came back within this time waits for a turn, ms: no page does so by itself. */
const againMs = 5_000;

/** Those whom no account tells apart have one turn among those of the staff. */
export const strangers = "strangers";

// Captured at import, so that tests with fake timers still get their pages.
const soon = setImmediate;

/** One for a process: who waits is kept in memory. */
export function openRenderQueue(): Turns {
  const waiting = new Map<number | string, (() => void)[]>();
  let many = 0;
  let isTaken = false;
  const cameAt = new Map<number, number>();
  let lastBack: Promise<void> = Promise.resolve();

  function take() {
    isTaken = true;
    const started = performance.now();
    // By then is drawn what is drawn without waiting for anything.
    soon(() => pass(started));
  }

  async function pass(started: number) {
    // Who comes alone waits for nothing, and rests for nobody.
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
      // One in each round of the loop: what others wait for comes between any two.
      const back = lastBack;
      lastBack = back.then(() => new Promise((go) => soon(go)));
      await back;
    },
  };
}
