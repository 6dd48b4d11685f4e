import { beforeAll, expect, test } from "vitest";
import { type Random, seeded } from "#lab/load/report/random.ts";
import {
  type Channel,
  channelKinds,
  type Entry,
  plainChannel,
  statuses,
  visibilities,
} from "#src/directory/entry/entry.ts";
import { service } from "#src/directory/entry/services.ts";
import { addRegion, regions } from "#src/directory/regions.ts";
import { anything, search, type Wish } from "#src/directory/search/search.ts";
import { isTopic, serviceTopics } from "#src/directory/topics.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { naiveSearch, type Plain } from "./naive.ts";

// The search beside one that looks at every service in turn.

const clock = fakeClock();
const languages = ["fr", "nl", "fi-FI", "en", "hu", "pt-BR"];
const places = ["BE", "FI", "HU", "BE-VLG", "BE-WAL", "BE-GENT"];
const words = [
  "straße",
  "Łódź",
  "œuvre",
  "İstanbul",
  "lastensuojelu",
  "Ёлка",
  "night",
  "chat",
  "jeunes",
  "segély",
  "øl",
  "a",
];
let home: House;
let all: Plain[];

const one = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const few = <T>(random: Random, from: readonly T[], most: number): T[] => [
  ...new Set(Array.from({ length: Math.floor(random() * (most + 1)) }, () => one(random, from))),
];
const maybe = <T>(random: Random, chance: number, value: () => T): T | null => (random() < chance ? value() : null);

function randomEntry(random: Random): Partial<Entry> {
  const from = maybe(random, 0.5, () => Math.floor(random() * 20));
  const channels: Channel[] = few(random, channelKinds, 3).map((kind) => ({
    ...plainChannel(kind, published(random, kind)),
    languages: few(random, languages, 1),
  }));
  return {
    alternateName: few(random, words, 1).join(" "),
    summary: few(random, words, 2).join(" "),
    description: few(random, words, 3).join(", "),
    status: random() < 0.7 ? "active" : one(random, statuses),
    visibility: random() < 0.6 ? "public" : one(random, visibilities),
    ageFrom: from,
    ageTo: maybe(random, 0.5, () => (from ?? 0) + Math.floor(random() * 20)),
    free: maybe(random, 0.6, () => random() < 0.5),
    anonymous: maybe(random, 0.6, () => random() < 0.5),
    channels,
    languages: few(random, languages, 2),
    regions: few(random, places, 2),
    topics: few(random, serviceTopics, 3),
    calendar: maybe(random, 0.6, () => daily(Math.floor(random() * 1440), 1440 + Math.floor(random() * 600))),
    verifiedOn: maybe(random, 0.7, () => `202${one(random, [4, 5, 6])}-0${one(random, [1, 5, 9])}-03`),
  };
}

const values = { web: "https://example.org/", chat: "https://example.org/chat", email: "help@example.org" };
const numbers = ["116 111", "0800 12 34 56", "102", "116123", "02/116.11.12", "+32 2 116.11.12"];
const published = (random: Random, kind: Channel["kind"]) =>
  kind in values ? values[kind as keyof typeof values] : one(random, numbers);

function randomWish(random: Random): Wish {
  const typed = [
    ...words,
    "strasse",
    "oeuvre",
    "lodz",
    "istanbul",
    "suojelu",
    "елка",
    "bully",
    "segely",
    "xyz",
    "rap",
    'é"',
    "116",
    "116 111",
    "116111",
    "116 123",
    "02 116 11",
    "0800",
    "lastensujelu",
    "jeuens",
    "nigth",
    "ngiht",
    "strassse",
    "chta",
    "bulying",
    "istambul",
    "i",
    "12",
  ];
  return {
    words: random() < 0.6 ? few(random, typed, 3).join(one(random, [" ", ", ", "-", "' OR \""])) : "",
    topics: random() < 0.3 ? few(random, serviceTopics, 2).filter(isTopic) : [],
    age: maybe(random, 0.3, () => Math.floor(random() * 30)),
    regions: random() < 0.3 ? few(random, places, 2) : [],
    languages: random() < 0.3 ? few(random, languages, 2) : [],
    channels: random() < 0.3 ? few(random, channelKinds, 2) : [],
    free: random() < 0.15,
    anonymous: random() < 0.15,
    open: random() < 0.3,
  };
}

beforeAll(async () => {
  home = await house({ clock });
  const { db } = home.helpline;
  const parts = [
    { code: "BE-VLG", parent: "BE", name: "Vlaanderen" },
    { code: "BE-WAL", parent: "BE", name: "Wallonie" },
    { code: "BE-GENT", parent: "BE-VLG", name: "Gent" },
  ];
  for (const region of parts) await db.change("command line", (tx, emit) => addRegion(tx, emit, region));
  const random = seeded(6);
  all = [];
  for (let i = 0; i < 120; i += 1) {
    const organization = one(random, ["Open House", "Łódź Młodych", "Élan"]);
    const id = await place(db, `${one(random, words)} ${i}`, randomEntry(random), organization);
    const { entry, createdAt } = service(db, id)!;
    all.push({ id, entry, organization, createdAt });
  }
});

const many = dayOrNight(400, 10_000);

test(`${many} random wishes find what looking at every service finds`, { timeout: 300_000, retry: 0 }, () => {
  const { db } = home.helpline;
  let most = 0;
  for (let seed = 0; seed < many; seed += 1) {
    const random = seeded(seed);
    const wish = randomWish(random);
    const seeker = random() < 0.5 ? "youth" : "counsellor";
    // At any hour of a week.
    const at = clock.now() + Math.floor(random() * 7 * 24) * 3_600_000;
    const found = search(db, wish, seeker, at).map(({ id }) => id);
    const wanted = naiveSearch(all, regions(db), wish, seeker, at);
    expect(new Set(found), `seed ${seed}: ${JSON.stringify(wish)}`).toEqual(wanted);
    expect(found.length).toBe(wanted.size);
    most = Math.max(most, found.length);
  }
  // The wishes are not so narrow that nothing was compared.
  expect(most).toBeGreaterThan(40);
});

test(`${many} random strings are never an error of the database`, () => {
  const { db } = home.helpline;
  const pieces = [
    '"',
    "'",
    "*",
    "(",
    ")",
    "^",
    "-",
    "+",
    ":",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "{",
    "}",
    "\0",
    "🙂",
    "\u202e",
    "é",
    "x",
    " ",
    "%",
    "_",
    ";",
    "ﷺ",
    "\ud800",
    "中",
  ];
  for (let seed = 0; seed < many; seed += 1) {
    const random = seeded(seed);
    const text = Array.from({ length: Math.floor(random() * 12) }, () => one(random, pieces)).join("");
    expect(
      () => search(db, { ...anything, words: text }, "counsellor", clock.now()),
      JSON.stringify(text),
    ).not.toThrow();
  }
});

test("the same wish gives the same order, and what fits best stands first", () => {
  const { db } = home.helpline;
  const wish = { ...anything, words: "night" };
  const once = search(db, wish, "counsellor", clock.now()).map(({ id }) => id);
  expect(search(db, wish, "counsellor", clock.now()).map(({ id }) => id)).toEqual(once);
  const named = once.map((id) => service(db, id)!.entry.name.startsWith("night"));
  expect(named[0]).toBe(true);
});

/** What people type on whatever keyboard they have, and what they mean. */
const typed: [typed: string, name: string][] = [
  ["strasse", "Straßenhilfe"],
  ["straße", "Strassenhilfe"],
  ["oeuvre", "L’Œuvre des jeunes"],
  ["œuvre", "Oeuvre sociale"],
  ["lodz", "Dom w Łodzi (Łódź)"],
  ["istanbul", "İstanbul Gençlik"],
  ["isik", "Işık Hattı"],
  ["suojelu", "Lastensuojelun päivystys"],
  ["paivystys", "Lastensuojelun päivystys"],
  ["елка", "Ёлка"],
  ["bornetelefonen", "Børnetelefonen"],
  ["nino", "Teléfono del niño"],
  ["niño", "Teléfono del nino"],
  ["segely", "Kék Vonal segély"],
  ["fuggoseg", "Függőség vonal"],
  ["garcon", "Garçons en détresse"],
  ["kinderen telefoon", "Kinder- en jongerentelefoon"],
];

test.each(typed)("“%s” finds %s", async (words, name) => {
  const { helpline } = await house({ clock });
  await place(helpline.db, name);
  await place(helpline.db, "Something quite different");
  expect(search(helpline.db, { ...anything, words }, "youth", clock.now())[0]?.entry.name).toBe(name);
});

const synonyms = [
  ["cutting", "suicide"],
  ["harcelée", "bullying"],
  ["gepest", "bullying"],
  ["acoso", "bullying"],
  ["kiusaaminen", "bullying"],
  ["zaklatás", "bullying"],
] as const;

test.each(synonyms)("a young person who types “%s” finds what is about %s", async (words, topic) => {
  const { helpline } = await house({ clock });
  await place(helpline.db, "A", { topics: [topic] });
  await place(helpline.db, "B", { topics: ["work_money"] });
  expect(search(helpline.db, { ...anything, words }, "youth", clock.now()).map(({ entry }) => entry.name)).toEqual([
    "A",
  ]);
});
