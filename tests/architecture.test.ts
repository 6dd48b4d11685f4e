import { describe, expect, test } from "vitest";
import { breaches } from "./architecture/breaches.ts";
import { tree } from "./architecture/sources/tree.ts";
import { apart } from "./architecture/table.ts";

/** A small sound tree, for planting one breach at a time. */
const sound: Record<string, string> = {
  "src/clock.ts": "export const now = () => Date.now();\n",
  "src/config.ts": "export const port = () => process.env.PORT;\n",
  "src/settings/settings.ts": 'import { now } from "#src/clock.ts";\nexport const changedAt = now;\n',
  "src/queue/claim.ts": 'import type { Event } from "#src/events.ts";\nexport const claim = (event: Event) => event;\n',
  "src/db/migrations.ts":
    'import { projectFile } from "#src/files.ts";\nexport const list = ["0001_main.sql"].map(projectFile);\n',
  "migrations/0001_main.sql": "CREATE TABLE line (id INTEGER PRIMARY KEY) STRICT; -- not a ticket\n",
  "src/http/youth/door/door.tsx":
    'import { Door } from "#views/youth/door/door.tsx";\nexport const door = () => <Door />;\n',
  "src/http/youth/gate.ts": "export const gate = true;\n",
  "views/youth/door/door.tsx":
    'import type { Waiting } from "#src/queue/claim.ts";\nexport const Door = ({ t }) => <p>{t("youth.don’t")}’</p>;\n',
  "views/counsellor/console/console.tsx": "export const Console = () => <p />;\n",
  "tests/http/youth/door/door.test.ts": 'import { test } from "vitest";\ntest("door", () => {});\n',
  "src/i18n/locales/en/staff.json": '{ "youth.door.title": "A user may be named in a text" }\n',
};

const planted = (changes: Record<string, string | null>) => {
  const files = new Map(Object.entries(sound));
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return breaches(files);
};

describe("planted breaches", () => {
  test("the tree they are planted in is sound", () => {
    expect(planted({})).toEqual([]);
  });

  test.each<[string, Record<string, string | null>, string]>([
    [
      "a look forward along the order of the domain",
      { "src/settings/early.ts": 'import { claim } from "#src/queue/claim.ts";\nexport const x = claim;\n' },
      "src/settings/early.ts: settings may not import queue (#src/queue/claim.ts)",
    ],
    [
      "the same by a relative path, for a type",
      { "src/settings/early.ts": 'import type { Claim } from "../queue/claim.ts";\nexport type X = Claim;\n' },
      "src/settings/early.ts: settings may not import queue (../queue/claim.ts)",
    ],
    [
      "the same over several lines, in a call",
      { "src/settings/early.ts": 'export const x = () => import(\n  "#src/queue/claim.ts"\n);\n' },
      "src/settings/early.ts: settings may not import queue (#src/queue/claim.ts)",
    ],
    [
      "a page passed on from a domain module",
      { "src/queue/show.ts": 'export { Door } from "#views/youth/door/door.tsx";\nexport const x = 1;\n' },
      "src/queue/show.ts: queue may not import views/youth (#views/youth/door/door.tsx)",
    ],
    [
      "a value where only types are open",
      { "src/queue/hear.ts": 'import { type Event, all } from "#src/events.ts";\nexport const x: Event[] = all;\n' },
      "src/queue/hear.ts: queue may not import events other than types (#src/events.ts)",
    ],
    [
      "a verb in a page",
      {
        "views/youth/door/door.tsx": 'import { claim } from "#src/queue/claim.ts";\nexport const Door = () => claim;\n',
      },
      "views/youth/door/door.tsx: views/youth may not import queue other than types (#src/queue/claim.ts)",
    ],
    [
      "a staff page in a young person's page",
      {
        "views/youth/door/door.tsx":
          'import { Console } from "../../counsellor/console/console.tsx";\nexport const Door = Console;\n',
      },
      "views/youth/door/door.tsx: views/youth may not import views/counsellor (../../counsellor/console/console.tsx)",
    ],
    [
      "a staff page behind a young person's door",
      {
        "src/http/youth/gate.ts":
          'import { Console } from "#views/counsellor/console/console.tsx";\nexport const g = Console;\n',
      },
      "src/http/youth/gate.ts: http/youth may not import views/counsellor (#views/counsellor/console/console.tsx)",
    ],
    [
      "an unlisted folder",
      { "src/utils/text.ts": "export const x = 1;\n" },
      "src/utils/text.ts: the room utils is not listed",
    ],
    [
      "an unlisted folder of doors",
      { "src/http/parents/list.ts": "export const x = 1;\n" },
      "src/http/parents/list.ts: the room http/parents is not listed",
    ],
    [
      "an unlisted folder of pages",
      { "views/parents/list.tsx": "export const x = 1;\n" },
      "views/parents/list.tsx: the room views/parents is not listed",
    ],
    ["an unlisted file beside the folders", { "src/helpers.ts": "" }, "src/helpers.ts: the room helpers is not listed"],
    ["an unlisted entry at the top", { "lib/x.ts": "" }, "lib: is not among the listed entries of the top level"],
    [
      "an unlisted package",
      { "src/queue/claim.ts": 'import pad from "left-pad";\nexport const claim = pad;\n' },
      "src/queue/claim.ts: the package left-pad is not listed for queue",
    ],
    [
      "a package of another room",
      { "src/queue/claim.ts": 'import { Hono } from "hono";\nexport const claim = Hono;\n' },
      "src/queue/claim.ts: the package hono is not listed for queue",
    ],
    [
      "node:crypto outside crypto",
      { "src/staff/code.ts": 'import { randomInt } from "node:crypto";\nexport const x = randomInt;\n' },
      "src/staff/code.ts: the package node:crypto is not listed for staff",
    ],
    [
      "lucia outside its file",
      { "src/staff/staff.ts": 'import { Lucia } from "lucia";\nexport const x = Lucia;\n' },
      "src/staff/staff.ts: the package lucia is not listed for staff",
    ],
    [
      "the database driver outside db",
      { "src/queue/claim.ts": 'import type Database from "#sqlite";\nexport type X = Database;\n' },
      "src/queue/claim.ts: the package #sqlite is not listed for queue",
    ],
    [
      "the environment outside config",
      { "src/http/server/app.ts": "// It’s late\nexport const x = `${process.env.PORT}`;\n" },
      "src/http/server/app.ts: process.env belongs to config alone",
    ],
    [
      "a password hashed outside crypto",
      { "src/staff/staff.ts": "export const x = Bun.password.hash;\n" },
      "src/staff/staff.ts: Bun.password belongs to crypto alone",
    ],
    ["a file of 401 lines", { "src/queue/long.ts": "f();\n".repeat(401) }, "src/queue/long.ts: 401 lines, at most 400"],
    [
      "an hour in figures",
      { "src/queue/late.ts": "export const lateMs = 3_600_000;\n" },
      "src/queue/late.ts: a unit of time is written in src/clock.ts alone",
    ],
    [
      "one of the staff, as the trail calls them",
      { "src/queue/who.ts": "export const who = (id: number) => `staff:${id}`;\n" },
      "src/queue/who.ts: how the trail calls one of the staff is written in src/db/db.ts alone",
    ],
    [
      "a chat, as the trail calls it",
      { "src/queue/chat.ts": "export const chat = (id: number) => `conversation:${id}`;\n" },
      "src/queue/chat.ts: how the trail calls a chat is written in src/db/db.ts alone",
    ],
    [
      "the zone of the helpline",
      { "src/queue/zone.ts": "export const zone = (db) => lines(db)[0]!.timeZone;\n" },
      "src/queue/zone.ts: the zone of the helpline is written in src/hours/lines.ts alone",
    ],
    [
      "long files, more than one in twenty",
      Object.fromEntries(["a", "b"].map((name) => [`src/queue/${name}.ts`, "f();\n".repeat(237)])),
      "src and views: one file in twenty has 237 lines, at most 236",
    ],
    [
      "a small file for one neighbour alone",
      {
        "src/queue/order.ts": 'import type { turn } from "./turn.ts";\nexport const order = (x: typeof turn) => x;\n',
        "src/queue/turn.ts": `export const turn = 1;\n${"f();\n".repeat(58)}`,
      },
      "src/queue/turn.ts: 59 lines that src/queue/order.ts alone imports belong in it",
    ],
    [
      "a file that is listed as standing apart and need not be",
      { "views/admin/subjects/on-call-told.tsx": "export const ToldList = () => <ul />;\n" },
      "views/admin/subjects/on-call-told.tsx: is listed as standing apart, and need not be",
    ],
    [
      "more comments than seven lines of a hundred",
      { "src/queue/why.ts": "/**\n * Why.\n */\n// And why.\nf();\n", "src/db/schema/main.ts": "// A column.\n" },
      "src and views: 21.05 % of the lines are comments, at most 7 %",
    ],
    [
      "a folder of 16 tests",
      Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`tests/queue/line/t${n}.test.ts`, "test();\n"])),
      "tests/queue/line: 16 entries, at most 15",
    ],
    [
      "a folder of 16 files",
      Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`src/queue/f${n}.ts`, "f();\n"])),
      "src/queue: 16 entries, at most 15",
    ],
    [
      "one exported name for two things",
      { "src/queue/order.ts": "export async function claim() {}\n" },
      "src/queue/order.ts: exports claim, as src/queue/claim.ts does",
    ],
    [
      "a circle of two files",
      {
        "src/queue/claim.ts": 'import { order } from "./order.ts";\nexport const claim = order;\n',
        "src/queue/order.ts": 'import { claim } from "./claim.ts";\nexport const order = () => claim;\n',
      },
      "src/queue/claim.ts: is in a circle of imports with src/queue/order.ts",
    ],
    [
      "a circle of three pages",
      {
        "views/youth/door/a.tsx": 'import { B } from "./b.tsx";\nexport const A = B;\n',
        "views/youth/door/b.tsx": 'import { C } from "../c.tsx";\nexport const B = C;\n',
        "views/youth/c.tsx": 'import { A } from "#views/youth/door/a.tsx";\nexport const C = () => A;\n',
      },
      "views/youth/c.tsx: is in a circle of imports with views/youth/door/a.tsx, views/youth/door/b.tsx",
    ],
    [
      "a circle across folders that only types close",
      {
        "src/queue/claim.ts": 'import { order } from "./line/order.ts";\nexport const claim = order;\n',
        "src/queue/line/order.ts":
          'import type { claim } from "../claim.ts";\nexport const order = (x: typeof claim) => x;\n',
      },
      "src/queue/claim.ts: is in a circle of imports and types across folders with src/queue/line/order.ts",
    ],
    [
      "a folder of 16 programs that measure",
      Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`lab/load/t${n}/a.ts`, "run();\n"])),
      "lab/load: 16 entries, at most 15",
    ],
    ["a script of 401 lines", { "static/chat.js": "f();\n".repeat(401) }, "static/chat.js: 401 lines, at most 400"],
    [
      "a door without its page",
      { "views/youth/door/door.tsx": null },
      "src/http/youth/door/door.tsx: has no page views/youth/door/door.tsx",
    ],
    [
      "a door without its test",
      { "tests/http/youth/door/door.test.ts": null },
      "src/http/youth/door/door.tsx: has no test tests/http/youth/door/door.test.ts",
    ],
    [
      "something of the lab where everything is put together",
      { "src/main.ts": 'import { viewDoors } from "#lab/dev/doors.ts";\nexport const x = viewDoors;\n' },
      "src/main.ts: main may not import tests (#lab/dev/doors.ts)",
    ],
    [
      "something of the tests in a page",
      {
        "views/youth/door/door.tsx":
          'import type { House } from "#tests/support/house/helpline.ts";\nexport type X = House;\n',
      },
      "views/youth/door/door.tsx: views/youth may not import tests (#tests/support/house/helpline.ts)",
    ],
    [
      "an unlisted migration",
      { "migrations/0002_more.sql": "SELECT 1;\n" },
      "migrations/0002_more.sql: is not listed in src/db/migrations.ts",
    ],
    [
      "a default export",
      { "src/clock.ts": "const now = 1;\nexport { now as default };\n" },
      "src/clock.ts: has a default export",
    ],
    [
      "a barrel",
      { "src/queue/index.ts": 'export * from "./claim.ts";\nexport type { Claim } from "./claim.ts";\n' },
      "src/queue/index.ts: only passes on what others export",
    ],
    [
      "a forbidden word in a variable",
      { "src/queue/claim.ts": "export function claim(lastVisitor: string) {\n  return lastVisitor;\n}\n" },
      'src/queue/claim.ts: the word "visitor" is never used here (lastVisitor)',
    ],
    [
      "a forbidden word in a quoted property",
      { "src/queue/claim.ts": 'export const claim = { "open-tickets": 1 };\n' },
      'src/queue/claim.ts: the word "tickets" is never used here (open-tickets)',
    ],
    [
      "a forbidden word in a page's props, behind a template and a lone apostrophe",
      {
        "views/youth/door/door.tsx":
          "export const Door = (p) => <p title={`a ${p.b}`}>I'm <i agent={1} /></p>;\nconst GHOST_ID = 1;\n",
      },
      'views/youth/door/door.tsx: the word "ghost" is never used here (GHOST_ID)',
    ],
    [
      "a forbidden word in a catalog key",
      { "src/i18n/locales/en/staff.json": '{ "staff.user.name": "Name" }' },
      'src/i18n/locales/en/staff.json: the word "user" is never used here (staff.user.name)',
    ],
    [
      "a forbidden word in a table",
      { "migrations/0001_main.sql": "CREATE TABLE customer (id INTEGER) STRICT;\n" },
      'migrations/0001_main.sql: the word "customer" is never used here (customer)',
    ],
    [
      "a forbidden word in a file's name",
      { "src/queue/agent.ts": "export const x = 1;\n" },
      'src/queue/agent.ts: the word "agent" is never used here (src/queue/agent.ts)',
    ],
  ])("%s is found", (_name, changes, breach) => {
    expect(planted(changes)).toContain(breach);
  });

  test("what the platform calls its things, comments and texts are nobody's breach", () => {
    const text = [
      "// the user of a ticket",
      'export const seen = { userAgent: "agent", header: "User-Agent" };',
      "export const agentOf = 1;",
      "export const path = /user's|[/]/.test(seen.user) ? `ghost ${seen.agent}` : 'visitor';",
    ];
    const found = planted({ "src/queue/claim.ts": text.join("\n") });
    expect(found).toEqual(['src/queue/claim.ts: the word "agent" is never used here (agentOf)']);
  });
});

test("types may go round within a folder", () => {
  const changes = {
    "src/queue/claim.ts": 'import { order } from "./order.ts";\nexport const claim = order;\n',
    "src/queue/order.ts": 'import type { claim } from "./claim.ts";\nexport const order = (x: typeof claim) => x;\n',
    "src/queue/line/line.ts": 'import { order } from "../order.ts";\nexport const line = order;\n',
  };
  expect(planted(changes)).toEqual([]);
});

test("this tree has no breach", { timeout: 60_000 }, () => {
  expect(breaches(tree())).toEqual([]);
  expect([...apart.keys()].filter((path) => !tree().has(path))).toEqual([]);
});
