import { spawnSync } from "node:child_process";
import { type Group, groups } from "#tests/support/states/groups.ts";
import { slugOf } from "./kept.ts";

// `npm run views [-- GROUPS]`: walks to every state of the groups (tests/support/states/table.ts), or of all, and keeps the
// pages for /dev/views.

const { findChromium } = await import(new URL("../../bin/chromium.mjs", import.meta.url).href);
const { bunFlags } = await import(new URL("../../bin/bun.mjs", import.meta.url).href);

const asked = process.argv.slice(2);
/** A group by its name or address, or all groups of an audience. */
const isCalled = (group: Group, word: string) => [group.name, slugOf(group), group.of].includes(word.toLowerCase());
const unknown = asked.filter((word) => !groups.some((group) => isCalled(group, word)));

if (unknown.length > 0) {
  console.error(`There is no group ${unknown.join(", ")}. There are: ${groups.map(slugOf).join(", ")}.`);
  process.exitCode = 2;
} else walk(groups.filter((group) => asked.length === 0 || asked.some((word) => isCalled(group, word))));

function walk(chosen: Group[]) {
  const projects = [...new Set(chosen.map(({ of }) => `--project=${of}`))];
  const vitest = [...bunFlags, "--bun", "node_modules/vitest/vitest.mjs", "run", "--config=lab/dev/vitest.config.ts"];
  const { status } = spawnSync(process.execPath, [...vitest, ...projects], {
    stdio: "inherit",
    env: {
      ...process.env,
      CHROMIUM: process.env.CHROMIUM ?? findChromium(),
      WALKED: JSON.stringify(chosen.map(({ name }) => name)),
    },
  });
  if (status === 0) console.log("Kept. Look at them at /dev/views of npm run dev.");
  process.exitCode = status ?? 1;
}
