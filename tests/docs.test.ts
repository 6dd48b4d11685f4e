import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { tree } from "./architecture/sources/tree.ts";
import { promisesIn, strayCitations } from "./docs/cited.ts";
import { fieldWords, leadsTo } from "./docs/field.ts";
import { rowsIn, strayWords } from "./docs/words.ts";

// What comments, tests and documents lead to is in the repository: promises, documents, and the names in WORDS.md.

const root = fileURLToPath(new URL("..", import.meta.url));
const files = new Map(
  [...tree()].map(([path, text]) => [path, path.endsWith(".md") ? readFileSync(root + path, "utf8") : text]),
);
const words = files.get("docs/contributing/WORDS.md")!;

describe("citations", () => {
  const promises = "| S1 | Nothing is read. |\n| S2 | Nothing is opened. |\n| R7 | Backups: **no test yet**. |\n";
  const sound: Record<string, string> = {
    "docs/contributing/PROMISES.md": promises,
    "docs/keys.md": "# Keys\n\n## The team key\n\nSee [the top](keys.md#keys).\n",
    "README.md": "[Keys](docs/keys.md#the-team-key) and [promises](docs/contributing/PROMISES.md)\n",
    "src/crypto/seal.ts": "/** Seals (PROMISES.md S1 to S2). In ES5, see docs/keys.md. */\nexport const seal = 1;\n",
    "tests/crypto/seal.test.ts": 'test("[ASVS 1.1.1] S1, S2: at T18:00 it is sealed", () => {\n  "S9";\n});\n',
    "lab/abuse/flood.ts": 'export const name = "S1: bots";\n',
  };
  const planted = (changes: Record<string, string>) =>
    strayCitations(new Map(Object.entries({ ...sound, ...changes })));

  test("the tree that breaches are planted in is sound", () => expect(planted({})).toEqual([]));

  test.each<[string, string, string, string]>([
    ["an id in a comment", "src/a.ts", "// As S3 says.\n", "src/a.ts: S3 is not in PROMISES.md"],
    ["one of a letter that nobody knows", "src/a.ts", "/* J8 */\n", "src/a.ts: J8 is not in PROMISES.md"],
    ["an id between two that are cited", "src/a.ts", "// S1 to S4\n", "src/a.ts: S3 is not in PROMISES.md"],
    [
      "an id in the name of a test",
      "tests/a.test.ts",
      'test("S4: x", x);',
      "tests/a.test.ts: S4 is not in PROMISES.md",
    ],
    [
      "the same behind others",
      "tests/a.test.ts",
      'test("[S1] and (S4)", x);',
      "tests/a.test.ts: S4 is not in PROMISES.md",
    ],
    [
      "the same on its own line",
      "tests/a.test.ts",
      '  "[ASVS 1.1.1] S1: S4: x",\n',
      "tests/a.test.ts: S4 is not in PROMISES.md",
    ],
    [
      "the same and nothing else",
      "tests/a.test.ts",
      'describe("S4", () => {',
      "tests/a.test.ts: S4 is not in PROMISES.md",
    ],
    ["an id that a measurement prints", "lab/a.ts", 'say("A9: x");', "lab/a.ts: A9 is not in PROMISES.md"],
    ["an id in a document", "docs/faults.md", "| `kill` (R1) |", "docs/faults.md: R1 is not in PROMISES.md"],
    ["a document that a comment names", "src/a.ts", "/** security.md, 8. */", "src/a.ts: security.md is not here"],
    ["a document that a string names", "src/a.ts", 'say("See docs/mail.md");', "src/a.ts: docs/mail.md is not here"],
    ["a heading that is gone", "README.md", "[x](docs/keys.md#gone)", "README.md: docs/keys.md#gone is not here"],
    [
      "a list kept elsewhere",
      "tests/a.test.ts",
      'test("acceptance 8: x", x);',
      "tests/a.test.ts: “acceptance 8” is a number of a list that is not here",
    ],
    ["another", "src/a.ts", "// safeguarding 5", "src/a.ts: “safeguarding 5” is a number of a list that is not here"],
    [
      "a promise that nobody cites",
      "docs/contributing/PROMISES.md",
      `${promises}| S9 | x |\n`,
      "docs/contributing/PROMISES.md: nobody cites S9",
    ],
    [
      "an open one that is cited",
      "tests/a.test.ts",
      'test("R7: x", x);',
      "docs/contributing/PROMISES.md: R7 has “no test yet”, and is cited",
    ],
  ])("seen: %s", (_what, path, text, breach) => expect(planted({ [path]: text })).toContain(breach));

  test("every promise and every document that is cited is in the repository", () => {
    expect(promisesIn(files.get("docs/contributing/PROMISES.md")!).size).toBeGreaterThan(90);
    expect(strayCitations(files)).toEqual([]);
  });
});

describe("WORDS.md", () => {
  const small = new Map([["src/queue/claim.ts", "/** Not named here: hold */\nexport function claim() {}\n"]]);
  const row = (names: string) => `| Word | Means | In code |\n|---|---|---|\n| claim | take | ${names} |\n`;

  test.each([
    ["a file", "`src/queue/claim.ts`", []],
    ["a folder and a name", "`src/queue`, `claim`", []],
    ["a file that is gone", "`src/queue/take.ts`", ["“claim”: `src/queue/take.ts` is not in the code"]],
    ["a name that stands in a comment alone", "`hold`", ["“claim”: `hold` is not in the code"]],
    ["nothing", "later", ["“claim” has no name in code"]],
  ])("a row with %s", (_what, names, found) => expect(strayWords(row(names), small)).toEqual(found));

  test("a word has one row", () => {
    expect(strayWords(row("`claim`") + row("`claim`"), small)).toEqual(["“claim” is there twice"]);
  });

  test("every word is in the code by the names it has there", () => {
    expect(rowsIn(words).length).toBeGreaterThan(100);
    expect(strayWords(words, files)).toEqual([]);
  });

  test.each([
    ["hand over", "src/queue/handover/hand-over.ts", true],
    ["complaint", "src/conversation/complaint/state.ts", true],
    ["holiday", "src/hours/holidays.ts", true],
    ["hand over", "src/queue/handover/handing.ts", false],
    ["opening hours", "src/hours/hours.ts", false],
    ["migration", "migrations/0001_main.sql", false],
    ["theme", "tests/settings/theme.test.ts", false],
  ])("“%s” and %s: %s", (word, path, leads) => expect(leadsTo(word, [path])).toEqual(leads ? [path] : []));

  test("68 words of the field lead to a file that is called so", () => {
    expect(new Set(fieldWords).size).toBe(68);
    expect(fieldWords.filter((word) => leadsTo(word, files.keys()).length === 0)).toEqual([]);
  });
});
