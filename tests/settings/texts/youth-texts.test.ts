import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { errorStatus } from "#src/errors.ts";
import { catalog, type Key } from "#src/i18n/i18n.ts";
import { groupOfText, textGroups, youthTexts } from "#src/settings/texts/youth-texts.ts";

// What the browser tests see on the pages (tests/browser/youth/door/own-texts.test.ts), read from the code, where nothing is missed
// because no test comes by.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const keys = Object.keys(catalog("en")) as Key[];

function sources(...folders: string[]): string {
  const files = folders.flatMap((folder) => {
    if (/\.tsx?$/.test(folder)) return [folder];
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => join(folder, path));
  });
  return files.map((path) => readFileSync(join(root, path), "utf8")).join("\n");
}

/** The keys that code names, whole or by the two ends of a template. */
function named(code: string): Key[] {
  const whole = new Set([...code.matchAll(/["'`]([a-z_]+\.[\w.]+)["'`]/g)].map(([, name]) => name!));
  const begun = [...code.matchAll(/`([a-z_]+\.[\w.]*)\$\{[^}`]+\}([\w.]*)`/g)].map(([, start, end]) => [start!, end!]);
  return keys.filter(
    (key) => whole.has(key) || begun.some(([start, end]) => key.startsWith(start!) && key.endsWith(end!)),
  );
}

/** The parts of pages that young people's pages are made of, and the parts of those. */
function partsOf(code: string, known: string[] = []): string[] {
  const named = [...code.matchAll(/"#(views\/parts\/[\w/-]+\.tsx?)"/g)].map(([, path]) => path!);
  const fresh = [...new Set(named)].filter((path) => !known.includes(path));
  return fresh.length === 0 ? known : partsOf(sources(...fresh), [...known, ...fresh]);
}

const youthRooms = [
  "views/youth",
  "views/layout/youth.tsx",
  "src/http/youth",
  "src/http/frame/youth-frame.ts",
  "src/live/youth/youth-doors.ts",
  "src/live/youth/youth-fragments.tsx",
  "src/live/youth/youth-data.ts",
  // What they say in words of the domain: moments, refusals.
  "src/i18n/when.ts",
  "src/queue/start.ts",
  "src/conversation/messages/writing.ts",
  "src/conversation/safety/danger.ts",
  "src/crypto/keys/keyring.ts",
];
const youthCode = sources(...youthRooms, ...partsOf(sources(...youthRooms)));
const staffCode = sources("views/admin", "views/counsellor", "views/session", "views/layout/staff.tsx");

test("every text that the young person’s side names can be replaced, but for the rules of the service and what topics are called", () => {
  // Topics are the directory's: everybody who shares it calls them the same.
  const asked = named(youthCode).filter((key) => !/^(rules|topic)\./.test(key));
  expect(asked.length).toBeGreaterThan(150);
  expect(asked.filter((key) => groupOfText(key) === null)).toEqual([]);
});

test("every text that can be replaced is one that the young person’s side names, a refusal, or of a mail", () => {
  const refusals = Object.keys(errorStatus).map((code) => `error.${code}`);
  const notices = named(sources("src/queue", "src/conversation")).filter((key) => key.startsWith("notice."));
  const mails = named(sources("src/callback", "src/staff", "src/on-call", "src/retention")).filter((key) =>
    key.startsWith("mail."),
  );
  expect(mails).toEqual(keys.filter((key) => /^mail\.(callback|staff)\./.test(key)));
  const asked = new Set<string>([...named(youthCode), ...refusals, ...notices, ...mails]);
  expect(youthTexts().filter((key) => !asked.has(key))).toEqual([]);
});

test("none is the staff’s alone", () => {
  const young = new Set<string>(named(youthCode));
  const staffOnly = named(staffCode).filter((key) => !young.has(key));
  expect(staffOnly.length).toBeGreaterThan(200);
  // Refusals in words that both sides hear.
  expect(staffOnly.filter((key) => groupOfText(key) !== null && !key.startsWith("error."))).toEqual([]);
  expect(youthTexts().filter((key) => /^(admin|staff|session|holiday|names|rules)\./.test(key))).toEqual([]);
  for (const code of ["not_signed_in", "not_allowed", "taken", "full_hands", "other_line", "last_line", "last_admin"]) {
    expect(groupOfText(`error.${code}`), code).toBeNull();
  }
});

test("what the rules of the service say is computed, and never a text of one’s own", () => {
  const rules = keys.filter((key) => key.startsWith("rules."));
  expect(rules.length).toBeGreaterThan(30);
  expect(rules.filter((key) => groupOfText(key) !== null)).toEqual([]);
});

test("each stands in one group, once; no group is empty; names that nobody has are none", () => {
  expect(new Set(youthTexts()).size).toBe(youthTexts().length);
  expect([...new Set(youthTexts().map(groupOfText))]).toEqual([...textGroups]);
  expect(["", "youth", "youth.door", "constructor", "error.door", "__proto__"].map(groupOfText)).toEqual(
    Array(6).fill(null),
  );
});
