import { HelplineError } from "#src/errors.ts";
import type { Helpline } from "#src/http/server/context.ts";

/** Does the same for each of many: one that fails is reported and does not keep the others waiting, and one for which there is no key waits. */
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
      // That the master key is not there was said at the start, and stands on every page of the staff.
      if (error instanceof HelplineError && error.code === "locked") continue;
      helpline.report(what, error);
    }
  }
}
