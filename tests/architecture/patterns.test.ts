import { type AnyNode, parse } from "acorn";
import { Transpiler } from "bun";
import { expect, test } from "vitest";
import { tree } from "./sources/tree.ts";

// No pattern of ours backtracks badly over typed text: each is tried on what it is weakest against.

interface Pattern {
  path: string;
  source: string;
  flags: string;
}

const jsx = JSON.stringify({ compilerOptions: { jsx: "react-jsx", jsxImportSource: "hono/jsx" } });

function patternsIn(path: string, text: string): Pattern[] {
  const loader = path.endsWith(".tsx") ? "tsx" : path.endsWith(".ts") ? "ts" : "js";
  const plain = loader === "js" ? text : new Transpiler({ loader, tsconfig: jsx }).transformSync(text);
  const sourceType = loader === "js" ? "script" : "module";
  const found: Pattern[] = [];
  const walk = (node: AnyNode) => {
    if (node.type === "Literal" && node.regex)
      found.push({ path, source: node.regex.pattern, flags: node.regex.flags });
    for (const part of Object.values(node).flat()) if (typeof part?.type === "string") walk(part as AnyNode);
  };
  walk(parse(plain, { ecmaVersion: "latest", sourceType }));
  return found;
}

/** Repeats of its literals and class members, then something else: the weakness of a backtracking pattern. */
function attacks({ source }: Pattern, length: number): string[] {
  const own = [...source.replace(/\\./g, "").replace(/[()[\]{}|*+?^$.]/g, "")];
  const signs = [...new Set([...own.slice(0, 12), ..."aA1 .-_/\n\té"])];
  const pairs = signs.slice(0, 8).flatMap((one) => signs.slice(0, 8).map((other) => one + other));
  return [...signs, ...pairs].flatMap((unit) => {
    const again = unit.repeat(length / unit.length);
    return [again, `${again}\u0001`, `${unit.at(-1)}${again}!`];
  });
}

/** The first attack slower than `most` ms of this thread's time, three times, as other tests run beside it. */
function slowest(one: Pattern, length: number, most: number): string | null {
  const isSlow = (attack: string) => tried(one, attack) > most;
  const found = attacks(one, length).find((attack) => isSlow(attack) && isSlow(attack) && isSlow(attack));
  return found === undefined ? null : `${one.path}: /${one.source}/ on ${JSON.stringify(found.slice(0, 30))}`;
}

function tried({ source, flags }: Pattern, text: string): number {
  const pattern = new RegExp(source, flags.replace("y", ""));
  const begun = process.threadCpuUsage();
  pattern.test(text);
  return Object.values(process.threadCpuUsage(begun)).reduce((sum, one) => sum + one) / 1_000;
}

const all = [...tree()]
  .filter(([path]) => /^(src|views|static)\/.*\.(tsx?|js)$/.test(path) && !path.startsWith("static/htmx"))
  .flatMap(([path, text]) => patternsIn(path, text));

/** Length and ms: enough to see doubling with each character, few enough to see its end. */
const doubling = [23, 15] as const;
/** Length and ms: growth with the square may be, with the cube not. */
const growing = [1_000, 100] as const;

test("what goes back again and again is seen", () => {
  for (const source of ["^(a+)+$", "^(\\w+\\s?)*$"]) {
    expect(slowest({ path: "x", source, flags: "" }, ...doubling)).toContain(source);
  }
});

test("[ASVS 1.3.12] no pattern in the sources takes exponentially long, whatever it is tried on", {
  timeout: 60_000,
}, () => {
  const unique = [...new Map(all.map((one) => [`/${one.source}/${one.flags}`, one])).values()];
  expect(unique.length).toBeGreaterThan(300);
  const slow = unique.map((one) => slowest(one, ...doubling) ?? slowest(one, ...growing));
  expect(slow.filter((one) => one !== null)).toEqual([]);
});
