// What the package of Debian holds, and where. `makeDeb` makes the file of it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "fflate";
import { root } from "../parts.mjs";
import { ar, tar } from "./archive.mjs";
import { manPage } from "./man.mjs";

const read = (path) => readFileSync(root + path, "utf8");
const inDeb = (name) => read(`deploy/deb/${name}`);
/** As `gzip -9n` does: without a name or a time. In JavaScript, because zlib's bytes differ from processor to processor. */
const zipped = (bytes, level = 9) => Buffer.from(gzipSync(bytes, { level, mtime: 0 }));

/**
 * Returns the .deb as Buffer. `made`: `program` (bytes) and `parts` (its list, JSON), `architecture` as Debian calls it, `version`,
 * `at` (seconds since 1970) for every time in it, and `locked`, the packages of package-lock.json.
 */
export function makeDeb(made) {
  const files = contents(made);
  const folders = new Set(["./", ...Object.keys(files).flatMap(above)]);
  const data = [
    ...[...folders].map((path) => ({ path, mode: 0o755 })),
    ...Object.entries(files).map(([path, { mode = 0o644, bytes }]) => ({ path: `./${path}`, mode, bytes })),
  ];
  const packed = [
    ["debian-binary", Buffer.from("2.0\n")],
    ["control.tar.gz", zipped(tar(control(files, made), made.at))],
    // Level 9 takes three times as long for a hundredth less.
    ["data.tar.gz", zipped(tar(data, made.at), 6)],
  ];
  return ar(packed, made.at);
}

function above(path) {
  const names = path.split("/").slice(0, -1);
  return names.map((_, depth) => `./${names.slice(0, depth + 1).join("/")}/`);
}

function contents({ program, parts, version, at, locked }) {
  const doc = "usr/share/doc/porchlight";
  const text = (words) => ({ bytes: Buffer.from(words) });
  return {
    "etc/porchlight.conf": text(inDeb("porchlight.conf")),
    "usr/bin/porchlight": { mode: 0o755, bytes: program },
    ...Object.fromEntries(units.map((name) => [`usr/lib/systemd/system/${name}`, text(unit(name))])),
    [`${doc}/changelog.gz`]: { bytes: zipped(Buffer.from(changelog(version, at))) },
    [`${doc}/copyright`]: text(copyright(locked)),
    ...Object.fromEntries(pages.map((name) => [`${doc}/${name}.md`, text(read(`docs/${name}.md`))])),
    [`${doc}/examples/Caddyfile`]: text(read("deploy/Caddyfile")),
    [`${doc}/porchlight.cdx.json`]: text(parts),
    "usr/share/lintian/overrides/porchlight": text(inDeb("lintian-overrides")),
    "usr/share/man/man1/porchlight.1.gz": { bytes: zipped(Buffer.from(manPage(version, at))) },
  };
}

/** What the program and its pages send an admin to: in trouble there may be no other copy at hand. */
const pages = ["backup", "copies", "keys", "mail", "proxy", "trouble", "upgrade"];

/** The first is for a machine that fetches copies, and starts only where somebody says so. */
const units = ["porchlight-standby.service", "porchlight.service"];
const unit = (name) => read(`deploy/${name}`).replaceAll("/usr/local/bin/", "/usr/bin/");

function control(files, { version, architecture }) {
  const sizes = Object.values(files).map(({ bytes }) => Math.ceil(bytes.length / 1024));
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const given = { version, architecture, size };
  const sums = Object.entries(files)
    .filter(([path]) => !path.startsWith("etc/"))
    .map(([path, { bytes }]) => `${createHash("md5").update(bytes).digest("hex")}  ${path}\n`);
  const texts = {
    control: inDeb("control").replace(/\{(\w+)\}/g, (_, name) => given[name]),
    conffiles: "/etc/porchlight.conf\n",
    md5sums: sums.sort((a, b) => (a.slice(34) < b.slice(34) ? -1 : 1)).join(""),
    templates: inDeb("templates"),
  };
  return [
    { path: "./", mode: 0o755 },
    ...Object.entries(texts).map(([name, words]) => ({ path: `./${name}`, mode: 0o644, bytes: Buffer.from(words) })),
    ...scripts.map((name) => ({
      path: `./${name}`,
      mode: 0o755,
      bytes: Buffer.from(inDeb(name)),
    })),
  ];
}

/** What dpkg runs on the way. */
export const scripts = ["config", "preinst", "postinst", "prerm", "postrm"];

const maintainer = () => /^Maintainer: (.*)$/m.exec(inDeb("control"))[1];

function changelog(version, at) {
  const day = new Date(at * 1_000).toUTCString().replace("GMT", "+0000");
  return `porchlight (${version}) stable; urgency=medium\n\n  * Built from the sources of Porchlight ${version}.\n\n -- ${maintainer()}  ${day}\n`;
}

/** Licences of all that is inside, with the texts that the packages bring along. */
function copyright(locked) {
  const inside = Object.entries(locked).filter(([path, one]) => path !== "" && !one.dev && !isBun(path));
  const others = inside.map(([path, { version, license }]) => {
    const name = path.replace(/^.*node_modules\//, "");
    return `${name} ${version}: ${license}\n\n${licenceText(path)}`;
  });
  return `Porchlight

${read("LICENSE")}
Inside usr/bin/porchlight is Bun (https://bun.sh), under the MIT licence, Copyright Oven. Bun is linked with JavaScriptCore
(LGPL-2) and other libraries, which https://bun.sh/docs/project/licensing lists. On Debian systems the text of the LGPL is in
/usr/share/common-licenses/LGPL-2. The rest of it is put together from these packages; porchlight.cdx.json has their checksums.

${others.join("\n\n")}`;
}

const isBun = (path) => /node_modules\/(@oven\/|bun$)/.test(path);

/** Debian has the long text of the Apache licence once for all packages. */
function licenceText(path) {
  const folder = `${root}${path}/`;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) return "(It brings no text of its licence.)";
  const text = readFileSync(folder + file, "utf8").trim();
  if (!text.includes("Apache License")) return text;
  return "On Debian systems the text of the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.";
}
