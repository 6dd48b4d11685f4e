import { createHash } from "node:crypto";

/** In the night run everything has its full length; by day each test takes the smallest form that still fails. */
export const night = process.env.NIGHT === "1";

/** `npm test` takes it from the commit and prints it; SEED=… repeats a run. */
export const seed = process.env.SEED ?? "by hand";

/** Times slower than a quiet core of 2024, as `npm test` measured it; at least 1. */
const slowness = Math.max(1, Number(process.env.SLOWNESS ?? 1));

/** Returns the longest wait of a test, ms, on this machine as it is now. */
export function patience(ms: number): number {
  return Math.ceil(ms * slowness);
}

/** Returns the first by day, the second in the night run. */
export function dayOrNight<Amount>(day: Amount, whole: Amount): Amount {
  return night ? whole : day;
}

/** Returns some of a list by day, drawn by its name; all of it in the night run. */
export function drawnFrom<One>(what: string, list: readonly One[], byDay: number): One[] {
  if (night) return [...list];
  const places = list.map((_, place) => place).sort((a, b) => drawn(`${what} ${a}`) - drawn(`${what} ${b}`));
  return places
    .slice(0, byDay)
    .sort((a, b) => a - b)
    .map((place) => list[place]!);
}

/** Returns 32 bits from the seed and a name: the same for the same commit. */
export function drawn(name: string): number {
  return createHash("sha256").update(`${seed}\n${name}`).digest().readUInt32BE();
}

/** Returns whether it is the turn of `name`: one in `n` by day, always in the night run. */
export function inTurn(name: string, n: number): boolean {
  return night || drawn(name) % n === 0;
}

/** Returns one of several cases (scripts, a width, a language) by day, all in the night run. */
export function oneInTurn<Case>(name: string, cases: readonly Case[]): readonly Case[] {
  return night ? cases : [cases[drawn(name) % cases.length]!];
}
