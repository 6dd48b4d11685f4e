// `npm run build [-- PLATFORM]`: Porchlight as one file, dist/porchlight-PLATFORM. Runs itself again on Bun, which makes it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist/`;

/** What one can ask for: the package of the Bun that goes inside, and the addon of better-sqlite3. */
const platforms = {
  "linux-x64": { bun: "@oven/bun-linux-x64", addon: "linux-x64" },
  // For processors before 2013, without AVX2. npm brings it to nobody by itself, so package-lock.json does not know it.
  "linux-x64-baseline": {
    bun: "@oven/bun-linux-x64-baseline",
    addon: "linux-x64",
    integrity: "sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==",
  },
  "linux-arm64": { bun: "@oven/bun-linux-aarch64", addon: "linux-arm64" },
};

/** The Bun of a platform: the one npm brought, else fetched once, and only if it is the very one we know. */
function bunFor({ bun, integrity }) {
  try {
    return createRequire(import.meta.url).resolve(`${bun}/bin/bun`);
  } catch {
    const locked = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")).packages;
    const { version } = locked["node_modules/bun"];
    return fetched(bun, version, integrity ?? locked[`node_modules/${bun}`].integrity);
  }
}

function fetched(name, version, integrity) {
  const cache = `${root}node_modules/.cache/build/`;
  const folder = `${cache}${name.replace("@oven/", "")}-${version}`;
  const bun = `${folder}/package/bin/bun`;
  if (runs("test", ["-x", bun])) return bun;
  mkdirSync(folder, { recursive: true });
  console.log(`Fetching ${name} ${version}.`);
  if (!runs("npm", ["pack", `${name}@${version}`, "--pack-destination", folder, "--silent"])) {
    throw new Error(`${name} ${version} could not be fetched.`);
  }
  const archive = `${folder}/${readdirSync(folder).find((file) => file.endsWith(".tgz"))}`;
  const sum = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (sum !== integrity) throw new Error(`${name} ${version} has another checksum than the one we know.`);
  if (!runs("tar", ["-xzf", archive, "-C", folder])) throw new Error(`${archive} could not be unpacked.`);
  rmSync(archive);
  return bun;
}

function runs(program, args) {
  return spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}

/** The files of the project that belong inside, and the static ones compressed as they are served. */
async function embedded(addon) {
  const { loadAssets } = await import("../src/http/assets.ts");
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
  const inline = JSON.stringify({ texts, compressed: Object.fromEntries(compressed) });
  const binary = JSON.stringify(`${root}node_modules/better-sqlite3/prebuilds/${addon}.node`);
  return `import addon from ${binary} with { type: "file" };\nexport const embedded = { ...${inline}, addon };`;
}

async function build(platform) {
  const executablePath = bunFor(platforms[platform]);
  const contents = await embedded(platforms[platform].addon);
  mkdirSync(dist, { recursive: true });
  // Beside the place it goes to, so that the last step is one move: nobody ever starts half a file.
  const work = mkdtempSync(`${dist}.build-`);
  try {
    const result = await Bun.build({
      entrypoints: [`${root}src/main.ts`],
      root,
      target: "bun",
      minify: true,
      sourcemap: "inline",
      compile: {
        executablePath,
        outfile: `${work}/porchlight`,
        // Whatever lies in the folder somebody stands in must not change a helpline unseen.
        autoloadDotenv: false,
        autoloadBunfig: false,
        autoloadTsconfig: false,
        autoloadPackageJson: false,
      },
      plugins: [
        {
          name: "porchlight",
          setup(into) {
            into.onLoad({ filter: /\/src\/embedded\.ts$/ }, () => ({ contents, loader: "js" }));
          },
        },
      ],
    });
    for (const log of result.logs) console.error(String(log));
    renameSync(`${work}/porchlight`, `${dist}porchlight-${platform}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const bytes = readFileSync(`${dist}porchlight-${platform}`);
  console.log(`${createHash("sha256").update(bytes).digest("hex")}  dist/porchlight-${platform}`);
  console.log(`${Math.round(bytes.length / 1024 / 1024)} MB`);
}

const [platform = `linux-${process.arch}`] = process.argv.slice(2);
if (!(platform in platforms)) {
  console.error(`Porchlight is built for ${Object.keys(platforms).join(", ")}; not for “${platform}”.`);
  process.exitCode = 2;
} else if (process.versions.bun) {
  await build(platform);
} else {
  const program = fileURLToPath(import.meta.url);
  // Bun takes our pages for React's without it.
  const flags = [...bunFlags, `--tsconfig-override=${root}tsconfig.json`, program, platform];
  process.exitCode = spawnSync(findBun(), flags, { stdio: "inherit", cwd: root, env: bunEnvironment }).status ?? 1;
}
