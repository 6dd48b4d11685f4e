// What the builds share: the files that belong inside, and packages that npm brings to nobody by itself.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The top of the project, with a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** The files of the project that belong inside, and the static ones compressed as they are served. On Bun only. */
export async function filesInside() {
  const { loadAssets } = await import("#src/http/server/assets.ts");
  const inside = [
    "package.json",
    ...["static", "migrations"].flatMap((folder) => readdirSync(root + folder).map((file) => `${folder}/${file}`)),
    ...["htmx.min.js", "ext/hx-ws.min.js", "ext/hx-upsert.min.js"].map((file) => `node_modules/htmx.org/dist/${file}`),
  ];
  const texts = Object.fromEntries(inside.sort().map((path) => [path, readFileSync(root + path, "utf8")]));
  const base64 = (bytes) => Buffer.from(bytes).toString("base64");
  const compressed = [...loadAssets().byPath.values()].map((asset) => [
    asset.path,
    { br: base64(asset.encoded("br")), gzip: base64(asset.encoded("gzip")) },
  ]);
  return { texts, compressed: Object.fromEntries(compressed) };
}

/** Puts other code in the place of files of src/, for Bun.build. */
export function replacing(codeByFile) {
  return {
    name: "porchlight",
    setup(into) {
      for (const [file, contents] of Object.entries(codeByFile)) {
        into.onLoad({ filter: new RegExp(`/src/${RegExp.escape(file)}$`) }, () => ({ contents, loader: "js" }));
      }
    },
  };
}

/** The folder a package is kept in once it is fetched. */
export function fetchedFolder(name, version) {
  return `${root}node_modules/.cache/build/${name.replace(/^@\w+\//, "")}-${version}`;
}

/** Fetches a package once, and only if it is the very one we know. Returns its folder. Throws an Error in plain words. */
export function fetched(name, version, integrity) {
  const folder = fetchedFolder(name, version);
  if (existsSync(folder)) return `${folder}/package`;
  mkdirSync(dirname(folder), { recursive: true });
  console.log(`Fetching ${name} ${version}.`);
  // Made elsewhere and then moved as a whole: a run that is broken off leaves nothing half unpacked.
  const making = mkdtempSync(`${dirname(folder)}/making-`);
  try {
    unpack(`${name}@${version}`, integrity, making);
    renameSync(making, folder);
  } catch (error) {
    // Another build may have been quicker.
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
