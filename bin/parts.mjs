// Shared by the builds: the files that belong inside, packages that npm does not install by itself, and checksums.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The top of the project, ending with a slash. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Catalogs in ASCII: one letter beyond it makes Bun store the whole program with two bytes a letter. */
function plain(path, text) {
  return path.endsWith(".json") ? ascii(text) : text;
}

/** JSON, or a string of code, means the same with its letters written as escapes. */
function ascii(text) {
  return text.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Code of an object whose texts are made when they are first read: a start needs few of them, and keeps none of the others. */
function late(tree) {
  const members = Object.entries(tree).map(([name, value]) => {
    const key = JSON.stringify(name);
    return typeof value === "string"
      ? `get ${key}() { return ${ascii(JSON.stringify(value))}; }`
      : `${key}: ${late(value)}`;
  });
  return `{ ${members.join(", ")} }`;
}

/** Returns code of the files that belong inside, static ones squeezed and compressed as they are served. Bun only. */
export async function filesInside() {
  const { loadAssets } = await import("#src/http/server/assets.ts");
  const inside = [
    "package.json",
    "deploy/Caddyfile",
    "deploy/porchlight-standby.service",
    "deploy/porchlight.service",
    ...readdirSync(`${root}migrations`).map((file) => `migrations/${file}`),
    ...["i18n/locales", "i18n/words", "practice"].flatMap((folder) =>
      readdirSync(`${root}src/${folder}`, { recursive: true })
        .filter((file) => /\.(json|tsv)$/.test(file))
        .map((file) => `src/${folder}/${file}`),
    ),
  ];
  const texts = Object.fromEntries(inside.sort().map((path) => [path, plain(path, readFileSync(root + path, "utf8"))]));
  const base64 = (bytes) => Buffer.from(bytes).toString("base64");
  const { byPath, ...pages } = loadAssets();
  const served = [...byPath.values()].map((asset) => {
    const { path, type, text } = asset;
    return [path, { type, text, br: base64(asset.encoded("br")), gzip: base64(asset.encoded("gzip")) }];
  });
  return late({ texts, pages, served: Object.fromEntries(served) });
}

/** What finds SQLite's addon in the folder of the build, whose path would be inside, where ours is given (src/db/addon.ts). */
const givenAddon = { "node_modules/better-sqlite3/lib/binding.js": "exports.getBinding = (addon) => addon;" };

/** Returns a Bun.build plugin that replaces files by other code, and keeps the folder they lie in out of what is built. */
export function replacing(codeByFile) {
  return {
    name: "porchlight",
    setup(into) {
      for (const [file, contents] of Object.entries({ ...givenAddon, ...codeByFile })) {
        into.onLoad({ filter: new RegExp(`/${RegExp.escape(file)}$`) }, () => ({ contents, loader: "js" }));
      }
    },
  };
}

/** Returns the folder of a fetched package. */
export function fetchedFolder(name, version) {
  return `${root}node_modules/.cache/build/${name.replace(/^@\w+\//, "")}-${version}`;
}

/** Fetches a package once and checks it. Returns its folder. Throws an Error in plain words. */
export function fetched(name, version, integrity) {
  const folder = fetchedFolder(name, version);
  if (existsSync(folder)) return `${folder}/package`;
  mkdirSync(dirname(folder), { recursive: true });
  console.log(`Fetching ${name} ${version}.`);
  // Made elsewhere and moved as a whole: an aborted run leaves nothing half unpacked.
  const making = mkdtempSync(`${dirname(folder)}/making-`);
  try {
    unpack(`${name}@${version}`, integrity, making);
    renameSync(making, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return `${folder}/package`;
}

function unpack(spec, integrity, folder) {
  if (!runs("npm", ["pack", spec, "--pack-destination", folder, "--silent"])) {
    throw new Error(`${spec} could not be fetched.`);
  }
  const archive = `${folder}/${readdirSync(folder).find((file) => file.endsWith(".tgz"))}`;
  const sum = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (sum !== integrity) throw new Error(`${spec} has another checksum than the one we know.`);
  if (!runs("tar", ["-xzf", archive, "-C", folder])) throw new Error(`${archive} could not be unpacked.`);
  rmSync(archive);
}

function runs(program, args) {
  return spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}

const isBuilt = (name) => /^porchlight[-_]/.test(name) && !name.endsWith(".minisig");

/** Writes SHA256SUMS into a folder of built files, as `sha256sum -c` reads it. Returns its lines, none if nothing was built. */
export function writeSums(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter(isBuilt).sort() : [];
  const sumOf = (name) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  const lines = names.map((name) => `${sumOf(name)}  ${name}`);
  if (lines.length > 0) writeFileSync(join(folder, "SHA256SUMS"), `${lines.join("\n")}\n`);
  return lines;
}
