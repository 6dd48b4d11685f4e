import { expect, test } from "vitest";
import { changeService, service } from "#src/directory/entry/services.ts";
import { anything, search, type Wish } from "#src/directory/search/search.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";

const clock = fakeClock();

/** The names of what is found, in order. */
async function found(wish: Partial<Wish>, seeker: "youth" | "counsellor" = "youth") {
  const { helpline } = await house({ clock });
  const { db } = helpline;
  await place(db, "Night phone", { topics: ["suicide"], calendar: daily(20 * 60, 30 * 60), languages: ["fr", "nl"] });
  await place(db, "Straßenhilfe", { topics: ["housing"], ageFrom: 12, ageTo: 18, languages: ["de"] });
  await place(db, "Lastensuojelun päivystys", { emergency: true, regions: ["FI"] });
  await place(db, "Secret shelter", { visibility: "counsellors", free: true });
  await place(db, "Day centre", { calendar: daily(9 * 60, 17 * 60), description: "Somebody listens." });
  await place(db, "Gone", { status: "defunct" });
  return search(db, { ...anything, ...wish }, seeker, clock.now()).map(({ entry }) => entry.name);
}

test("without a wish a young person sees what is public: for danger first, then what is open now", async () => {
  expect(await found({})).toEqual(["Lastensuojelun päivystys", "Straßenhilfe", "Day centre", "Night phone"]);
});

test("a counsellor sees also what is for them alone, never what is gone", async () => {
  const all = await found({}, "counsellor");
  expect(all).toContain("Secret shelter");
  expect(all).not.toContain("Gone");
});

test("words are found folded, as beginnings, and within a word where nothing begins so", async () => {
  expect(await found({ words: "strasse" })).toEqual(["Straßenhilfe"]);
  expect(await found({ words: "suojelu" })).toEqual(["Lastensuojelun päivystys"]);
  expect(await found({ words: "want to die" })).toContain("Night phone");
  expect(await found({ words: '"; drop table service' })).toEqual([]);
});

test("facets are all at once: topic, age, language with the silent ones last, region with its surroundings", async () => {
  expect(await found({ topics: ["housing"], age: 13 })).toEqual(["Straßenhilfe"]);
  expect(await found({ topics: ["housing"], age: 20 })).toEqual([]);
  expect(await found({ languages: ["fr"] })).toEqual(["Lastensuojelun päivystys", "Night phone", "Day centre"]);
  expect(await found({ regions: ["BE"] })).not.toContain("Lastensuojelun päivystys");
  expect(await found({ free: true }, "counsellor")).toEqual(["Secret shelter"]);
});

test("what is found says what it stands with: for danger, by whether somebody is there, and what does not say its language", async () => {
  const { db } = (await house({ clock })).helpline;
  await place(db, "Urgent", { emergency: true });
  await place(db, "Open", { languages: ["fr"], calendar: daily(0, 1440) });
  await place(db, "Closed", { languages: ["fr-BE"], calendar: daily(0, 1) });
  await place(db, "Silent");
  const groups = (languages: string[]) =>
    search(db, { ...anything, languages }, "youth", clock.now()).map(({ entry, group }) => [entry.name, group]);
  const [urgent, open, closed] = [
    ["Urgent", "emergency"],
    ["Open", "open"],
    ["Closed", "closed"],
  ];
  expect(groups([])).toEqual([urgent, open, ["Silent", "unknown"], closed]);
  expect(groups(["fr"])).toEqual([urgent, open, closed, ["Silent", "silent"]]);
});

test("an index is asked once for one word; asked again without words nothing is looked for until a minute or a change", async () => {
  const { db } = (await house({ clock })).helpline;
  const id = await place(db, "Night line");
  const asked: string[] = [];
  const heard: typeof db = Object.create(db, {
    all: {
      value: (query: { compile?(): { sql: string } }) => {
        asked.push("asked");
        return db.all(query as Parameters<typeof db.all>[0]);
      },
    },
  });
  const look = (words: string, at = clock.now()) => search(heard, { ...anything, words }, "youth", at).length;
  // Once for the words, and once for what they may mean.
  expect([look("night"), asked.splice(0).length]).toEqual([1, 2]);
  expect([look("Night "), asked.splice(0).length]).toEqual([1, 0]);
  // The words that there are, to find what was meant: once.
  expect([look("zzzz"), asked.splice(0).length]).toEqual([0, 2]);
  expect([look("yyyy"), asked.splice(0).length]).toEqual([0, 1]);
  expect([look(""), look("  "), asked.splice(0).length]).toEqual([1, 1, 1]);
  expect([look("", clock.now() + 60_000), asked.splice(0).length]).toEqual([1, 1]);
  const { entry } = service(db, id)!;
  await db.change("command line", (tx, emit) =>
    changeService(tx, emit, { id, entry: { ...entry, visibility: "hidden" } }),
  );
  expect([look("", clock.now() + 60_000), asked.splice(0).length]).toEqual([0, 1]);
});
