import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWire, type Wire } from "#src/demo/client.ts";
import { maxUnproved } from "#src/http/limits/start-flood.ts";
import { field, type Person, read, unescaped } from "#tests/support/house/http.ts";
import { solve } from "#tests/support/keys/solve.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { type Place, place, run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { codeOn } from "#tests/support/people/codes.ts";
import { sheetOf } from "#tests/support/people/plain-form.ts";

// What the one file carries beside its code: lists of words, stolen passwords, and other people's cryptography.

let here: Place;
let env: Record<string, string>;
let origin: string;
let server: Started;
let aino: Wire;
let cwd: string;

const password = "a porch with a light";

beforeAll(async () => {
  here = place();
  cwd = join(here.folder, "empty");
  mkdirSync(cwd);
  env = { ...here.env, PORT: String(await freePort()), TRUSTED_PROXIES: "127.0.0.1" };
  origin = `http://localhost:${env.PORT}`;
  server = await serve();
});
afterAll(async () => {
  await server.stop("SIGKILL");
  here.remove();
});

const porchlight = (args: string[], input?: string) =>
  run(binary(), args, { cwd, env, ...(input === undefined ? {} : { input }) });

async function serve(): Promise<Started> {
  const one = porchlight(["serve"]);
  await one.says(/\/staff\n\n/);
  return one;
}

async function result(args: string[], input = "") {
  const one = porchlight(args, input);
  return { code: await one.ended, out: one.out(), err: one.err() };
}

/** A young person writes the first words, from an address. */
async function begins(who: Wire, text: string, more: Record<string, string> = {}): Promise<Response> {
  const page = await (await who.get("/?l=en")).text();
  const hidden = ["client_id", "rules", "line"].map((name) => [name, field(page, name)]);
  return who.post("/start", { ...Object.fromEntries(hidden), l: "en", text, ...more });
}
const phone = (address: string) => openWire(origin, { "X-Forwarded-For": address });

test("a stolen password is known for one, and another makes the first account", async () => {
  const link = /http\S+(\/staff\/welcome\/\S+)/.exec(await server.says(/staff\/welcome\/\S+/))![1]!;
  aino = openWire(origin, { "HX-Request": "true" });
  const form = { name: "aino", real_name: "Aino Virtanen", alias: "Robin", helpline: "Line", language: "en" };
  const stolen = await aino.post(link, { ...form, password: "manchester united!!" });
  expect([stolen.status, (await stolen.text()).includes("stolen")]).toEqual([422, true]);
  expect((await aino.post(link, { ...form, password })).status).toBe(303);
  const opening = { opening: "open", anyway: "yes", based_on: "0", waiting: "0" };
  expect((await aino.post("/admin/open", opening)).status).toBe(303);
  await aino.post("/staff/available", { availability: "available" });
  const chats = sheetOf({} as Person, await read(await aino.get("/admin/settings/chats")));
  const set = Object.fromEntries(chats.fill({ waitingPerCounsellor: "100" }).fields("form#settings"));
  expect((await aino.post("/admin/settings/chats", { ...set, action: "save" })).status).toBe(303);
});

test("a code to come back with is made of its words, and opens the chat on another phone", async () => {
  const noor = phone("198.51.100.1");
  expect((await begins(noor, "words of Noor")).status).toBe(303);
  const code = codeOn(await (await noor.post("/back", { want: "code" })).text());
  expect(code.split(" ")).toHaveLength(6);
  const other = phone("198.51.100.1");
  expect((await other.post("/back", { code })).headers.get("location")).toBe("/");
  expect(await (await other.get("/")).text()).toContain("words of Noor");
});

test("when very many come at once a task is given, and whoever does it is in", async () => {
  for (let n = 0; n < maxUnproved; n += 1) await begins(phone("203.0.113.9"), "hello");
  const sam = phone("203.0.113.9");
  const page = await (await sam.get("/?l=en")).text();
  const form = { client_id: field(page, "client_id")!, rules: field(page, "rules")!, l: "en", text: "words of Sam" };
  const asked = await sam.post("/start", form);
  const task = unescaped(field(await asked.text(), "task"));
  expect([asked.status, task.startsWith("{")]).toEqual([428, true]);
  expect((await sam.post("/start", { ...form, task, solution: await solve(task) })).status).toBe(303);
});

test("a recovery sheet is made and tried; the master key is changed, lost and brought back with it, and all opens still", async () => {
  const made = await result(["keys", "sheet"], `aino\n${password}\n`);
  expect([made.code, made.err.includes("not shown again")]).toEqual([0, true]);
  const secret = /AGE-SECRET-KEY-1[A-Z0-9 ]+/.exec(made.out)![0];
  const tried = await result(["keys", "doctor", "--sheet"], `${secret}\n`);
  expect(tried.out).toContain("good  This sheet opens the team key, and holds the master key.");
  const chat = (await aino.post("/staff/claim", {})).headers.get("location")!;
  expect(await server.stop()).toBe(0);
  const key = `${here.data}.key`;
  const before = readFileSync(key, "utf8");
  expect(await result(["keys", "rotate"])).toMatchObject({ code: 0, err: "" });
  expect([readFileSync(key, "utf8") === before, existsSync(`${key}.next`)]).toEqual([false, false]);
  // It is lost, and the sheet of before brings it back.
  const now = readFileSync(key, "utf8");
  rmSync(key);
  expect(await result(["keys", "recover"], `${secret}\n`)).toMatchObject({ code: 0 });
  expect(readFileSync(key, "utf8")).toBe(now);
  server = await serve();
  expect(await (await aino.get(chat)).text()).toContain("words of Noor");
  expect((await result(["doctor"])).out).toBe("Both files are whole.\n");
});
