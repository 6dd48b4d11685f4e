import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Db } from "#src/db/db.ts";
import { services } from "#src/directory/entry/services.ts";
import { formatHours } from "#src/directory/files/hours-text.ts";
import { noMapping } from "#src/directory/files/meaning/mapping.ts";
import { type ZipFile, zipped } from "#src/directory/files/zip.ts";
import { causesOf, causeText, moreText } from "#src/directory/importing/causes.ts";
import { applyWhole, bringFiles, leftOut, readFilesAgain } from "#src/directory/importing/import-files.ts";
import { usableText } from "#src/directory/importing/outlook.ts";
import { importRun, issuesOf } from "#src/directory/importing/runs.ts";
import { mappingOf, setMapping } from "#src/directory/importing/source-mapping.ts";
import { filesSaid } from "#src/directory/importing/taking/kept-files.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import {
  idsApart,
  sharedSchedules,
  shiftedHeader,
  threeFiles,
  threeLists,
} from "#tests/directory/importing/broken-packages.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { finished } from "#tests/support/keys/finished.ts";
import { hsdsData } from "#tests/support/outside/hsds-data.ts";

const at = Date.UTC(2026, 10, 24);
const t = translate("en");
const given = {
  source: "Town",
  timeZone: "Europe/Brussels",
  visibility: "counsellors",
  actor: "staff:1",
  t,
  at,
} as const;
const emptyHouse = async () => (await house({ clock: fakeClock(at) })).helpline.db;

async function looked(db: Db, files: ZipFile[], more: Partial<Parameters<typeof bringFiles>[1]> = {}) {
  const { id, ready } = await bringFiles(db, { ...given, ...more, files });
  await ready;
  return told(db, id);
}

function told(db: Db, id: number) {
  const run = importRun(db, id)!;
  const causes = causesOf(db, id);
  const sentences = causes.map((one) =>
    [...one.causes.map((cause) => causeText(cause, t)), moreText(one, t)].filter(Boolean),
  );
  return { id, run, usable: usableText(run.outlook, t), sentences: sentences.flat(), byFile: sentences };
}

async function entries(db: Db, id: number) {
  await applyWhole(db, { runId: id, actor: "staff:1", at });
  return services(db).map(({ entry }) => entry);
}

const list = (...rows: string[]): ZipFile[] => [{ name: "places.csv", bytes: Buffer.from(rows.join("\n")) }];
const hoursOf = (calendar: Parameters<typeof formatHours>[0] | null) => calendar && formatHours(calendar);

test("ids that do not match: what will be of use is said in a line, and why in a sentence for each column", async () => {
  const { usable, sentences, run } = await looked(await emptyHouse(), idsApart());
  expect(usable).toBe(
    "60 places: 0 with a phone number, 0 with hours, 0 with a topic. " +
      "0 of 60 phone numbers in the files belong to a place: these ids do not match. " +
      "0 of 60 hours in the files belong to a place: these ids do not match. " +
      "0 of 60 topics in the files belong to a place: these ids do not match.",
  );
  expect(sentences).toEqual([
    "service_id: These ids do not match: 60 / 60 of this column are in none of the files, such as “7001”.",
    "service_id: These ids do not match: 60 / 60 of this column are in none of the files, such as “7001”.",
    "service_id: These ids do not match: 60 / 60 of this column are in none of the files, such as “7001”.",
  ]);
  expect(run.counts.create).toBe(60);
});

test("ids that only a spreadsheet has changed do match", async () => {
  const db = await emptyHouse();
  const files = [
    { name: "s.csv", bytes: Buffer.from("id,name,status\n{A-1},One,active\n0017,Two,active\n") },
    { name: "p.csv", bytes: Buffer.from("id,service_id,number\n1,a-1,116 111\n2,17.0,116 112\n") },
  ];
  const { id, usable } = await looked(db, files);
  expect(usable).toBe("2 places: 2 with a phone number, 0 with hours, 0 with a topic.");
  expect((await entries(db, id)).map(({ channels }) => channels[0]?.value)).toEqual(["116 111", "116 112"]);
});

test("a header that is shifted is one mistake and not one in each row; what a person says it means is remembered", async () => {
  const db = await emptyHouse();
  const { id, usable, sentences } = await looked(db, shiftedHeader());
  expect(usable).toBe("40 places: 0 with a phone number, 0 with hours, 0 with a topic.");
  expect(sentences).toEqual([
    "The header is in row 3, and the rows above it were not read.",
    "phone: The column “phone” holds something else, such as “https://place1.example”, so it was not read.",
    "email: The column “email” holds something else, such as “0800 10 101”, so it was not read.",
    "website: The column “website” holds something else, such as “help@place1.example”, so it was not read.",
  ]);
  const mapping = { ...noMapping(), columns: { phone: "website", website: "email", email: "phone" } };
  await db.change("staff:1", (tx, emit) => setMapping(tx, emit, { source: "Town", mapping }));
  const { id: same, ready } = await readFilesAgain(db, { runId: id, actor: "staff:1", at, t });
  await ready;
  expect(same).toBe(id);
  expect(told(db, id).usable).toBe("40 places: 40 with a phone number, 0 with hours, 0 with a topic.");
  const next = await looked(db, shiftedHeader());
  expect(next.usable).toBe("40 places: 40 with a phone number, 0 with hours, 0 with a topic.");
  const other = await looked(db, shiftedHeader(), { source: "City" });
  expect(other.usable).toBe("40 places: 0 with a phone number, 0 with hours, 0 with a topic.");
  const [first] = await entries(db, next.id);
  expect(first!.channels.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
    "phone 0800 10 101",
    "email help@place1.example",
    "web https://place1.example",
  ]);
});

test("services that share a schedule all keep it, however the files say so", async () => {
  const db = await emptyHouse();
  const { id, usable, sentences } = await looked(db, sharedSchedules());
  expect([usable, sentences.filter((one) => !one.includes("organization"))]).toEqual([
    "8 places: 0 with a phone number, 8 with hours, 0 with a topic.",
    [],
  ]);
  const found = Object.fromEntries((await entries(db, id)).map(({ name, calendar }) => [name, hoursOf(calendar)]));
  expect(found).toEqual({
    Twice: "Mo-Fr 09:00-17:00",
    "Also twice": "Mo-Fr 09:00-17:00",
    "In a cell": "Mo-Fr 08:00-17:00",
    "Also in a cell": "Mo-Fr 08:00-17:00",
    "By a table": "Mo-Tu 10:00-12:00",
    "Also by a table": "Mo-Tu 10:00-12:00",
    "By itself": "Sa 00:00-24:00",
    "Also by itself": "Sa 00:00-24:00",
  });
});

test.each([
  ["files", (files: ZipFile[]) => files],
  [
    "a zip file",
    (files: ZipFile[]) => {
      const texts = files.map(({ name, bytes }) => ({ name, pieces: [new TextDecoder().decode(bytes)] }));
      return [{ name: "town.zip", bytes: finished(zipped(texts)) }];
    },
  ],
])(
  "three JSON files of one package, as %s, are read as one, and the table that its description names is missed",
  async (_as, sent) => {
    const { usable, sentences } = await looked(await emptyHouse(), sent(threeFiles()));
    expect(usable).toBe("3 places: 3 with a phone number, 0 with hours, 0 with a topic.");
    expect(sentences).toEqual(["The table “schedules.csv” belongs to this package and was not sent with it."]);
  },
);

test("three lists of one package are all read, each row of its own file", async () => {
  const db = await emptyHouse();
  const { id, run, byFile } = await looked(db, threeLists());
  expect(run).toMatchObject({ counts: { create: 3 }, errors: 3 });
  expect(byFile).toEqual(Array(3).fill(["Row 3: minimum_age: “teen” is not an age."]));
  const again = leftOut(db, id).split("\r\n");
  expect(again.filter((row) => row.includes("name,organization"))).toHaveLength(1);
  expect(again.filter((row) => row.startsWith("Day of"))).toHaveLength(3);
});

test("tables, a list of ours and a file that is neither: each is told for what it is", async () => {
  const files = [
    { name: "s.csv", bytes: Buffer.from("id,name,status\n1,One,active\n") },
    { name: "ours.csv", bytes: Buffer.from("name,organization,phone\nTwo,House,116 111\n") },
    { name: "colours.csv", bytes: Buffer.from("colour,shade\nred,dark\n") },
  ];
  const { run, sentences } = await looked(await emptyHouse(), files);
  expect(run.counts.create).toBe(2);
  expect(sentences.some((one) => one.startsWith("This file is no table of the package"))).toBe(true);
});

test("a file with everything wrong is told in ten sentences at most, whatever the language", async () => {
  const db = await emptyHouse();
  const header = "name,phone,email,website,languages,regions,minimum_age,maximum_age,free,status,verified_on,hours,a,b";
  const row = (i: number) =>
    `Place ${i},+44116123,no mail,javascript:1,Klingon,Mars,5,${i % 2 ? 3 : 9},perhaps,${i % 3 ? "" : "open"},3.11.25,10:00-4:00,,`;
  const { id } = await looked(db, list(header, ...Array.from({ length: 400 }, (_, i) => row(i))));
  expect(importRun(db, id)!.issues).toBeGreaterThan(1_000);
  for (const language of languages) {
    const words = translate(language);
    for (const one of causesOf(db, id)) {
      const all = [...one.causes.map((cause) => causeText(cause, words)), moreText(one, words)];
      expect(all).toHaveLength(10);
      for (const text of all) expect(text.match(/[.!?][”»]?(?= \p{Lu})/gu) ?? [], text).toEqual([]);
    }
  }
});

test("words, ages and hours that a person has explained are read so from then on", async () => {
  const db = await emptyHouse();
  const rows = [
    "name,topics,ages,hours",
    "One,Warm meals; zzz,teen,whenever",
    "Two,zzz,6-18,Mo-Fr 9-17",
    "Three,,12+,",
  ];
  const { run, sentences } = await looked(db, list(...rows));
  expect(run.counts.create).toBe(2);
  expect(sentences).toHaveLength(3);
  expect(run.outlook!.asked).toMatchObject({
    topics: [
      { text: "zzz", n: 2, means: "" },
      { text: "Warm meals", n: 1, means: "work_money" },
    ],
    ages: [{ text: "teen", n: 1 }],
    hours: [{ text: "whenever", n: 1 }],
  });
  const mapping = {
    ...noMapping(),
    topics: { zzz: "bullying", "warm meals": "" },
    ages: { teen: "12-17" },
    hours: { whenever: "24/7" },
  };
  await db.change("staff:1", (tx, emit) => setMapping(tx, emit, { source: "town ", mapping }));
  expect(mappingOf(db, "TOWN")).toEqual(mapping);
  const { id, sentences: none } = await looked(db, list(...rows));
  expect(none).toEqual([]);
  const found = (await entries(db, id)).map(({ name, topics, ageFrom, ageTo, calendar }) => [
    ...[name, topics.join(), ageFrom, ageTo, hoursOf(calendar)],
  ]);
  expect(found).toEqual([
    ["One", "bullying", 12, 17, "24/7"],
    ["Three", "", 12, null, null],
    ["Two", "bullying", 6, 18, "Mo-Fr 09:00-17:00"],
  ]);
});

test("a slip in the hours of a table is asked about, and read as a person says it; keywords lead to topics", async () => {
  const db = await emptyHouse();
  const files = [
    {
      name: "s.csv",
      bytes: Buffer.from('id,name,status,keywords\n1,One,active,"Group Support, Domestic Violence, Zzz"\n'),
    },
    { name: "h.csv", bytes: Buffer.from("id,service_id,weekday,opens_at,closes_at\n1,1,Monday,10:00,4:00\n") },
  ];
  const { run, usable } = await looked(db, files);
  expect(usable).toBe("One place: 0 with a phone number, 0 with hours, 1 with a topic.");
  expect(run.outlook!.asked).toMatchObject({
    topics: [{ text: "Group Support" }, { text: "Zzz" }, { text: "Domestic Violence", means: "violence_home" }],
    hours: [{ text: "Monday 10:00–4:00", n: 1, means: "" }],
  });
  const mapping = { ...noMapping(), topics: { zzz: "school" }, hours: { "monday 10:00–4:00": "Mo 10-16" } };
  await db.change("staff:1", (tx, emit) => setMapping(tx, emit, { source: "Town", mapping }));
  const { id } = await looked(db, files);
  const [one] = await entries(db, id);
  expect([hoursOf(one!.calendar), one!.terms, one!.topics.toSorted()]).toEqual([
    ...["Mo 10:00-16:00", [], ["school", "violence_home"]],
  ]);
});

test("a mapping to what does not exist is refused", async () => {
  const db = await emptyHouse();
  const wrong = [
    { columns: { x: "colour" } },
    { topics: { x: "colour" } },
    { ages: { x: "old" } },
    { hours: { x: "?" } },
  ];
  for (const one of wrong) {
    const mapping = { ...noMapping(), ...one };
    const saved = db.change("staff:1", (tx, emit) => setMapping(tx, emit, { source: "Town", mapping }));
    await expect(saved).rejects.toMatchObject({ code: "bad_input" });
  }
});

test("a number that is known to be old is left out, and the one in its place named", async () => {
  const db = await emptyHouse();
  const { id, sentences } = await looked(
    db,
    list(
      "name,regions,phone",
      "Hjälplinjen,SE,0771-22 00 60",
      "Abroad,,+33 800 200 000",
      "Elsewhere,FI,0771-22 00 60",
      "Victims,AT,0800 112 112",
    ),
  );
  expect(issuesOf(db, id).map(({ row, code, proposal }) => [row, code, proposal])).toEqual([
    [2, "number_changed", "90 390"],
    [3, "number_changed", "3018"],
  ]);
  expect(sentences[0]).toContain("has an old number, which was left out: it is");
  const phones = (await entries(db, id)).map(({ name, channels }) => [name, channels.map(({ value }) => value).join()]);
  expect(Object.fromEntries(phones)).toEqual({
    Abroad: "",
    Elsewhere: "0771-22 00 60",
    Hjälplinjen: "",
    Victims: "0800 112 112",
  });
});

test("the files of a run are kept until it is applied", async () => {
  const db = await emptyHouse();
  const { id } = await looked(db, threeLists());
  expect(filesSaid(db, id)).toEqual({
    as: null,
    source: "Town",
    timeZone: "Europe/Brussels",
    visibility: "counsellors",
  });
  await applyWhole(db, { runId: id, actor: "staff:1", at });
  expect(filesSaid(db, id)).toBeNull();
  await expect(readFilesAgain(db, { runId: id, actor: "staff:1", at, t })).rejects.toMatchObject({ code: "not_found" });
});

const real = [
  [
    "ilao",
    "429 places: 426 with a phone number, 99 with hours, 0 with a topic. 526 of 1,827 hours in the files belong to a place: no table says to which.",
  ],
  ["ohana/data/sample-csv", "23 places: 22 with a phone number, 2 with hours, 19 with a topic"],
  ["examples-3.1/tabular.json", "One place: 1 with a phone number, "],
  ["examples-3.1/service_full.json", "One place: "],
  ["mock-hsds-api/data/services", "One place: "],
] as const;

test.skipIf(!hsdsData("ilao")).each(real)(
  "the real files of %s: a line, and ten sentences a file",
  async (path, begins) => {
    const found = hsdsData(path)!;
    const names = /\.json$/.test(found) ? [found] : readdirSync(found).map((name) => join(found, name));
    const files = names
      .filter((name) => /\.(?:csv|json)$/.test(name))
      .map((name) => ({ name: name.split("/").at(-1)!, bytes: readFileSync(name) }));
    const { usable, byFile } = await looked(await emptyHouse(), files);
    expect(usable).toMatch(new RegExp(`^${begins}`));
    for (const sentences of byFile) expect(sentences.length).toBeLessThanOrEqual(10);
  },
);
