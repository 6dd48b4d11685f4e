import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWire } from "#src/demo/client.ts";
import { type Place, place, run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { night, patience } from "#tests/support/run/night.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

let here: Place;
let copy: string;
let env: Record<string, string>;
const started: Started[] = [];

beforeAll(() => {
  here = place();
  copy = join(here.folder, "porchlight");
  const { DATA_DIR: _none, ...bare } = here.env;
  env = { ...bare, ...npmOfThisMachine() };
  copyTree();
});
afterAll(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  here.remove();
});

/**
 * How npm finds its packages on this machine: without a home it would forget. What it has fetched already it need not
 * fetch again. Where nothing is set, npm's own defaults come out, and mean the same.
 */
function npmOfThisMachine(): Record<string, string> {
  const names = ["userconfig", "globalconfig", "cache", "registry", "cafile"];
  const found = names.map((name) => [`npm_config_${name}`, npm(["config", "get", name])] as const);
  const set = found.filter(([, value]) => value !== "" && value !== "null" && value !== "undefined");
  const proxies = Object.entries(process.env).filter(([name]) => /^(https?|no|all)_proxy$|^NODE_EXTRA_CA/i.test(name));
  return { ...Object.fromEntries([...set, ...proxies]), npm_config_prefer_offline: "true" } as Record<string, string>;
}

function npm(args: string[]): string {
  return spawnSync("npm", args, { cwd: root, encoding: "utf8" }).stdout.trim();
}

/** What somebody has who clones this tree as it stands: everything git knows or would take. */
function copyTree() {
  const args = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  expect(listed.stderr).toBe("");
  for (const path of listed.stdout.split("\0").filter((name) => name !== "" && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    copyFileSync(join(root, path), join(copy, path));
  }
}

function start(args: string[], more: Record<string, string>): Started {
  const one = run("npm", args, { cwd: copy, env: { ...env, ...more } });
  started.push(one);
  return one;
}

const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
const { "": _own, ...packages } = json("package-lock.json").packages as Record<
  string,
  { engines?: { node?: string }; deprecated?: string; optional?: true }
>;
/** The oldest of each that we support. */
const supported = ["20.19.0", "22.12.0", "24.0.0", "26.0.0"];

test("npm warns of nothing on a Node that we support: no package asks for another, and none is deprecated", () => {
  const takes = (range: string | undefined, version: string) => Bun.semver.satisfies(version, range ?? "*");
  const own = json("package.json").engines.node as string;
  expect(supported.filter((version) => !takes(own, version))).toEqual([]);
  expect(["18.20.0", "20.18.0", "22.11.0"].filter((version) => takes(own, version))).toEqual([]);
  // What is optional is left out without a word.
  const asking = Object.entries(packages).filter(
    ([, { engines, optional }]) => !optional && supported.some((version) => !takes(engines?.node, version)),
  );
  expect(asking.map(([path]) => path)).toEqual([]);
  const deprecated = Object.entries(packages).filter(([, one]) => one.deprecated !== undefined);
  expect(deprecated.map(([path]) => path)).toEqual([]);
});

test("README, CONTRIBUTING and the page on installing name the versions of Node that we support", () => {
  const words = "Node 20 (from 20.19), 22, 24 or 26";
  expect(supported.map((version) => version.split(".")[0])).toEqual(["20", "22", "24", "26"]);
  for (const page of ["README.md", "CONTRIBUTING.md", "docs/install.md"]) {
    expect(readFileSync(join(root, page), "utf8"), page).toContain(words);
  }
});

test(
  "both command lines work from a clean copy with an empty home",
  async () => {
    expect(existsSync(join(copy, "node_modules"))).toBe(false);
    // Whoever runs these tests by day has just done that.
    if (night) await installs();
    else symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

    const PORT = String(await freePort());
    const first = start(["start"], { PORT });
    const said = await first.says(/nobody can help/);
    const origin = `http://localhost:${PORT}`;
    expect((await fetch(`${origin}/`)).status).toBe(200);
    const link = new URL(/http\S+\/staff\/welcome\/\S+/.exec(said)![0]);
    expect(link.origin).toBe(origin);

    const aino = openWire(origin, {});
    expect((await aino.get(link.pathname)).status).toBe(200);
    const words = { name: "aino", password: "a porch with a light" };
    const names = { real_name: "Aino Virtanen", alias: "Robin", helpline: "The line", language: "en" };
    expect((await aino.post(link.pathname, { ...words, ...names })).status).toBe(303);
    expect((await aino.get("/admin/staff")).status).toBe(200);
    expect((await aino.get(link.pathname)).status).toBe(410);
    const again = openWire(origin, {});
    expect((await again.post("/staff/sign-in", words)).headers.get("location")).toBe("/staff");
    expect((await again.get("/staff")).status).toBe(200);
    await first.stop();
    expect(readdirSync(join(copy, "data"))).toContain("porchlight.db");

    const second = start(["start"], { PORT });
    await second.says(/Staff go to.*\n\n/);
    expect((await fetch(`${origin}/`)).status).toBe(200);
    await second.stop();
    expect(second.out()).not.toContain("/staff/welcome/");

    await demoIsAlive();
    expect(readdirSync(here.home)).toEqual([]);
  },
  patience(300_000),
);

async function installs() {
  const installed = run("npm", ["ci"], { cwd: copy, env });
  expect(await installed.ended, installed.err()).toBe(0);
  expect(installed.out() + installed.err()).not.toMatch(/\bwarn/i);
  // No script of any package ran: Bun's would have put the real program in this one's place.
  expect(readFileSync(join(copy, "node_modules/bun/bin/bun.exe"), "utf8")).toContain("postinstall script was not run");
}

/** Somebody waits, and the buttons of the sign-in page let in. */
async function demoIsAlive() {
  const PORT = String(await freePort());
  const demo = start(["run", "demo"], { PORT });
  const origin = `http://localhost:${PORT}`;
  await demo.says(/Ctrl\+C ends it/);
  // Only `npm run dev` shows that (tests/bin/dev.test.ts).
  expect((await fetch(`${origin}/dev/views`)).status).toBe(404);
  const mika = openWire(origin, {});
  const page = await (await mika.get("/staff/sign-in")).text();
  const [, password] = /name="password" value="([^"]+)"/.exec(page)!;
  await mika.post("/staff/sign-in", { name: "mika", password: password! });
  const queue = async () => (await (await mika.get("/staff")).text()).split('id="waiting-').length - 1;
  await expect.poll(queue, { timeout: patience(120_000), interval: 200 }).toBeGreaterThan(0);
  await demo.stop("SIGINT");
  // Nothing is left of it.
  expect(readdirSync(here.folder).filter((name) => name.startsWith("porchlight-demo-"))).toEqual([]);
}
