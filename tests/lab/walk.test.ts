import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { instrumented } from "#lab/walk/instrument.ts";
import { openTrace, told, type Walk } from "#lab/walk/trace.ts";
import { outcome, run } from "#tests/support/outside/command.ts";

// A request must be one that somebody can follow: `npm run walk` shows the way.

/**
 * How many files of ours each request enters, and what it meets among them: its door, its verb, what is heard and what is seen of it.
 * `most` are today's numbers: they may only go down. `statements` are budgets (docs/performance.md).
 */
const held = [
  {
    name: "send",
    most: 48,
    aim: 30,
    statements: 8,
    meets: [
      ...["src/http/server/app.tsx", "src/http/youth/chat/chat.tsx", "src/conversation/messages/writing.ts"],
      ...["src/db/db.ts", "src/live/fragments.tsx", "views/counsellor/chat/message.tsx", "views/parts/message.tsx"],
    ],
  },
  {
    name: "answer",
    most: 51,
    aim: 35,
    statements: 10,
    meets: [
      ...[
        "src/http/server/app.tsx",
        "src/http/counsellor/chat/conversation.tsx",
        "src/conversation/messages/writing.ts",
      ],
      ...["src/db/db.ts", "src/live/fragments.tsx", "views/counsellor/chat/message.tsx", "views/parts/message.tsx"],
    ],
  },
  {
    name: "poll",
    most: 41,
    aim: 30,
    statements: 4,
    meets: ["src/http/server/app.tsx", "src/http/youth/chat/updates.tsx", "src/live/youth/youth-data.ts"],
  },
  {
    name: "claim",
    most: 74,
    aim: 40,
    statements: 25,
    meets: [
      ...["src/http/server/app.tsx", "src/http/counsellor/console/console.tsx", "src/queue/claim.ts", "src/db/db.ts"],
      ...["src/live/fragments.tsx", "views/counsellor/console/queue.tsx", "views/youth/chat/chat.tsx"],
    ],
  },
  {
    name: "hours",
    most: 50,
    aim: 40,
    statements: 10,
    meets: [
      ...["src/http/server/app.tsx", "src/http/admin/hours/hours.tsx", "src/hours/opening-hours.ts", "src/db/db.ts"],
      ...["src/live/fragments.tsx", "src/live/console/bars.tsx", "views/counsellor/line/line-menu.tsx"],
    ],
  },
];

const measure = fileURLToPath(new URL("../../bin/measure.mjs", import.meta.url));
let walks: Map<string, Walk>;

beforeAll(async () => {
  const { code, out, err } = await outcome(run("node", [measure, "walk"], { env: { PATH: process.env.PATH ?? "" } }));
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const found: Walk[] = JSON.parse(out.trim().split("\n").at(-1)!).walks;
  walks = new Map(found.map((walk) => [walk.name, walk]));
});

/** A walk that enters more files than it may, as it is told; "" for one that does not. */
const tooFar = (walk: Walk, most: number) => (walk.files.length > most ? told(walk) : "");

test.each(held)(
  "$name enters at most $most files of ours (the aim: $aim) and makes at most $statements statements, from its door to what is seen of it",
  (one) => {
    const walk = walks.get(one.name)!;
    expect(tooFar(walk, one.most)).toBe("");
    expect(walk.statements, told(walk)).toBeLessThanOrEqual(one.statements);
    // None at all would mean that they are not counted any more.
    expect(walk.statements).toBeGreaterThan(0);
    expect(walk.files.map(({ path }) => path)).toEqual(expect.arrayContaining(one.meets));
  },
);

/** What is heard of these files when they run one after the other. */
async function heard(...files: [path: string, source: string][]): Promise<Walk> {
  const trace = openTrace(0);
  const code = files.map(([path, source]) => instrumented(path, source)).join("\n");
  return trace.walk("planted", async () => new Function("$entered", code)(trace.entered));
}

test("a file more is found, and told by its path and by what of it was called", async () => {
  const stores: [string, string] = ["src/b.ts", "function stores(): number { return 1; }"];
  const sends: [string, string] = ["src/a.ts", "const sends = () => stores(); sends(); sends();"];
  const walk = await heard(stores, sends);
  expect(tooFar(walk, 2)).toBe("");
  const longer = await heard(
    stores,
    ["src/c.ts", "function helps() { return stores(); }"],
    ["src/a.ts", "const sends = () => helps(); sends(); sends();"],
  );
  expect(tooFar(longer, 2)).toMatch(
    /^planted: 3 files in 1 folders, 6 calls, 0 statements\n.*src\/a\.ts +2 {2}sends\n.*src\/c\.ts +2 {2}helps\n/,
  );
});

test.each<[string, string, string[]]>([
  ["a function", "function sends() {} sends();", ["sends"]],
  ["one behind another", "const sends = () => () => 1; sends()();", ["sends", ""]],
  ["what gives an object back", "const sends = () => ({ a: 1 }); if (sends().a !== 1) throw 1;", ["sends"]],
  ["a parameter that is one", "function sends(how = () => 1) { return how(); } sends();", ["sends", "how"]],
  [
    "a property",
    "const all = { sends() {}, 'takes back': async () => 1 }; all.sends(); all['takes back']();",
    ["sends", "takes back"],
  ],
  ["what is read", "const all = { get html() { return 1; } }; all.html;", ["html"]],
  [
    "a class",
    "class Live { #a = 1; constructor() { this.#sends(); } #sends() { return this.#a; } } new Live();",
    ["constructor", "#sends"],
  ],
  ["what goes on later", "function* sends() { yield 1; } [...sends()];", ["sends"]],
  ["one without a name", "[1].map((n) => n);", [""]],
  ["one that is never called", "function sends() {}", []],
])("heard: %s", async (_what, source, functions) => {
  const { files } = await heard(["src/a.ts", source]);
  expect(files.flatMap((file) => file.functions)).toEqual(functions);
});
