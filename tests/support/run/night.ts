import { createHash } from "node:crypto";

/** Whether this is the night run: everything at its full length. By day each test takes the smallest form that still fails. */
export const night = process.env.NIGHT === "1";

/** What is drawn by chance is drawn from this: `npm test` takes it from the commit and prints it; SEED=… draws the same again. */
export const seed = process.env.SEED ?? "by hand";

/** How many times slower than a quiet core of 2024 this machine is just now, as `npm test` measured it; at least 1. */
const slowness = Math.max(1, Number(process.env.SLOWNESS ?? 1));

/** A time that a test waits at most before it gives up, ms, on this machine as it is now. */
export function patience(ms: number): number {
  return Math.ceil(ms * slowness);
}

/** How often or how much: the first by day, the second in the night run. */
export function dayOrNight<Amount>(day: Amount, whole: Amount): Amount {
  return night ? whole : day;
}

/** Some of a list by day, drawn by what it is a list of; all of it in the night run. */
export function drawnFrom<One>(what: string, list: readonly One[], byDay: number): One[] {
  if (night) return [...list];
  const places = list.map((_, place) => place).sort((a, b) => drawn(`${what} ${a}`) - drawn(`${what} ${b}`));
  return places
    .slice(0, byDay)
    .sort((a, b) => a - b)
    .map((place) => list[place]!);
}

/** A number of 32 bits that the seed and a name give: the same for the same commit. */
export function drawn(name: string): number {
  return createHash("sha256").update(`${seed}\n${name}`).digest().readUInt32BE();
}

/** Whether the turn of this commit falls on `name`: one in `n` by day, every one in the night run. */
export function inTurn(name: string, n: number): boolean {
  return night || drawn(name) % n === 0;
}

/** Of cases that differ in one thing (scripts or none, a width, a language) by day the one whose turn it is, all of them in the night run. */
export function oneInTurn<Case>(name: string, cases: readonly Case[]): readonly Case[] {
  return night ? cases : [cases[drawn(name) % cases.length]!];
}
