import type { Helpline } from "#src/http/server/context.ts";

/** The end of the process waits this long for the last of it, ms: less than whoever ends it waits for all of the end (deploy/). */
const lastMs = 2_000;

/** What is still to be stored before the process ends, with which it would be lost. What stands in its way is reported, and holds no end up. */
export async function lastly(helpline: Helpline, work: () => Promise<unknown>, what: string) {
  const stored = work().catch((error: unknown) => helpline.report(what, error));
  await Promise.race([stored, new Promise<void>((late) => setTimeout(late, lastMs).unref())]);
}
