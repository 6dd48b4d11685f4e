import { describe, expect, test } from "vitest";
import { tree } from "#lab/mutants/copy.ts";
import { DoesNotApply, placeOf, planted, readSources } from "#lab/mutants/find.ts";
import { mutants } from "#lab/mutants/list/all.ts";
import { probed, withAdded } from "#lab/mutants/map/probe.ts";
import { type Mutant, spread } from "#lab/mutants/mutant.ts";
import { batches, inOrder } from "#lab/mutants/order.ts";

const sources = readSources(tree);

const parse = (path: string, text: string) =>
  new Bun.Transpiler({ loader: path.endsWith(".tsx") ? "tsx" : "ts" }).transformSync(text);

/** A bug of a small tree. */
const bug = (given: Partial<Mutant>): Mutant => ({
  ...{ id: "x", group: "hours", wrong: "Something goes wrong.", symbol: "open", from: "a < b", to: "a <= b" },
  ...given,
});

describe("the list", () => {
  test("there are 129 planted bugs, spread as was said, each with a name and a sentence of its own", () => {
    const counted = Object.fromEntries(
      Object.entries(Object.groupBy(mutants, ({ group }) => group)).map(([group, own]) => [group, own.length]),
    );
    expect(counted).toEqual(spread);
    expect(mutants).toHaveLength(129);
    for (const key of ["id", "wrong"] as const) expect(new Set(mutants.map((one) => one[key])).size).toBe(129);
    expect(mutants.filter(({ id }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("each applies to the tree as it stands, changes it, and leaves a file that can be read", () => {
    const unread = mutants.flatMap((one) => {
      const { path, text } = planted(one, sources);
      if (text === sources.get(path)) return [one.id];
      if (path.endsWith(".sql")) return [];
      // What only lays it out otherwise is no bug.
      return parse(path, text) === parse(path, sources.get(path)!) ? [one.id] : [];
    });
    expect(unread).toEqual([]);
  });

  test("no two are the same bug", () => {
    expect(new Set(mutants.map((one) => JSON.stringify(planted(one, sources)))).size).toBe(129);
  });

  test("a probe can be set at each but those of tables, and its file can still be read", () => {
    const without = mutants.filter((one) => {
      const place = placeOf(one, sources);
      const added = probed(one, place, sources);
      if (!added || added.length === 0) return true;
      parse(place.path, withAdded(sources.get(place.path)!, added));
      return false;
    });
    expect(without.map(({ symbol }) => symbol.split(" ")[0])).toEqual(without.map(() => "table"));
    expect(without.length).toBeLessThanOrEqual(spread.migrations);
  });
});

describe("finding a bug's place", () => {
  const door =
    "export function open(a: number, b: number) {\n  return a < b;\n}\n\nfunction shut() {\n  return a < b;\n}\n";
  const tables = "CREATE TABLE open (\n  a < b\n);\n";

  test("by what exports it, wherever that stands, and only within it", () => {
    const at = (path: string) => planted(bug({}), new Map([[path, door]]));
    expect(at("src/door.ts")).toEqual({ path: "src/door.ts", text: door.replace("a < b", "a <= b") });
    expect(at("src/moved/gate.ts").path).toBe("src/moved/gate.ts");
  });

  test("within what the same file keeps for itself, and in a migration by the table that it makes", () => {
    const files = new Map([
      ["src/door.ts", door],
      ["migrations/0001_main.sql", tables],
    ]);
    const helped = planted(bug({ helper: "shut" }), files).text;
    expect(helped.indexOf("<=")).toBeGreaterThan(helped.indexOf("shut"));
    expect(planted(bug({ symbol: "table open" }), files).path).toBe("migrations/0001_main.sql");
  });

  test.each<[string, Partial<Mutant>, Record<string, string>]>([
    ["nothing exports it", { symbol: "shut" }, { "src/door.ts": door }],
    ["two files export it", {}, { "src/door.ts": door, "src/gate.ts": door }],
    ["the text is gone", { from: "a > b" }, { "src/door.ts": door }],
    ["the text stands there twice", { from: "a" }, { "src/door.ts": door }],
    ["what it helps is gone", { helper: "lock" }, { "src/door.ts": door }],
    ["no migration makes the table", { symbol: "table shut" }, { "migrations/0001_main.sql": tables }],
  ])("one does not apply where %s", (_why, given, files) => {
    expect(() => planted(bug(given), new Map(Object.entries(files)))).toThrow(DoesNotApply);
  });
});

describe("where to begin", () => {
  const seconds = new Map([
    ["tests/hours/now.test.ts", 2],
    ["tests/hours/instants.test.ts", 3],
    ["tests/mail/delivery.test.ts", 1],
    ["tests/queue/door.test.ts", 0.5],
  ]);
  const reach = (killer?: string) => ({ seconds, files: new Map(), killers: new Map(killer ? [["x", killer]] : []) });
  const one = bug({ symbol: "instantOf" });
  const from = (killer?: string) => inOrder(one, "src/hours/instants.ts", [...seconds.keys()], reach(killer));

  test("with the test that speaks of the same, then with its neighbours, then with the quickest", () => {
    expect(from()).toEqual([
      "tests/hours/instants.test.ts",
      "tests/hours/now.test.ts",
      "tests/queue/door.test.ts",
      "tests/mail/delivery.test.ts",
    ]);
  });

  test("before all with the one that has found it before", () => {
    expect(from("tests/mail/delivery.test.ts")[0]).toBe("tests/mail/delivery.test.ts");
  });

  test("a little first, then more and more, and none is left out", () => {
    const many = Array.from({ length: 200 }, (_, n) => `tests/hours/${n}.test.ts`);
    const goes = batches(many, { ...reach(), seconds: new Map(many.map((file) => [file, 1])) });
    const sizes = goes.map(({ files }) => files.length);
    expect(sizes.length).toBeGreaterThan(2);
    for (const [n, size] of sizes.slice(0, -2).entries()) expect(sizes[n + 1]).toBeGreaterThan(size);
    expect(goes.flatMap(({ files }) => files)).toEqual(many);
    expect(goes.map(({ seconds: took }) => took)).toEqual(sizes);
  });

  test("one that takes longer than all of the first go is a go of its own", () => {
    const slow = new Map([
      ["a", 300],
      ["b", 1],
    ]);
    expect(batches(["a", "b"], { ...reach(), seconds: slow }).map(({ files }) => files)).toEqual([["a"], ["b"]]);
  });
});
