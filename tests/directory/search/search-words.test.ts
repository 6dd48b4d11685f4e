import { beforeEach, expect, test } from "vitest";
import type { Db } from "#src/db/db.ts";
import { warm } from "#src/directory/importing/tidy.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { beginsWith, wordsTyped } from "#src/directory/search/search-words.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";

const clock = fakeClock();
let db: Db;
beforeEach(async () => {
  db = (await house({ clock })).helpline.db;
});

const found = (words: string, by = db) =>
  search(by, { ...anything, words }, "youth", clock.now()).map(({ entry }) => entry.name);

test("numbers in a row are as many words as others, and each part of one is asked for once", () => {
  const words = wordsTyped("1 ".repeat(100));
  expect(words).toEqual([Array(8).fill("1"), Array(4).fill("1")]);
  expect(words.map(beginsWith)).toEqual(['("1"*) OR "11111111"*', '("1"*) OR "1111"*']);
  const all = Array.from({ length: 100 }, (_, i) => i).join(" ");
  expect(wordsTyped(all).flat()).toHaveLength(8);
  expect(wordsTyped(`a${all.replaceAll(" ", " a")}`)).toHaveLength(12);
});

test("a number is found with the same part in it twice, typed apart", async () => {
  await place(db, "Night phone", { description: "Call 0620203320." });
  await place(db, "Day phone", { description: "Call 06203344." });
  expect(found("06 20 20 33 20")).toEqual(["Night phone"]);
});

test("the words that there are, are read ahead in pieces: a search with a slip reads none", async () => {
  for (const name of ["Night phone", "Day", "Door"]) {
    const description = Array.from({ length: 500 }, (_, i) => `${name.slice(0, 3)}${i}`).join(" ");
    await place(db, name, { description });
  }
  const read: number[] = [];
  const heard: Db = Object.create(db, {
    all: {
      value: (query: Parameters<Db["all"]>[0]) => {
        const rows = db.all(query);
        if (query.compile().sql.includes("service_word")) read.push(rows.length);
        return rows;
      },
    },
  });
  await warm(heard, clock.now());
  const pieces = read.splice(0);
  expect(Math.max(...pieces)).toBeLessThanOrEqual(500);
  expect(pieces.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(1_500);
  expect(found("nigth", heard)).toEqual(["Night phone"]);
  await place(db, "Lantern");
  // What came since is found as it is typed, and with a slip once it was read.
  expect([found("lantern", heard), found("lanternn", heard)]).toEqual([["Lantern"], []]);
  expect(read).toEqual([]);
  await warm(heard, clock.now());
  clock.pass(60_000);
  expect(read.splice(0).length).toBe(4);
  expect([found("lanternn", heard), found("nihgt", heard), read]).toEqual([["Lantern"], ["Night phone"], []]);
  await warm(heard, clock.now());
  expect(read).toEqual([]);
});
