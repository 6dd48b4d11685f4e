// `npm run build [-- PLATFORM]`: dist/porchlight-PLATFORM, one file, and its parts list porchlight-PLATFORM.cdx.json.
// `npm run build -- deb [amd64|arm64]`: the packages of Debian too, dist/porchlight_VERSION_amd64.deb and …_arm64.deb.
// `npm run build -- sums`: the checksums of what was built. `--out FOLDER`: another folder than dist.
// Runs itself again on Bun, which makes the files.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";
import { fetched, filesInside, replacing, root, writeSums } from "./parts.mjs";
import { sbom } from "./sbom.mjs";

/** The package of the Bun inside, and the addon of better-sqlite3. */
const platforms = {
  "linux-x64": { bun: "@oven/bun-linux-x64", addon: "linux-x64" },
  // For processors before 2013, without AVX2. npm never installs it by itself, so package-lock.json does not know it.
  "linux-x64-baseline": {
    bun: "@oven/bun-linux-x64-baseline",
    addon: "linux-x64",
    integrity: "sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==",
  },
  "linux-arm64": { bun: "@oven/bun-linux-aarch64", addon: "linux-arm64" },
};

/** Platforms as Debian calls them. */
const debian = { amd64: "linux-x64", arm64: "linux-arm64" };

const locked = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")).packages;

/** The Bun of a platform: npm's, else fetched once and checked. */
function bunFor({ bun, integrity }) {
  try {
    return createRequire(import.meta.url).resolve(`${bun}/bin/bun`);
  } catch {
    const { version } = locked["node_modules/bun"];
    return `${fetched(bun, version, integrity ?? locked[`node_modules/${bun}`].integrity)}/bin/bun`;
  }
}

/** The text that replaces src/embedded.ts. It is in the source map, so it names nothing outside the sources. */
async function embedded(addon) {
  const path = JSON.stringify(`../node_modules/better-sqlite3/prebuilds/${addon}.node`);
  const inside = await filesInside();
  return `import addon from ${path} with { type: "file" };\nexport const embedded = { ...${inside}, addon };`;
}

/** One letter beyond ASCII in a comment makes Bun store the whole program with two bytes a letter: 6 MB of the file. */
const plainRemarks = {
  name: "plain remarks",
  setup(into) {
    const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
    into.onLoad({ filter: /\/node_modules\/otpauth\/.*\.m?js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/[\u0080-\uffff]/g, escaped),
      loader: "js",
    }));
  },
};

async function build(platform, out) {
  const begun = new Date();
  const executablePath = bunFor(platforms[platform]);
  const contents = await embedded(platforms[platform].addon);
  const file = join(out, `porchlight-${platform}`);
  mkdirSync(out, { recursive: true });
  // Beside its place, so that the last step is one move: no one ever starts half a file.
  const work = mkdtempSync(join(out, ".build-"));
  try {
    const result = await Bun.build({
      entrypoints: [`${root}src/main.ts`],
      root,
      target: "bun",
      minify: true,
      sourcemap: "inline",
      // Read at build time, not at each start, which young people wait for after a crash.
      format: "esm",
      bytecode: true,
      // Without it all code is one file, and whoever asks for the version reads the whole house.
      splitting: true,
      compile: {
        executablePath,
        outfile: `${work}/porchlight`,
        // Files in the current folder must not change a helpline unseen.
        autoloadDotenv: false,
        autoloadBunfig: false,
        autoloadTsconfig: false,
        autoloadPackageJson: false,
      },
      plugins: [replacing({ "src/embedded.ts": contents }), plainRemarks],
    });
    for (const log of result.logs) console.error(String(log));
    // As old as its sources: one that changes meanwhile is newer than the file.
    utimesSync(`${work}/porchlight`, begun, begun);
    renameSync(`${work}/porchlight`, file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const bytes = readFileSync(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  writeFileSync(`${file}.cdx.json`, sbom(locked, { name: `porchlight-${platform}`, sha256, ...platforms[platform] }));
  told(sha256, file, bytes);
}

function told(sha256, file, bytes) {
  console.log(`${sha256}  ${file}`);
  console.log(`${Math.round(bytes.length / 1024 / 1024)} MB`);
}

async function buildDeb(architecture, out) {
  const { makeDeb } = await import("./deb/contents.mjs");
  const platform = debian[architecture];
  await build(platform, out);
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const program = readFileSync(join(out, `porchlight-${platform}`));
  const parts = readFileSync(join(out, `porchlight-${platform}.cdx.json`), "utf8");
  const bytes = makeDeb({ program, parts, architecture, version, at: ageOfSources(), locked });
  const file = join(out, `porchlight_${version}_${architecture}.deb`);
  writeFileSync(`${file}.making`, bytes);
  renameSync(`${file}.making`, file);
  told(createHash("sha256").update(bytes).digest("hex"), file, bytes);
}

/** Seconds since 1970 at which these sources were committed, the same for whoever builds them. */
function ageOfSources() {
  if (process.env.SOURCE_DATE_EPOCH) return Number(process.env.SOURCE_DATE_EPOCH);
  const { stdout } = spawnSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" });
  if (!/^\d+\n$/.test(stdout ?? "")) {
    throw new Error("Without git, SOURCE_DATE_EPOCH has to say how old the sources are, in seconds since 1970.");
  }
  return Number(stdout);
}

function again(words, out) {
  // Without it Bun takes our pages for React's.
  const flags = [...bunFlags, `--tsconfig-override=${root}tsconfig.json`, fileURLToPath(import.meta.url)];
  const args = [...flags, ...words, "--out", out];
  return spawnSync(findBun(), args, { stdio: "inherit", cwd: root, env: bunEnvironment }).status ?? 1;
}

function sums(out) {
  const lines = writeSums(out);
  if (lines.length > 0) return console.log(lines.join("\n"));
  console.error(`There is nothing built in ${out}.`);
  process.exitCode = 1;
}

async function main() {
  const { values, positionals } = parseArgs({ options: { out: { type: "string" } }, allowPositionals: true });
  const [platform = `linux-${process.arch}`, ...architectures] = positionals;
  const out = resolve(values.out ?? `${root}dist`);
  if (platform === "sums") return sums(out);
  const isDeb = platform === "deb";
  const [kind, known, asked] = isDeb
    ? ["packaged", debian, architectures.length > 0 ? architectures : Object.keys(debian)]
    : ["built", platforms, [platform]];
  const wrong = asked.find((one) => !Object.hasOwn(known, one));
  if (wrong !== undefined) {
    console.error(`Porchlight is ${kind} for ${Object.keys(known).join(", ")}; not for “${wrong}”.`);
    process.exitCode = 2;
  } else if (!process.versions.bun) process.exitCode = again([platform, ...architectures], out);
  else for (const one of asked) await (isDeb ? buildDeb : build)(one, out);
}

await main();
