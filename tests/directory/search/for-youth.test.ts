import { beforeEach, expect, test } from "vitest";
import { type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { addRegion } from "#src/directory/regions.ts";
import { choices, openPlaces, publicService, searchForYouth } from "#src/directory/search/for-youth.ts";
import { anything, type Wish } from "#src/directory/search/search.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { always, manyPlaces, samplePlaces } from "#tests/support/people/other-places.ts";

let clock: FakeClock;
let line: House;

// A Tuesday in November, 19:00 in Brussels.
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
});

const names = (language = "en") => openPlaces(line.helpline.db, language, clock.now()).map(({ name }) => name);
const add = (name: string, more: Partial<Entry>) =>
  place(line.helpline.db, name, { calendar: always, verifiedOn: "2026-11-01", ...more });
const change = (id: string, more: Partial<Entry>) =>
  line.helpline.db.change("command line", (tx, emit) =>
    changeService(tx, emit, { id, entry: { ...service(tx, id)!.entry, ...more } }),
  );

test("what young people see is public, offered and checked not too long ago", async () => {
  const ids = await samplePlaces(line.helpline.db);
  const sees = (id: string, at = clock.now()) => publicService(line.helpline.db, id, at)?.entry.name;
  expect(sees(ids.open)).toBe("Awel");
  expect(sees(ids.counsellors)).toBe(undefined);
  expect(sees("nothing")).toBe(undefined);
  expect(sees(ids.open, clock.now() + 400 * 86_400_000)).toBe(undefined);
  for (const status of ["inactive", "defunct", "temporarily closed"] as const) {
    await change(ids.open, { status });
    expect(sees(ids.open)).toBe(undefined);
  }
});

test("of those alike, where their language is spoken stands first, and nobody is left out", async () => {
  const { db } = line.helpline;
  const dutch = { languages: ["nl-BE"] };
  const french = { languages: ["fr"] };
  await add("A French", french);
  await add("B Dutch", dutch);
  await add("C silent", {});
  await add("D French, closed", { ...french, calendar: daily(0, 60) });
  await add("E Dutch, closed", { ...dutch, calendar: daily(0, 60) });
  await add("F French, urgent", { ...french, emergency: true });
  await add("G Dutch, urgent", { ...dutch, emergency: true });
  await add("H Dutch, urgent, closed", { ...dutch, emergency: true, calendar: daily(0, 60) });
  const order = (language: string, more: Partial<Wish> = {}) =>
    searchForYouth(db, { ...anything, ...more }, language, clock.now()).map(({ entry }) => entry.name[0]);
  expect(order("nl").join("")).toBe("GFHBCAED");
  expect(order("fr").join("")).toBe("FGHACBDE");
  expect(order("nl", { words: "french" }).join("")).toBe("FAD");
  // Whoever asks for a language has chosen.
  expect(order("nl", { languages: ["fr"] }).join("")).toBe("FADC");
});

test("only what some place has that young people may see can be chosen, and what it lies in", async () => {
  const { db } = line.helpline;
  await samplePlaces(db);
  const only = { languages: ["fi"], topics: ["grief"] satisfies Entry["topics"] };
  await add("Hidden", { ...only, visibility: "hidden", regions: ["FI"] });
  await add("For counsellors", { ...only, visibility: "counsellors", regions: ["HU"] });
  await add("Gone", { ...only, status: "defunct", regions: ["SE"] });
  await add("Unchecked", { ...only, verifiedOn: "2020-01-01", regions: ["FR"] });
  for (const [code, name] of [
    ["BE-GENT", "Gent"],
    ["BE-BRU", "Brussels"],
  ] as const)
    await db.change("command line", (tx, emit) => addRegion(tx, emit, { code, parent: "BE", name }));
  await add("In Gent", { regions: ["BE-GENT"] });
  const { languages, channels, topics, regions } = choices(db, clock.now());
  expect(regions).toEqual([
    { code: "BE", depth: 0 },
    { code: "BE-GENT", depth: 1 },
  ]);
  expect(languages).toEqual(["en", "fr", "nl"]);
  expect(channels).toEqual(["chat", "phone", "sms", "whatsapp", "email", "web", "visit"]);
  expect(topics).toEqual(["emergency", "suicide", "anxiety_mood", "loneliness", "family", "rights"]);
});

test("places open now: the urgent first, then those that speak the language, and where one can write before where one must speak", async () => {
  const phone = [plainChannel("phone", "100")];
  const chat = [plainChannel("chat", "https://chat.example/"), ...phone];
  await add("French phone", { languages: ["fr"], channels: phone });
  await add("English phone", { languages: ["en-GB"], channels: phone });
  await add("English chat", { languages: ["en"], channels: chat });
  await add("Silent phone", { channels: phone });
  await add("Closed", { calendar: daily(0, 60) });
  await add("Unknown", { calendar: null });
  await add("For counsellors", { visibility: "counsellors" });
  expect(names()).toEqual(["English chat", "English phone", "Silent phone", "French phone"]);
  expect(names("fr")).toEqual(["French phone", "Silent phone", "English chat", "English phone"]);
  await add("Urgent", { emergency: true, channels: phone });
  expect(names()[0]).toBe("Urgent");
  // Of a chat that is closed now only its phone counts.
  await add("Chat by day", {
    languages: ["en"],
    channels: [{ ...chat[0]!, calendar: daily(600, 660) }, ...phone],
  });
  expect(names()).toEqual(["Urgent", "English chat", "Chat by day", "English phone", "Silent phone"]);
});

test("a place that no person has checked is never the first of a shut door, and stands behind every other", async () => {
  await add("Urgent, never checked", { emergency: true, verifiedOn: null, languages: ["en"] });
  expect(names()).toEqual([]);
  await add("Checked, in French", { languages: ["fr"] });
  expect(names()).toEqual(["Checked, in French", "Urgent, never checked"]);
});

test("a change is there at once, time within the minute, and whoever asks again costs nothing", async () => {
  await manyPlaces(line.helpline.db, 40);
  const id = await add("Awel", { calendar: daily(600, 19 * 60 + 1), languages: ["en"], emergency: true });
  expect(names()).toContain("Awel");
  expect(openPlaces(line.helpline.db, "en", clock.now())).toBe(
    openPlaces(line.helpline.db, "en", clock.now() + 59_999),
  );
  clock.pass(60_000);
  expect(names()).not.toContain("Awel");
  await change(id, { calendar: always });
  expect(names()).toContain("Awel");
  expect(names()).toHaveLength(5);
});
