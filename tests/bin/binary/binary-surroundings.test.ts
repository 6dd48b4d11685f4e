import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openFile } from "#src/db/connection.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { outcome, type Place, place, porchlight, run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

let here: Place;
let folder: string;
let temp: string;
let env: Record<string, string>;
const started: Started[] = [];

beforeEach(async () => {
  here = place();
  folder = join(here.folder, "where-it-lies");
  temp = join(here.folder, "temp");
  for (const made of [folder, temp]) mkdirSync(made);
  copyFileSync(binary(), join(folder, "porchlight"));
  chmodSync(join(folder, "porchlight"), 0o500);
  // Not even a PATH: it needs no other program.
  env = { HOME: here.home, TMPDIR: temp, DATA_DIR: here.data, PORT: String(await freePort()) };
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  here.remove();
});

function theFile(args: string[], more: Record<string, string> = {}): Started {
  const one = run(join(folder, "porchlight"), args, { cwd: folder, env: { ...env, ...more } });
  started.push(one);
  return one;
}

const open = /Staff go to.*\n\n/;

test("what lies in the folder it is started in changes nothing, and it leaves nothing behind", async () => {
  const lying = {
    ".env": "PORCHLIGHT_NONSENSE=1\nPORT=1\nDATA_DIR=/proc/nowhere\n",
    ".env.production": "PORCHLIGHT_NONSENSE=1\n",
    "bunfig.toml": 'preload = ["./preload.ts"]\n',
    "preload.ts": 'require("node:fs").writeFileSync("preloaded", "");\n',
    "package.json": '{ "type": "commonjs", "imports": { "#src/*": "./preload.ts", "#sqlite": "./preload.ts" } }\n',
    "tsconfig.json":
      '{ "compilerOptions": { "jsxImportSource": "react", "paths": { "hono": ["./preload.ts"], "#src/*": ["./preload.ts"] } } }\n',
  };
  for (const [name, text] of Object.entries(lying)) writeFileSync(join(folder, name), text);
  const server = theFile(["serve"]);
  await server.says(open);
  expect((await fetch(`http://localhost:${env.PORT}/`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
  expect(server.err()).toBe("");
  expect(readdirSync(folder).sort()).toEqual([...Object.keys(lying), "porchlight"].sort());
  expect([readdirSync(temp), readdirSync(here.home)]).toEqual([[], []]);
  // Any other program of Bun's would have been changed by them.
  writeFileSync(join(folder, "other.ts"), "console.log(process.env.PORCHLIGHT_NONSENSE);\n");
  const bare = { HOME: here.home, TMPDIR: temp };
  const other = await outcome(run(process.execPath, ["other.ts"], { cwd: folder, env: bare }));
  expect(other.out).toBe("1\n");
  expect(readdirSync(folder)).toContain("preloaded");
});

/** The places of our own that a log names, like src/db/files.ts:24:16. */
const places = (text: string) => [...text.matchAll(/\b(src\/[\w./-]+\.tsx?):(\d+):(\d+)/g)];

test("a stack in the log points at the lines of the TypeScript sources", async () => {
  const server = theFile(["serve"]);
  await server.says(open);
  await server.stop();
  // What nobody reckons with: a table is gone.
  const data = openFile(join(here.data, "porchlight.db"));
  data.exec("DROP TABLE rules");
  data.close();
  const broken = await outcome(theFile(["serve"]));
  expect(broken.code).toBe(1);
  expect(broken.err).toContain("Porchlight could not go on: SqliteError SQLITE_ERROR\n");
  const found = places(broken.err);
  expect(found.length).toBeGreaterThan(1);
  for (const [, file, line, column] of found) {
    const text = readFileSync(join(root, file!), "utf8").split("\n")[Number(line) - 1];
    expect(text?.length, `${file}:${line}`).toBeGreaterThanOrEqual(Number(column) - 1);
  }
  // They are the very lines that the sources name when they fail over the same data.
  const sources = await outcome(porchlight(["serve"], { ...here.env, PORT: env.PORT! }));
  const lines = (all: typeof found) => all.map(([, file, line]) => `${file}:${line}`);
  expect(lines(found)).toEqual(lines(places(sources.err)));
});

test("a start reads no JavaScript: the file brings along what it was read to", async () => {
  const asked = await outcome(theFile(["--version"], { BUN_JSC_verboseDiskCache: "1" }));
  expect(asked.code).toBe(0);
  expect(asked.out + asked.err).toContain("Cache hit for sourceCode");
});

test("S17: it names no folder of the machine that built it", () => {
  const file = readFileSync(binary());
  const named = ["bin", "node_modules", "src"].filter((folder) => file.includes(join(root, folder)));
  expect(named).toEqual([]);
});

test("no letter of a package makes the whole program take two bytes a letter", () => {
  const file = readFileSync(binary());
  expect([file.includes("waitingPerCounsellor"), file.includes("waitingPerCounsellor", 0, "utf16le")]).toEqual([
    true,
    false,
  ]);
});

test("it calls nobody when it crashes", async () => {
  // Bun reports by way of curl, where it reports.
  const tools = join(here.folder, "tools");
  mkdirSync(tools);
  const called = join(tools, "called");
  writeFileSync(join(tools, "curl"), `#!/bin/sh\necho "$@" >> ${called}\n`);
  chmodSync(join(tools, "curl"), 0o755);
  const crash = async (more: Record<string, string>) => {
    const server = theFile(["serve"], { PATH: tools, ...more });
    await server.says(open);
    // Resolves when whoever it started has ended too: they hold the same terminal.
    await server.stop("SIGSEGV");
    expect(server.err()).toContain("Bun has crashed");
    return readdirSync(tools).includes("called") ? readFileSync(called, "utf8") : "";
  };
  expect(await crash({})).toBe("");
  // Only who asks for it in so many words is taken at them; so we see that there was something to be seen.
  expect(await crash({ BUN_ENABLE_CRASH_REPORTING: "1" })).toContain("https://bun.report/");
});

test("the demo lives in the one file too, and says so when it has nowhere to live", async () => {
  const demo = theFile(["demo"]);
  await demo.says(/Ctrl\+C ends it/);
  expect((await fetch(`http://localhost:${env.PORT}/staff/sign-in`)).status).toBe(200);
  expect(readdirSync(temp)).toHaveLength(1);
  expect(await demo.stop("SIGINT")).toBe(0);
  expect(demo.err()).toBe("");
  expect([readdirSync(temp), readdirSync(here.home)]).toEqual([[], []]);
  expect(readdirSync(here.folder)).not.toContain("data");
  expect(await outcome(theFile(["demo"], { TMPDIR: "/proc/nowhere" }))).toEqual({
    code: 1,
    out: "",
    err: "The demo lives in a temporary folder, and none can be made in /proc/nowhere (ENOENT). Set TMPDIR to a folder where this account may write.\n",
  });
});
