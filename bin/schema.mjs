// `npm run schema`: writes src/db/schema/, the types of the tables, from migrations/. Runs itself again on Bun for TypeScript.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";

const folder = new URL("../src/db/schema/", import.meta.url);

if (process.versions.bun) {
  const { schemaFiles } = await import("../tests/db/schema/written.ts");
  const files = schemaFiles();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of files) writeFileSync(new URL(name, folder), text);
} else {
  const options = { stdio: "inherit", env: bunEnvironment };
  process.exitCode = spawnSync(findBun(), [...bunFlags, fileURLToPath(import.meta.url)], options).status ?? 1;
}
