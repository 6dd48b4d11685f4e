/** Something expected was not seen; the message is a sentence for readers of the run. */
export class NotSeen extends Error {}

/** Looks every 40 ms until there is a value (not undefined, null or false) and returns it. Throws NotSeen after `patience` ms. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  patience = 10_000,
  instead: () => string | Promise<string> = () => "",
): Promise<NonNullable<Exclude<Value, false>>> {
  const end = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found as NonNullable<Exclude<Value, false>>;
    if (performance.now() > end) break;
    await Bun.sleep(40);
  }
  const there = await instead();
  throw new NotSeen(`Waited ${patience / 1000} s for ${what}, and it did not come.${there && ` There was: ${there}`}`);
}

/** Throws NotSeen unless two lists are equal, and says where they differ. */
export function same(what: string, got: readonly string[], wanted: readonly string[]) {
  const at = Array.from({ length: Math.max(got.length, wanted.length) }).findIndex((_, i) => got[i] !== wanted[i]);
  if (at === -1) return;
  throw new NotSeen(`${what}: place ${at + 1} holds “${got[at] ?? "nothing"}”, not “${wanted[at] ?? "nothing"}”.`);
}

/** Returns what this work does. Throws an Error if it takes longer than `ms`. */
export async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const patience = setTimeout(() => reject(new Error(`It was not through after ${ms / 1000} s.`)), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(patience);
  }
}

/** Returns why something did not work. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
