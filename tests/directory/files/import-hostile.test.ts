import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { issueText } from "#src/directory/files/csv/export-csv.ts";
import { readServices } from "#src/directory/files/csv/import-csv.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { hostileFiles } from "#tests/support/hostile/files.ts";
import { hsdsData } from "#tests/support/outside/hsds-data.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { options, readFile, runToEnd, told } from "./csv-readings.ts";

/** Every issue says in words what to do, and no hours are there that nobody wrote. */
function expectSense({ services, issues }: Incoming) {
  for (const issue of issues.slice(0, 200)) {
    expect(issue.part.length).toBeLessThanOrEqual(60);
    for (const language of languages) expect(issueText(issue, translate(language))).toMatch(/\p{L}.*[.?]$/u);
  }
  for (const { entry } of services.slice(0, 200)) {
    for (const { opens, closes } of entry.calendar?.week.flat() ?? []) expect(closes - opens).toBeLessThan(18 * 60);
  }
}

describe("a hostile file", () => {
  const files = hostileFiles();
  test("there are many", () => expect(files.length).toBeGreaterThanOrEqual(70));

  test.each(files)("$name", ({ bytes, services, told: expected, more }) => {
    const read = readFile(bytes);
    const issues = told(read);
    expect(more ? issues.slice(0, expected.length) : issues).toEqual(expected);
    expect(read.services).toHaveLength(services);
    expectSense(read);
  });

  test("whatever the bytes, it is read or told of", () => {
    const piece = fc.constantFrom(
      ...[
        "name",
        "phone",
        "hours",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        '"',
        "'",
        "=",
        "9-12",
        "Mo",
        "2026-01-01",
        "|",
        "é",
        "\0",
        "\u202e",
      ],
    );
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc
        .array(piece, { maxLength: 40 })
        .map((pieces) => new TextEncoder().encode(`name,phone,hours,topics\n${pieces.join("")}`)),
    );
    fc.assert(
      fc.property(bytes, (content) => expectSense(readFile(content))),
      { numRuns: dayOrNight(60, 300) },
    );
  });
});

describe("files of another kind, bad ones", () => {
  const folder = hsdsData("ohana/spec/support/fixtures");
  const bad = /invalid|no_parent|date|year|^missing_|header/;
  const names = folder ? readdirSync(folder).filter((name) => bad.test(name) && name.endsWith(".csv")) : [];

  test.skipIf(!folder)("there are 28", () => expect(names).toHaveLength(28));
  test.skipIf(!folder).each(names)("%s is told of, and opens nothing", (name) => {
    const read = readFile(readFileSync(join(folder!, name)));
    expect(read.issues.length).toBeGreaterThan(0);
    expect(read.services.filter(({ entry }) => entry.calendar)).toEqual([]);
    expectSense(read);
  });
});

describe("others have their turn", () => {
  const row =
    'Line,House,"bullying; school","116 111; +358 9 123 456",Mo-Fr 14:00-20:00,fi;sv,3.11.25,"She said ""call"", and went."';
  const header = "name,organization,topics,phone,hours,languages,verified_on,summary";
  const rows = (count: number) => Array.from({ length: count }, (_, i) => `${i} ${row}`).join("\n");

  const many = dayOrNight(5_000, 50_000);

  test(`while ${many} rows are read`, () => {
    // Once before, as the lists of words are made then.
    runToEnd(readServices(`${header}\n${rows(300)}`, options));
    const { result, rests } = runToEnd(readServices(`${header}\n${rows(many)}`, options));
    expect(result.services).toHaveLength(many);
    expect(rests).toBeGreaterThan(many / 20);
  }, 60_000);

  test("after twenty rows at most", () => {
    const steps = [...readServices(`${header}\n${rows(5_000)}`, options)];
    // First the text is taken apart into cells, then rows are read: it says which part of them.
    const read = steps.slice(steps.lastIndexOf(0)).map((part) => Math.round(part * 5_001));
    expect(read.at(-1)).toBeGreaterThan(4_980);
    const most = Math.max(...read.slice(1).map((done, i) => done - read[i]!));
    expect(most).toBeLessThanOrEqual(20);
  });
});
