// npm run proof -- observatory: Mozilla's HTTP Observatory looks at Porchlight behind Caddy. PROMISES.md S7.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atLeast } from "#lab/load/report/figures.ts";
import { finish, progress } from "#lab/load/report/report.ts";
import { helplineName } from "#tests/support/outside/caddy.ts";
import { behindCaddy, inRoom, outputOf } from "./room.ts";

const version = "1.4.8";
const kept = fileURLToPath(new URL(`../../node_modules/.cache/proof/observatory-${version}/`, import.meta.url));
const observatory = join(kept, "node_modules/@mdn/mdn-http-observatory/");
const list = join(observatory, "conf/hsts-preload.json");

interface Scan {
  scan: { grade: string; score: number; testsPassed: number; testsQuantity: number };
  tests: Record<string, { pass: boolean; result: string; scoreModifier: number }>;
}

/** Not among our packages, as it has 230 more; fetched once, then no network is needed. */
function fetched() {
  if (existsSync(list)) return;
  progress(`Fetching @mdn/mdn-http-observatory ${version}.`);
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, "package.json"), "{}");
  const wanted = ["install", "--ignore-scripts", "--no-audit", "--silent", `@mdn/mdn-http-observatory@${version}`];
  if (spawnSync("npm", wanted, { cwd: kept, stdio: "inherit" }).status !== 0)
    throw new Error("It could not be fetched.");
  // The list of https-only names in browsers; ours is in none.
  writeFileSync(list, "{}");
}

fetched();
if (inRoom()) {
  await behindCaddy(async ({ authority }) => {
    const said = await outputOf(["node", join(observatory, "src/scan.js"), helplineName], {
      NODE_EXTRA_CA_CERTS: authority,
    });
    const { scan, tests } = JSON.parse(said) as Scan;
    const modifiers = Object.entries(tests).map(([name, { result, scoreModifier }]) => [
      name,
      { result, scoreModifier },
    ]);
    finish({
      name: "observatory",
      figures: [
        { name: "grade", got: scan.grade, aim: "A+", pass: scan.grade === "A+" },
        atLeast("score", scan.score, 130),
        atLeast("tests passed", scan.testsPassed, scan.testsQuantity),
      ],
      raw: { ...scan, tests: Object.fromEntries(modifiers) },
    });
  });
}
