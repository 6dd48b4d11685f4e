import type { Helpline } from "#src/http/server/context.ts";

/** How long the end of the process waits, ms: less than the system waits for all of the end (deploy/). */
const lastMs = 2_000;

/** Stores what would be lost with the process. A failure is reported and does not hold up the end. */
export async function lastly(helpline: Helpline, work: () => Promise<unknown>, what: string) {
  const stored = work().catch((error: unknown) => helpline.report(what, error));
  await Promise.race([stored, new Promise<void>((late) => setTimeout(late, lastMs).unref())]);
}
