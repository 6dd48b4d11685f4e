import { rest } from "#src/directory/slices.ts";
import { HelplineError } from "#src/errors.ts";
import type { C } from "./context.ts";
import { anyone, type Door } from "./door.ts";
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
  wait(whose: number | typeof everybody): Promise<boolean>;
}

/** Those whom no account tells apart have one turn among those of the staff. */
const everybody = "everybody";

// Captured at import, so that tests with fake timers still get their pages.
const soon = setImmediate;

export function openTurns(): Turns {
  const waiting = new Map<number | string, (() => void)[]>();
  let many = 0;
  let isTaken = false;

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

  return {
    wait: async (whose) => {
      if (!isTaken) {
        take();
        return false;
      }
      const own = waiting.get(whose) ?? [];
      const others = whose === everybody ? own.length : many - (waiting.get(everybody)?.length ?? 0);
      if (others >= limits.waitingPages || (whose !== everybody && own.length >= limits.waitingPagesOfOne))
        throw new HelplineError("too_fast", whose === everybody ? "error.too_fast" : "error.too_many_pages");
      waiting.set(whose, own);
      many += 1;
      await new Promise<void>((go) => own.push(go));
      return true;
    },
  };
}

/** What a counsellor says to a young person waits for nobody's page. */
const atOnce = new Set(["/staff/conversation/:id/send"]);

/** Whoever is not signed in looks through the directory behind these. */
const looking = /^\/(other|hsds)(\/|$)/;

/** Whose turn it is that a door is opened in; null when it is opened at once. Sockets and sign-ins have limits of their own. */
export function turnAt(c: C, { path, audience, gate, handle }: Door): number | typeof everybody | null {
  if (!handle || atOnce.has(path)) return null;
  if (gate === anyone) return looking.test(path) ? everybody : null;
  return audience === "staff" ? c.get("member").id : null;
}
