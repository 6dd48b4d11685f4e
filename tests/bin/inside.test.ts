import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const parts = new URL("bin/parts.mjs", root).href;

test("every text that the program reads of itself is in the one file, whatever its ending", async () => {
  const { filesInside } = (await import(parts)) as { filesInside(): Promise<string> };
  const inside = await filesInside();
  const named = readdirSync(new URL("src", root), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => [...readFileSync(new URL(`src/${path}`, root), "utf8").matchAll(/projectFile\("([^"]+)"\)/g)])
    .map(([, path]) => path!)
    .filter((path) => !path.startsWith("static/"));
  const practice = readdirSync(new URL("src/practice", root), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(json|tsv)$/.test(path))
    .map((path) => `src/practice/${path}`);
  const wanted = new Set([...named, ...practice]);
  expect(wanted.size).toBeGreaterThan(40);
  expect([...wanted].filter((path) => !inside.includes(JSON.stringify(path)))).toEqual([]);
});
