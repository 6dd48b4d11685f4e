import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const module = new URL("../../bin/chromium.mjs", import.meta.url).href;
const node = Bun.which("node")!;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-programs-"));
  // It installs what it is asked for: a program of that name.
  program(
    "apt-get",
    `echo "$@" >> ${folder}/asked
for name in "$@"; do case "$name" in chromium|lynx|strace) printf '#!/bin/sh\\n' > ${folder}/$name; /bin/chmod 755 ${folder}/$name;; esac; done`,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, lines = "exit 0") {
  writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** What `npm test` does before the browser tests, on a machine that has only these programs. */
function find(account: number) {
  const lines = `process.getuid = () => ${account};
    const { leftOut, programsForTests } = await import(${JSON.stringify(module)});
    const { chromium, missing } = programsForTests();
    console.log("found " + chromium);
    if (missing.length > 0) console.log(leftOut(missing));`;
  const { stdout } = spawnSync(node, ["--input-type=module", "-e", lines], { env: { PATH: folder }, encoding: "utf8" });
  const asked = () => readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
  return { said: stdout, asked };
}

test("lynx is installed when it alone is missing", () => {
  program("chromium");
  program("chromium-headless-shell");
  program("strace");
  const { said, asked } = find(0);
  expect(said).toContain(`found ${join(folder, "chromium")}`);
  expect(asked()).toEqual(["update", "install -y --no-install-recommends lynx"]);
});

test("beside a Chromium with windows, the shell is installed: it takes a third of the time", () => {
  for (const name of ["chromium", "lynx", "strace"]) program(name);
  expect(find(0).asked()).toEqual(["update", "install -y --no-install-recommends chromium-headless-shell"]);
});

test("all are installed when all are missing", () => {
  const { said, asked } = find(0);
  expect(said).toContain(`found ${join(folder, "chromium")}`);
  expect(asked().at(-1)).toBe("install -y --no-install-recommends chromium lynx strace fonts-liberation");
});

test("an ordinary person reads in one line what is left out and how to get it, and nothing is installed", () => {
  expect(find(1000).said).toBe(
    "found undefined\nWithout chromium and lynx and strace the browser tests are left out (Debian: sudo apt-get install chromium lynx strace; or CHROMIUM=/path/to/a/chromium).\n",
  );
  program("chromium");
  const { said, asked } = find(1000);
  expect(said).toBe(
    `found ${join(folder, "chromium")}\nWithout lynx and strace some tests are left out (Debian: sudo apt-get install lynx strace).\n`,
  );
  expect(asked).toThrow();
});
