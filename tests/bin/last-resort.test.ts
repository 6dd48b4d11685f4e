import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWire } from "#src/demo/client.ts";
import { type Place, place, run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What none of our own sources does: each signal sets off a fault that nobody catches. */
const faults = `
process.on("SIGUSR1", () => { throw new TypeError("Noor wrote this"); });
process.on("SIGUSR2", () => { Promise.reject(new RangeError("and Sam this")); });
process.on("SIGWINCH", () => { setTimeout(() => { throw "no error at all: Anna"; }, 1); });
`;

let here: Place;
let server: Started;
let origin: string;

beforeEach(async () => {
  here = place();
  const planted = join(here.folder, "faults.ts");
  writeFileSync(planted, faults);
  const PORT = String(await freePort());
  origin = `http://localhost:${PORT}`;
  const flags = ["--no-env-file", "--no-install", `--tsconfig-override=${root}tsconfig.json`, "--preload", planted];
  server = run(process.execPath, [...flags, join(root, "src/main.ts"), "serve"], { env: { ...here.env, PORT } });
  await server.says(/nobody can help/);
});
afterEach(async () => {
  await server.stop("SIGKILL");
  here.remove();
});

test("[ASVS 16.5.4] what nobody caught is in the log, by its kind and place alone, and the helpline goes on, with every console", async () => {
  const aino = openWire(origin, {});
  const path = new URL(/(http\S+\/staff\/welcome\/\S+)/.exec(server.out())![1]!).pathname;
  const form = { name: "aino", real_name: "Aino Virtanen", alias: "Robin", helpline: "Line", language: "en" };
  expect((await aino.post(path, { ...form, password: "a porch with a light" })).status).toBe(303);
  const live = await aino.live(
    "/staff/live",
    () => {},
    () => {},
  );
  const signals = { SIGUSR1: /: TypeError\n/, SIGUSR2: /: RangeError\n/, SIGWINCH: /: unknown\n/ } as const;
  for (const [signal, line] of Object.entries(signals)) {
    process.kill(server.child.pid!, signal as keyof typeof signals);
    await server.says(new RegExp(`Z an error that nobody caught${line.source}`));
  }
  expect(server.err()).not.toMatch(/Noor|Sam|Anna/);
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect((await aino.get("/staff")).status).toBe(200);
  expect(live.readyState).toBe(WebSocket.OPEN);
  // And it still ends in order when it is asked to.
  expect(await server.stop()).toBe(0);
});
