// npm run abuse -- [all | names of lines.ts]: attacks a helpline in its own process on this machine, beside an honest chat.
// Reports on that chat, memory, closed and refused connections; exits with 1 if a figure misses its aim.
import { type Figure, finish, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { lines } from "./lines.ts";

const wanted = process.argv.slice(2).filter((name) => name !== "all");
const unknown = wanted.filter((name) => !lines.some((line) => line.name === name));
if (unknown.length > 0) {
  progress(
    `There is no ${unknown.join(", ")}. npm run abuse -- all, or some of: ${lines.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

const program = binary();
const figures: Figure[] = [];
for (const { name, what, whole } of lines) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const from = performance.now();
  progress(`\n== ${name}: ${what}`);
  figures.push(...(await whole(program)));
  progress(`== ${name}: ${((performance.now() - from) / 1_000).toFixed(0)} s`);
}
const raw = Object.fromEntries(figures.map(({ name, got }) => [name, got]));
finish({ name: wanted.length > 0 ? `abuse-${wanted.join("-")}` : "abuse", figures, raw });
process.exit(process.exitCode);
