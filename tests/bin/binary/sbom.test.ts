import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { binary, sha256 } from "#tests/support/outside/binary.ts";

interface Component {
  "bom-ref": string;
  name: string;
  version: string;
  scope: "required" | "excluded";
  hashes: { alg: string; content: string }[];
  licenses?: { expression: string }[];
}
interface List {
  metadata: { component: { name: string; hashes: { alg: string; content: string }[] } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}
interface Locked {
  version: string;
  integrity: string;
  dev?: true;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const { "": _own, ...packages } = json(join(root, "package-lock.json")).packages as Record<string, Locked>;
const asked = json(join(root, "package.json")) as Record<"dependencies" | "devDependencies", Record<string, string>>;

const read = () => json(`${binary()}.cdx.json`) as List;
const named = (list: List, name: string) => list.components.filter((one) => one.name === name);

test("[ASVS 15.1.2] each package of the lock is in the list beside the one file, with its version and its checksum", () => {
  const list = read();
  const missing = Object.entries(packages).filter(([path, { version, integrity }]) => {
    const sum = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
    return !named(list, path.replace(/^.*node_modules\//, "")).some(
      (one) => one.version === version && one.hashes[0]!.alg === "SHA-512" && one.hashes[0]!.content === sum,
    );
  });
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

test("the list is that of this very file, and says which Bun is in it", () => {
  const { component } = read().metadata;
  expect(component.hashes).toEqual([{ alg: "SHA-256", content: sha256(binary()) }]);
  const inside = read().components.filter((one) => one.scope === "required" && one.name.startsWith("@oven/"));
  expect(inside.map((one) => one.name.replace("@oven/bun-", "").replace("aarch64", "arm64"))).toEqual([
    basename(binary()).replace("porchlight-", ""),
  ]);
});

test("what it needs is required and has a licence, what only tests need is not", () => {
  const list = read();
  const scopes = (kind: keyof typeof asked) =>
    Object.entries(asked[kind]).map(
      ([name, version]) => named(list, name).find((one) => one.version === version)?.scope,
    );
  expect(new Set(scopes("dependencies"))).toEqual(new Set(["required"]));
  expect(new Set(scopes("devDependencies"))).toEqual(new Set(["excluded"]));
  const required = list.components.filter((one) => one.scope === "required");
  expect(required.filter((one) => one.licenses === undefined).map((one) => one.name)).toEqual([]);
  // Each of them is needed by Porchlight, or by one that it needs.
  const needed = new Set([list.dependencies[0]!.ref]);
  for (const ref of needed) {
    for (const next of list.dependencies.find((one) => one.ref === ref)!.dependsOn) needed.add(next);
  }
  expect(required.map((one) => one["bom-ref"]).filter((ref) => !needed.has(ref))).toEqual([]);
});

test("[ASVS 15.2.4] npm runs no script of any package here", () => {
  const said = spawnSync("npm", ["config", "get", "ignore-scripts"], { cwd: root, encoding: "utf8" });
  expect(said.stdout.trim()).toBe("true");
});
