import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import Database from "#sqlite";
import { openWire, type Wire } from "#src/demo/client.ts";
import { type Place, place, porchlight, result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

let here: Place;
let env: Record<string, string>;
let server: Started;
let origin: string;

const link = /(http\S+\/staff\/welcome\/(\S+))/;

beforeEach(async () => {
  here = place();
  env = { ...here.env, PORT: String(await freePort()) };
  origin = `http://localhost:${env.PORT}`;
  server = porchlight(["serve"], env);
});
afterEach(async () => {
  await server.stop("SIGKILL");
  here.remove();
});

/** The first admin, signed in and available. */
async function admin(): Promise<Wire> {
  const staff = openWire(origin, {});
  const path = new URL(link.exec(await server.says(/nobody can help/))![1]!).pathname;
  const form = { name: "aino", real_name: "Aino Virtanen", alias: "Robin", helpline: "Line", language: "en" };
  expect((await staff.post(path, { ...form, password: "a porch with a light" })).status).toBe(303);
  const opening = { opening: "open", anyway: "yes", based_on: "0", waiting: "0" };
  expect((await staff.post("/admin/open", opening)).status).toBe(303);
  await staff.post("/staff/available", { availability: "available" });
  return staff;
}

/** A young person who waits in line. */
async function youngPerson(): Promise<Wire> {
  const youth = openWire(origin, {});
  await youth.post("/start", { client_id: "a".repeat(32), l: "en", rules: "1", text: "hello" });
  return youth;
}

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "%s: sockets are told that the server goes away, the data are closed, exit code 0",
  async (signal) => {
    const staff = await admin();
    const youth = await youngPerson();
    const codes: Promise<number>[] = [];
    for (const [wire, path] of [
      [staff, "/staff/live"],
      [youth, "/live?after=0&v="],
    ] as const) {
      const socket = await wire.live(
        path,
        () => {},
        () => {},
      );
      codes.push(new Promise((resolve) => socket.addEventListener("close", (event) => resolve(event.code))));
    }
    expect(await server.stop(signal)).toBe(0);
    expect(await Promise.all(codes)).toEqual([1001, 1001]);
    expect(server.err()).toBe("");
    // SQLite removes the log of a file that was closed in order.
    expect(readdirSync(here.data).filter((name) => /-(wal|shm)$|\.sock$/.test(name))).toEqual([]);
  },
);

test("a second server on the same data is refused in plain words, on another port too, and the first goes on", async () => {
  await server.says(/nobody can help/);
  for (const PORT of [env.PORT!, String(await freePort())]) {
    const second = await result(["serve"], { ...env, PORT });
    expect(second.code).toBe(1);
    expect(second.err).toBe(
      `Another Porchlight runs on the data in ${here.data}. Stop it first, or choose another DATA_DIR.\n`,
    );
  }
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect((await result(["staff", "link"], env)).code).toBe(0);
});

test("a server that was killed leaves nothing in the way of the next one", async () => {
  await server.says(/nobody can help/);
  await server.stop("SIGKILL");
  expect(existsSync(join(here.data, "porchlight.sock"))).toBe(true);
  server = porchlight(["serve"], env);
  await server.says(link);
  expect((await result(["staff", "link"], env)).out).toMatch(link);
});

test("what was only counted in memory is stored when the server is stopped", async () => {
  await server.says(/nobody can help/);
  for (let n = 0; n < 2; n += 1) await fetch(`${origin}/`);
  expect(await server.stop("SIGTERM")).toBe(0);
  const data = new Database(join(here.data, "porchlight.db"), { readonly: true });
  expect(data.prepare("SELECT state, n FROM door_look").all()).toEqual([{ state: "closed", n: 2 }]);
  data.close();
});
