import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { asvsPage, namedIn, namedTests, requirements, stateOf } from "./page.ts";

// PROMISES.md S18: what docs/asvs.md says of each requirement is so.

const root = fileURLToPath(new URL("../..", import.meta.url));
const all = requirements();
const tests = namedTests();

test("docs/asvs.md is that of the tests as they are; else: npm run docs", () => {
  expect(readFileSync(`${root}docs/asvs.md`, "utf8")).toBe(asvsPage(all, tests));
});

test("no test names a requirement that does not exist or does not apply", () => {
  const known = new Set(all.filter((one) => one.applies).map((one) => one.id));
  expect(tests.flatMap((one) => one.ids).filter((id) => !known.has(id))).toEqual([]);
  expect(tests.length).toBeGreaterThan(2);
});

test("the list is whole: each requirement once, with a level, and a reason where it does not apply", () => {
  expect(new Set(all.map((one) => one.id)).size).toBe(345);
  expect(all.filter((one) => ![1, 2, 3].includes(one.level) || one.what === "")).toEqual([]);
});

test("a document that is named is there, with its heading", () => {
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-");
  for (const { id, document } of all.filter((one) => one.document !== "")) {
    const [path = "", fragment] = document.split("#");
    expect(existsSync(root + path), `${id}: ${path}`).toBe(true);
    if (fragment === undefined) continue;
    const headings = [...readFileSync(root + path, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      slug(heading!),
    );
    expect(headings, `${id}: ${document}`).toContain(fragment);
  }
});

test("names are read where tests are named, and nowhere else", () => {
  const text = ['test("[ASVS 1.2.3, 4.5.6] says “no”", () => {', "// as [ASVS 7.8.9] asks", 'expect("[ASVS 7.8.9] x")'];
  const found = namedIn("tests/x.test.ts", text.join("\n"));
  expect(found).toEqual([{ ids: ["1.2.3", "4.5.6"], file: "tests/x.test.ts", title: "says “no”" }]);
  const one = { id: "1.2.3", level: 1, applies: true, what: "x", operator: "y", document: "" } as const;
  expect(stateOf(one, found)).toBe("test");
  expect(stateOf({ ...one, id: "9.9.9" }, found)).toBe("operator");
  expect(stateOf({ ...one, id: "9.9.9", operator: "" }, found)).toBe("open");
  expect(stateOf({ ...one, id: "9.9.9", operator: "Not met: y" }, found)).toBe("unmet");
});
