import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "fflate";
import { describe, expect, onTestFinished, test } from "vitest";
import { processSettings, readConfig } from "#src/config.ts";
import { names } from "#src/help.ts";
import { debOf, usual } from "./deb.ts";

// What is in the package, with a small program in the place of the one file.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { version, at } = usual;

interface Entry {
  path: string;
  mode: number;
  owner: string;
  at: number;
  text: string;
}

/** Members of an ar archive by name. */
function members(bytes: Buffer): Map<string, Buffer> {
  expect(bytes.toString("latin1", 0, 8)).toBe("!<arch>\n");
  const found = new Map<string, Buffer>();
  for (let start = 8; start < bytes.length; ) {
    const head = bytes.toString("latin1", start, start + 60);
    expect(head.endsWith("`\n")).toBe(true);
    const size = Number(head.slice(48, 58));
    found.set(head.slice(0, 16).trim(), bytes.subarray(start + 60, start + 60 + size));
    start += 60 + size + (size % 2);
  }
  return found;
}

/** Entries of a compressed tar archive. */
function entries(zipped: Buffer): Entry[] {
  const bytes = Buffer.from(gunzipSync(zipped));
  const all: Entry[] = [];
  for (let start = 0; bytes[start] !== 0; ) {
    const field = (from: number, to: number) =>
      bytes.toString("latin1", start + from, start + to).replace(/\0.*$/s, "");
    const size = Number.parseInt(field(124, 136), 8);
    all.push({
      path: field(0, 100),
      mode: Number.parseInt(field(100, 108), 8),
      owner: [field(108, 116), field(116, 124), field(265, 297), field(297, 329)].join(" "),
      at: Number.parseInt(field(136, 148), 8),
      text: bytes.toString("utf8", start + 512, start + 512 + size),
    });
    start += 512 + Math.ceil(size / 512) * 512;
  }
  return all;
}

const deb = debOf();
const parts = members(deb);
const control = entries(parts.get("control.tar.gz")!);
const data = entries(parts.get("data.tar.gz")!);
const textOf = (path: string, all = data) => all.find((one) => one.path === `./${path}`)!.text;
const unzipped = (path: string) => {
  const bytes = members(deb).get("data.tar.gz")!;
  const tar = Buffer.from(gunzipSync(bytes));
  const start = tar.indexOf(`./${path}\0`);
  const size = Number.parseInt(tar.toString("latin1", start + 124, start + 135), 8);
  return Buffer.from(gunzipSync(tar.subarray(start + 512, start + 512 + size))).toString("utf8");
};

test("it holds these files and folders, all of root, and nobody else can write them", () => {
  const shown = data.map(({ path, mode }) => `${mode.toString(8)} ${path}`);
  const pages = ["backup", "copies", "keys", "mail", "proxy", "trouble", "upgrade"];
  const manual = pages.map((name) => `644 ./usr/share/doc/porchlight/${name}.md`);
  const files = shown.filter((line) => !line.endsWith("/"));
  expect(files.filter((line) => line.endsWith(".md"))).toEqual(manual);
  expect(files.filter((line) => !line.endsWith(".md"))).toEqual([
    "644 ./etc/porchlight.conf",
    "755 ./usr/bin/porchlight",
    "644 ./usr/lib/systemd/system/porchlight-standby.service",
    "644 ./usr/lib/systemd/system/porchlight.service",
    "644 ./usr/share/doc/porchlight/changelog.gz",
    "644 ./usr/share/doc/porchlight/copyright",
    "644 ./usr/share/doc/porchlight/examples/Caddyfile",
    "644 ./usr/share/doc/porchlight/porchlight.cdx.json",
    "644 ./usr/share/lintian/overrides/porchlight",
    "644 ./usr/share/man/man1/porchlight.1.gz",
  ]);
  expect(shown.filter((line) => line.endsWith("/")).every((line) => line.startsWith("755 "))).toBe(true);
  expect(new Set([...data, ...control].map(({ owner }) => owner))).toEqual(new Set(["0000000 0000000 root root"]));
});

test("S17: the same sources make the same package, to the byte, wherever they are built", () => {
  const zone = process.env.TZ;
  process.env.TZ = "Pacific/Kiritimati";
  const again = debOf();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  expect(Buffer.compare(again, deb)).toBe(0);
  expect(new Set([...data, ...control].map((one) => one.at))).toEqual(new Set([at]));
  for (const { text, path } of [...data, ...control]) expect(text.includes(root), path).toBe(false);
  // A .gz has a time and a name of its own, if one lets it.
  for (const zipped of [parts.get("control.tar.gz")!, parts.get("data.tar.gz")!]) {
    expect([...zipped.subarray(3, 8)]).toEqual([0, 0, 0, 0, 0]);
  }
});

test("its description has the version of package.json, and sums that fit", () => {
  const about = textOf("control", control);
  expect(about).toMatch(
    new RegExp(`^Package: porchlight\nVersion: ${version.replaceAll(".", "\\.")}\nArchitecture: amd64\n`),
  );
  expect(about).not.toContain("{");
  expect(textOf("conffiles", control)).toBe("/etc/porchlight.conf\n");
  const sums = textOf("md5sums", control).trimEnd().split("\n");
  expect(sums).toHaveLength(data.filter(({ path }) => !path.endsWith("/")).length - 1);
  expect(sums).toContain(`${createHash("md5").update(usual.program).digest("hex")}  usr/bin/porchlight`);
});

describe("what dpkg runs", () => {
  test.each(["config", "preinst", "postinst", "prerm", "postrm"])(
    "%s is understood by sh, and stops at the first mistake",
    (name) => {
      const script = control.find(({ path }) => path === `./${name}`)!;
      expect(script.mode).toBe(0o755);
      expect(script.text).toMatch(/^#!\/bin\/sh\n(#.*\n)+set -e\n/);
      const read = spawnSync("sh", ["-n"], { input: script.text, encoding: "utf8" });
      expect(read).toMatchObject({ status: 0, stderr: "" });
    },
  );
});

test("its settings are all examples, and each is one that Porchlight knows", () => {
  const lines = textOf("etc/porchlight.conf").split("\n");
  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  const examples = lines.flatMap((line) => /^#([A-Z_]+)=(.*)$/.exec(line)?.slice(1) ?? []);
  const known: string[] = processSettings.map(({ name }) => name);
  const pairs = examples.flatMap((name, at) => (at % 2 === 0 ? [[name, examples[at + 1]!]] : []));
  expect(pairs.map(([name]) => name)).toContain("PUBLIC_ADDRESS");
  expect(pairs.filter(([name]) => !known.includes(name!))).toEqual([]);
  expect(() => readConfig(Object.fromEntries(pairs), [])).not.toThrow();
});

test.each([
  ["porchlight.service", "serve"],
  ["porchlight-standby.service", "fetch-backups --keep-on"],
])("its %s is the one beside the sources, for the place where the package puts the program", (name, command) => {
  const shipped = readFileSync(`${root}deploy/${name}`, "utf8");
  const unit = textOf(`usr/lib/systemd/system/${name}`);
  expect(unit).toBe(shipped.replaceAll("/usr/local/bin/porchlight", "/usr/bin/porchlight"));
  expect(unit).toContain(`\nExecStart=/usr/bin/porchlight ${command}\n`);
  expect(unit).toContain("\nEnvironmentFile=-/etc/porchlight.conf\n");
});

test("only the helpline is started and enabled by the package, and what fetches copies by whoever wants it", () => {
  const script = textOf("postinst", control);
  expect(script).toMatch(/deb-systemd-helper enable porchlight\.service/);
  expect(script).not.toMatch(/(enable|invoke|systemctl start) [^\n]*porchlight-standby/);
  expect(textOf("prerm", control)).toContain("stop porchlight.service porchlight-standby.service");
});

test("the man page has every command and every setting, as they are typed with the package", () => {
  const page = unzipped("usr/share/man/man1/porchlight.1.gz");
  for (const name of names) expect(page).toContain(`\n.SS "porchlight ${name}"\n`);
  for (const { name } of processSettings) expect(page).toContain(`\n.B ${name}\n`);
  expect(page).not.toMatch(/node |bin\/porchlight\.mjs/);
});

test("the copyright names all that is inside and not what tests alone need, each with a licence", () => {
  const text = textOf("usr/share/doc/porchlight/copyright");
  expect(text).toContain("\nbetter-sqlite3 ");
  expect(text).toContain("JavaScriptCore");
  expect(text).not.toMatch(/\n(vitest|playwright-core) /);
  expect(text).not.toContain("undefined");
});

const tools = ["dpkg-deb", "man"].filter((name) => spawnSync(name, ["--version"]).status !== 0);
if (tools.length > 0) console.warn(`The package is not tried by ${tools.join(" and ")}: not on this machine.`);

test.skipIf(tools.length > 0)("Debian's own tools read it, and its man page without a warning", () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-deb-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "porchlight.deb");
  writeFileSync(file, deb);
  const listed = spawnSync("dpkg-deb", ["--contents", file], { encoding: "utf8" });
  expect(listed).toMatchObject({ status: 0, stderr: "" });
  expect(
    listed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/^.* \.\//, "./")),
  ).toEqual(data.map(({ path }) => path));
  const page = join(folder, "porchlight.1");
  writeFileSync(page, unzipped("usr/share/man/man1/porchlight.1.gz"));
  const env = { ...process.env, MANWIDTH: "80", LC_ALL: "C.UTF-8", MANROFFSEQ: "" };
  const drawn = spawnSync("man", ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page], { encoding: "utf8", env });
  expect(drawn).toMatchObject({ status: 0, stderr: "" });
});
