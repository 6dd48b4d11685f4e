// `npm run docs`: writes the settings table in README.md from src/config.ts, and docs/asvs.md from the names of the tests.
// Runs itself again on Bun, which reads TypeScript.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";

const asvs = new URL("../docs/asvs.md", import.meta.url);
const readme = new URL("../README.md", import.meta.url);

if (process.versions.bun) {
  const { settingsTable } = await import("../src/config.ts");
  const text = readFileSync(readme, "utf8");
  writeFileSync(readme, text.replace(/(<!-- settings -->\n)[\s\S]*(\n<!-- \/settings -->)/, `$1${settingsTable()}$2`));
  const { asvsPage, namedTests, requirements } = await import("../tests/asvs/page.ts");
  writeFileSync(asvs, asvsPage(requirements(), namedTests()));
} else {
  const options = { stdio: "inherit", env: bunEnvironment };
  process.exitCode = spawnSync(findBun(), [...bunFlags, fileURLToPath(import.meta.url)], options).status ?? 1;
}
