#!/usr/bin/env node
// Starts Porchlight on the Bun that npm installed. Plain Node: all a newcomer has.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";

const given = process.argv.slice(2);
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
// Bun looks for this file in the current folder, and without it takes our pages for React's.
const tsconfig = `--tsconfig-override=${fileURLToPath(new URL("../tsconfig.json", import.meta.url))}`;

function start(bun) {
  const flags = [...bunFlags, tsconfig, "--no-orphans"];
  const child = spawn(bun, [...flags, main, ...given], { stdio: "inherit", env: bunEnvironment });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // Ctrl-C at a terminal already reaches the whole group; a second one would mean "at once".
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  process.on("exit", () => child.kill());
  child.on("error", (error) => {
    console.error(`Bun could not be started (${bun}): ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

try {
  start(findBun());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
