// npm run walk [-- send | claim | hours]: which of our files a request enters, from its door to what everyone sees, in order of
// their first call. The last line is JSON.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { plugin } from "bun";
import { instrumented } from "./instrument.ts";
import { openTrace, told } from "./trace.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const ours = new RegExp(`^${RegExp.escape(root)}(src|views)/.*\\.tsx?$`);
const trace = openTrace();
Object.assign(globalThis, { $entered: trace.entered });
plugin({
  name: "walk",
  setup: (build) => {
    build.onLoad({ filter: ours }, ({ path }) => ({
      contents: instrumented(relative(root, path), readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
});

// Only now, as the plug-in does not hear what is loaded before it.
const { walks } = await import("./walks.ts");
const wanted = process.argv.slice(2);
const found = (await walks(trace)).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
for (const walk of found) process.stdout.write(`${told(walk)}\n`);
process.stdout.write(`${JSON.stringify({ name: "walk", walks: found })}\n`);
process.exit(0);
