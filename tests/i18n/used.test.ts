import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { catalog } from "#src/i18n/i18n.ts";

/** The keys that none of these texts of source files names, whole or by the beginning of a template (`staff.end.${x}`). */
function unused(keys: string[], sources: string[]): string[] {
  const whole = new Set(sources.flatMap((text) => [...text.matchAll(/["'`]([\w.]+)["'`]/g)].map((found) => found[1]!)));
  const begun = sources.flatMap((text) => [...text.matchAll(/`(\w+\.[\w.]*)\$\{/g)].map((found) => found[1]!));
  return keys.filter((key) => !whole.has(key) && !begun.some((start) => key.startsWith(start)));
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = ["src", "views"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(join(root, folder, path), "utf8")),
);

test("a key is found by its whole name or by the beginning of a template, and missed otherwise", () => {
  const keys = ["a.one", "a.two_b", "b.three", "b.threefold", "c.four"];
  const texts = ['t("a.one")', `t(\`a.two_\${x}\`)`, "const key: Key = 'b.three';", "// c.four", `\`\${c}.four\``];
  expect(unused(keys, texts)).toEqual(["b.threefold", "c.four"]);
});

test("no text of the catalog is one that nobody shows", () => {
  expect(unused(Object.keys(catalog("en")), sources)).toEqual([]);
});
