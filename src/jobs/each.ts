import type { Helpline } from "#src/http/context.ts";

/** Does the same for each of many: one that fails is reported and does not keep the others waiting. */
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
      helpline.report(what, error);
    }
  }
}
