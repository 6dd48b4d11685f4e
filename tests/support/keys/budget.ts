import { maxLanding, weigh } from "#src/http/frame/budget.tsx";
import { openApp } from "#src/http/server/app.tsx";
import type { C } from "#src/http/server/context.ts";
import { standardOf } from "#src/settings/texts/texts.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { leave } from "#tests/support/made/own-texts.ts";

export const askedAt = "/asked";

/** Asks something at a door of the house, where a request is at hand. */
export async function asked<Found>(line: House, ask: (c: C) => Found): Promise<Found> {
  let found: Found | undefined;
  const app = openApp(line.helpline);
  app.get(askedAt, (c) => {
    found = ask(c);
    return c.text("");
  });
  await app.request(askedAt);
  return found!;
}

/** Returns the weight of the heaviest first page if it is too much, bytes; else null. */
export async function weighed(line: House): Promise<number | null> {
  const heaviest = await asked(line, (c) => weigh.door(c, line.helpline, line.helpline.db));
  return heaviest > maxLanding ? heaviest : null;
}

/** Returns letters that are as hard to compress as any. */
export function noise(length: number, seed = 4711): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(0x3b1 + ((state >> 16) % 24));
  }).join("");
}

/** Brings the first page as near to its limit as one own text can; `spare`: less by so many letters. */
export async function fillUp(line: House, spare = 0): Promise<void> {
  const key = "youth.door.title";
  const fits = async (length: number) => {
    await leave(line, [{ language: "en", key, text: noise(length), standard: standardOf(`en ${key}`) }]);
    return (await weighed(line)) === null;
  };
  let [fitting, heavy] = [1, 20_000];
  while (heavy - fitting > 1) {
    const between = Math.floor((fitting + heavy) / 2);
    if (await fits(between)) fitting = between;
    else heavy = between;
  }
  await fits(fitting - spare);
}
