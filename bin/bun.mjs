import { createRequire } from "node:module";
import { devNull } from "node:os";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** The @oven packages that may run here, likeliest first: older npm installs both kinds of libc. */
function packages() {
  const cpu = process.arch === "arm64" ? "aarch64" : process.arch;
  const system = process.platform === "win32" ? "windows" : process.platform;
  const base = `@oven/bun-${system}-${cpu}`;
  const names = process.platform === "linux" && !onGlibc() ? [`${base}-musl`, base] : [base, `${base}-musl`];
  return names.flatMap((name) => [name, `${name}-baseline`]);
}

/** Alpine and its like have musl instead, on which the usual build cannot start. */
function onGlibc() {
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime !== undefined;
}

/**
 * Returns the path of the Bun that npm installed, or throws an Error with a sentence for the terminal.
 * Scripts of packages are off (.npmrc), so the `bun` package is a placeholder: only the platform package has the real one.
 */
export function findBun() {
  const program = process.platform === "win32" ? "bun.exe" : "bun";
  for (const name of packages()) {
    try {
      return require.resolve(`${name}/bin/${program}`);
    } catch {
      // The next one may be there.
    }
  }
  throw new Error(
    `Porchlight needs Bun for this machine (${packages()[0]}), which npm brings along. Run "npm ci" in the folder of Porchlight, then try again.`,
  );
}

/** Bun reads .env and bunfig.toml of the folder it starts in; neither may change a helpline unseen. */
export const bunFlags = ["--no-env-file", `--config=${devNull}`, "--no-install"];

/** For Bun: no telemetry, no crash report with a conversation in it, and its cache beside the sources, not in a home folder. */
export const bunEnvironment = {
  ...process.env,
  DO_NOT_TRACK: "1",
  BUN_ENABLE_CRASH_REPORTING: "0",
  BUN_RUNTIME_TRANSPILER_CACHE_PATH: fileURLToPath(new URL("../node_modules/.cache/bun", import.meta.url)),
};
