/** From 0 up to 1, like Math.random. */
export type Random = () => number;

/** Returns chance that can be repeated: a seed always gives the same numbers (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Returns a number between two. */
export function between(random: Random, least: number, most: number): number {
  return least + random() * (most - least);
}

/** Returns 32 hex digits, as the page makes them for a message. */
export function clientId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

/** Returns the number in `--name=value`, or `without` if it is not given. Throws if it is no number. */
export function numberGiven(args: readonly string[], name: string, without: number): number {
  const given = args.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
  if (given === undefined) return without;
  if (!/^\d{1,9}$/.test(given)) throw new Error(`--${name} needs a whole number, not “${given}”.`);
  return Number(given);
}
