import { HelplineError } from "#src/errors.ts";
import type { Helpline } from "#src/http/server/context.ts";

/** Does the same for each item. One that fails is reported and holds up no other; one that lacks its key waits. */
export async function each<Item>(
  helpline: Helpline,
  what: string,
  items: Item[],
  work: (item: Item) => Promise<unknown>,
) {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      // A missing master key was reported at the start, and stands on every staff page.
      if (error instanceof HelplineError && error.code === "locked") continue;
      helpline.report(what, error);
    }
  }
}
