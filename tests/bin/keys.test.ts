import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newClientId } from "#src/crypto/hash.ts";
import { type MasterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openWire, type Wire } from "#src/demo/client.ts";
import { mistyped } from "#tests/support/keys/keys.ts";
import { type Place, place, porchlight, result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

// The keys from the terminal, and what young people and staff find when the master key is not there.

let here: Place;
let env: Record<string, string>;
let origin: string;
let key: string;
const started: Started[] = [];
const password = "a porch with a light";

beforeEach(async () => {
  here = place();
  env = { ...here.env, PORT: String(await freePort()) };
  origin = `http://localhost:${env.PORT}`;
  key = `${here.data}.key`;
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  here.remove();
});

async function serve(): Promise<Started> {
  const one = porchlight(["serve"], env);
  started.push(one);
  await one.says(/\/staff\n\n/);
  return one;
}

const keysNow = async () => ((await (await fetch(`${origin}/healthz`)).json()) as { keys: string }).keys;

/** The first account, which has every role: Aino, who is on shift too. */
async function ainoJoins(server: Started): Promise<Wire> {
  const link = /http\S+(\/staff\/welcome\/\S+)/.exec(await server.says(/staff\/welcome\/\S+/))![1]!;
  const aino = openWire(origin, { "HX-Request": "true" });
  const form = { name: "aino", real_name: "Aino Virtanen", alias: "Robin", helpline: "Line", language: "en", password };
  expect((await aino.post(link, form)).status).toBe(303);
  const opening = { opening: "open", anyway: "yes", based_on: "0", waiting: "0" };
  expect((await aino.post("/admin/open", opening)).status).toBe(303);
  await aino.post("/staff/available", { availability: "available" });
  return aino;
}

/** A sheet is made and shown: its key. */
async function printed(aino: Wire): Promise<string> {
  const page = await (await aino.post("/admin/keys/sheet", {})).text();
  const codes = [...page.matchAll(/<code>([^<]+)<\/code>/g)].map(([, one]) => one!);
  const words = codes.filter((one) => /^([bdfgklmnprstv][aeiou]){3}$/.test(one));
  const asked = [...page.matchAll(/Check word (\d)/g)].map(([, place]) => words[Number(place) - 1]!);
  const sheet = /name="sheet" value="(\d+)"/.exec(page)![1]!;
  expect((await aino.post("/admin/keys/prove", { sheet, "word-0": asked[0]!, "word-1": asked[1]! })).status).toBe(303);
  const secret = codes.filter((one) => /^[A-Z0-9-]+$/.test(one)).join(" ");
  expect(secret).toMatch(/^AGE-SECRET-KEY-1 /);
  return secret;
}

/** A young person begins a chat, and Aino takes it: its page for her. */
async function talks(aino: Wire, who: Wire, text: string): Promise<string> {
  const page = await (await who.get("/?l=en")).text();
  const hidden = [...page.matchAll(/name="(client_id|rules|line)" value="(\w+)"/g)].map((one) => [one[1]!, one[2]!]);
  expect((await who.post("/start", { ...Object.fromEntries(hidden), l: "en", text })).status).toBe(204);
  const taken = await aino.post("/staff/claim", {});
  return /\/staff\/conversation\/\d+$/.exec(taken.headers.get("location")!)![0];
}

/** Whether the page of a chat shows words to Aino. */
const shows = async (aino: Wire, chat: string, words: string) => (await (await aino.get(chat)).text()).includes(words);

test("keys new refuses while the server runs and while there is a key file, and changes neither", async () => {
  const server = await serve();
  await server.says(/nobody can help/);
  const before = readFileSync(key, "utf8");
  renameSync(key, `${key}.away`);
  const running = await result(["keys", "new"], env);
  expect(running.code).toBe(1);
  expect(running.err).toContain("Another Porchlight runs on the data");
  renameSync(`${key}.away`, key);
  await server.stop();
  const there = await result(["keys", "new"], env);
  expect(there).toMatchObject({
    code: 1,
    err: `There is a file ${key}. Move it away first: it is never overwritten.\n`,
  });
  expect(readFileSync(key, "utf8")).toBe(before);
});

test("started without its key it takes new chats; when keys recover has brought it back, those and the ones of before open", async () => {
  const first = await serve();
  const aino = await ainoJoins(first);
  const secret = await printed(aino);
  const noor = openWire(origin, { "X-Chat": "1" });
  const before = await talks(aino, noor, "words of before");
  expect(await first.stop()).toBe(0);
  const written = readFileSync(key, "utf8");
  renameSync(key, `${key}.lost`);

  const without = await serve();
  expect(await without.says(/Chats of before cannot be opened[\s\S]*\n\n/)).toContain(
    `${key}.stand-in. Keep that file.`,
  );
  expect([await keysNow(), existsSync(key)]).toEqual(["stands_in", false]);
  const page = await (await aino.get(before)).text();
  expect([page.includes("words of before"), page.includes("The master key is missing.")]).toEqual([false, true]);
  // What begins now is a chat as any other, and outlives a kill.
  const sam = openWire(origin, { "X-Chat": "1" });
  const meanwhile = await talks(aino, sam, "words of now");
  await aino.post(`${meanwhile}/send`, { client_id: newClientId(), text: "I’m here" });
  expect(await (await sam.get("/")).text()).toContain("I’m here");
  await without.stop("SIGKILL");
  const again = await serve();
  expect(await shows(aino, meanwhile, "words of now")).toBe(true);
  const sheet = await aino.post("/admin/keys/open", { password });
  expect(sheet.status).toBe(303);
  const other = await aino.post("/admin/keys/sheet", {});
  expect([other.status, (await other.text()).includes("porchlight keys recover")]).toEqual([422, true]);
  await again.stop();
  const wrong = await result(["keys", "recover"], env, `${mistyped(secret)}\n`);
  expect([wrong.code, wrong.err.includes("not the key of a sheet"), existsSync(key)]).toEqual([1, true, false]);
  const right = await result(["keys", "recover"], env, `${secret.toLowerCase()}\n`);
  const { fingerprint } = readMasterKey(key) as MasterKey;
  const groups = fingerprint.match(/.{4}/g)!.join(" ");
  expect([right.code, right.out]).toEqual([
    0,
    `The master key is back in ${key}. Its fingerprint is ${groups}: see that it is on the sheet.\nStart Porchlight again.\n`,
  ]);
  expect(readFileSync(key, "utf8")).toBe(written);
  const back = await serve();
  expect([await keysNow(), existsSync(`${key}.stand-in`), back.err()]).toEqual(["ready", false, ""]);
  expect([await shows(aino, before, "words of before"), await shows(aino, meanwhile, "words of now")]).toEqual([
    true,
    true,
  ]);
  expect(await (await sam.get("/")).text()).toContain("I’m here");
  const there = await result(["keys", "recover"], env, `${secret}\n`);
  expect(there.err).toContain("Another Porchlight runs");
});

test("where no key can stand in, pages are shown and nobody can begin a chat", async () => {
  const first = await serve();
  await first.says(/nobody can help/);
  await first.stop();
  renameSync(key, `${key}.lost`);
  mkdirSync(`${key}.stand-in`);
  const locked = await serve();
  await locked.says(/Chats cannot be opened/);
  expect([await keysNow(), (await fetch(`${origin}/`)).status, existsSync(key)]).toEqual(["missing", 200, false]);
});

test("keys new when the old key is lost: the same sheet opens the new one too, and brings the old one back when it turns up", async () => {
  const first = await serve();
  const aino = await ainoJoins(first);
  const secret = await printed(aino);
  const noor = openWire(origin, { "X-Chat": "1" });
  const before = await talks(aino, noor, "words of before");
  await first.stop();
  rmSync(key);
  expect(await result(["keys", "new"], env)).toMatchObject({ code: 0, err: "" });
  const made = readFileSync(key, "utf8");
  const next = await serve();
  expect([await keysNow(), await shows(aino, before, "words of before")]).toEqual(["ready", false]);
  const sam = openWire(origin, { "X-Chat": "1" });
  const after = await talks(aino, sam, "words of after");
  const doctor = await result(["keys", "doctor", "--sheet"], env, `${secret}\n`);
  expect(doctor.out).toContain("good  This sheet opens the team key, and holds the master key.");
  await next.stop();

  const found = await result(["keys", "recover"], env, `${secret}\n`);
  expect([found.code, found.out.includes(`${key}.earlier`), readFileSync(key, "utf8")]).toEqual([0, true, made]);
  const both = await serve();
  expect([await shows(aino, before, "words of before"), await shows(aino, after, "words of after")]).toEqual([
    true,
    true,
  ]);
  expect(existsSync(`${key}.earlier`)).toBe(false);
  await both.stop();
  const none = await result(["keys", "recover"], env, `${secret}\n`);
  expect([none.code, none.err.includes("never overwritten")]).toEqual([1, true]);
  // Both keys of the past are on paper: one lost once more comes back.
  rmSync(key);
  expect(await result(["keys", "recover"], env, `${secret}\n`)).toMatchObject({ code: 0 });
  expect(readFileSync(key, "utf8")).toBe(made);
});

test("keys doctor says what could be lost, while the helpline runs and while it does not, and tries the sheet", async () => {
  const server = await serve();
  await server.says(/nobody can help/);
  const none = await result(["keys", "doctor"], env);
  expect(none.code).toBe(1);
  expect(none.out).toMatch(/^good {2}The master key is there/);
  expect(none.out).toContain("TO DO  There is no team key yet");
  const aino = await ainoJoins(server);
  const unseen = await result(["keys", "doctor"], env);
  expect(unseen.out).toContain("TO DO  One person alone holds the team key");
  expect(unseen.out).toContain("TO DO  There is no recovery sheet that anybody has shown");
  const secret = await printed(aino);
  const right = await result(["keys", "doctor", "--sheet"], env, `${secret.toLowerCase()}\n`);
  expect(right.out).toContain("good  This sheet opens the team key, and holds the master key.");
  const wrong = await result(["keys", "doctor", "--sheet"], env, `${mistyped(secret)}\n`);
  expect(wrong.out).toContain("TO DO  This is not the key of a sheet of these data");
  await server.stop();
  renameSync(key, `${key}.lost`);
  const gone = await result(["keys", "doctor"], env);
  expect([gone.code, gone.out.split("\n")[0]]).toEqual([1, expect.stringContaining("TO DO  Chats cannot be opened")]);
});

test("a key that is there and is not one, and one of other data, are each named for what they are", async () => {
  const first = await serve();
  await first.says(/nobody can help/);
  await first.stop();
  const written = readFileSync(key, "utf8");
  const line = written.trimEnd().split("\n").at(-1)!;
  const trouble = async (text: string, state: string) => {
    rmSync(key, { force: true });
    writeFileSync(key, text);
    const server = await serve();
    expect(await keysNow()).toBe(state);
    await server.stop();
    return server.err();
  };
  expect(await trouble("nothing", "stands_in")).toContain(
    `${key} holds no master key, or this account may not read it`,
  );
  const other = line.slice(0, -4) + (line.endsWith("AAAA") ? "BBBB" : "AAAA");
  expect(await trouble(other, "stands_in")).toContain(`the master key in ${key} is not the one of these data`);
  // Typed from paper: only the last line, with a space too many before it.
  expect(await trouble(`  ${line}`, "ready")).toBe("");
});

test("[ASVS 13.3.4] keys rotate: everything opens with the new key and nothing with the old one, killed wherever it may be", async () => {
  const first = await serve();
  const aino = await ainoJoins(first);
  const secret = await printed(aino);
  const noor = openWire(origin, { "X-Chat": "1" });
  const chat = await talks(aino, noor, "words of Noor");
  const running = await result(["keys", "rotate"], env);
  expect([running.code, running.err.includes("Another Porchlight runs on the data")]).toEqual([1, true]);
  await first.stop();
  const old = readFileSync(key, "utf8");

  // Ended as soon as each thing it says was said: what lies there then, the next command takes up.
  for (const step of [/1 of 3/, /2 of 3/]) {
    const one = porchlight(["keys", "rotate"], env);
    started.push(one);
    await one.says(step).catch(() => {});
    await one.stop("SIGKILL");
    const between = await serve();
    expect([await keysNow(), await shows(aino, chat, "words of Noor")]).toEqual(["ready", true]);
    await between.stop();
  }
  const done = await result(["keys", "rotate"], env);
  expect([done.code, done.err, done.out]).toEqual([0, "", expect.stringMatching(/1 of 3[\s\S]*2 of 3[\s\S]*3 of 3/)]);
  expect([readFileSync(key, "utf8") === old, existsSync(`${key}.next`)]).toEqual([false, false]);
  const after = await serve();
  expect([await keysNow(), await shows(aino, chat, "words of Noor")]).toEqual(["ready", true]);
  expect(await (await noor.get("/")).text()).toContain("words of Noor");
  const trail = await result(["audit", "check"], env);
  expect([trail.code, trail.out]).toEqual([
    0,
    expect.stringMatching(/^The audit trail is whole: \d+ entries.\nIts last/),
  ]);
  await after.stop();

  const now = readFileSync(key, "utf8");
  rmSync(key);
  writeFileSync(key, old);
  const wrong = await serve();
  expect([await keysNow(), await shows(aino, chat, "words of Noor")]).toEqual(["stands_in", false]);
  await wrong.stop();
  rmSync(key);
  expect(await result(["keys", "recover"], env, `${secret}\n`)).toMatchObject({ code: 0 });
  expect(readFileSync(key, "utf8")).toBe(now);
});

test("keys sheet: with the password of whoever holds the team key, while the helpline runs and while it does not", async () => {
  const server = await serve();
  const none = await result(["keys", "sheet"], env, "aino\nwhatever it is\n");
  expect([none.code, none.out, none.err.includes("belong together in no account")]).toEqual([1, "", true]);
  const aino = await ainoJoins(server);
  const wrong = await result(["keys", "sheet"], env, `aino\n${password}!\n`);
  expect([wrong.code, wrong.out]).toEqual([1, ""]);

  for (const isRunning of [true, false]) {
    if (!isRunning) await server.stop();
    const made = await result(["keys", "sheet"], env, `aino\n${password}\n`);
    expect([made.code, made.out.startsWith("Recovery sheet for Line\n")]).toEqual([0, true]);
    expect(made.out).not.toContain(password);
    const secret = /AGE-SECRET-KEY-1[A-Z0-9 ]+/.exec(made.out)![0];
    expect(made.out.match(/^ {2}\d {2}([bdfgklmnprstv][aeiou]){3}$/gm)).toHaveLength(6);
    expect(made.out).toContain("porchlight restore");
    const tried = await result(["keys", "doctor", "--sheet"], env, `${secret}\n`);
    expect(tried.out).toContain("good  This sheet opens the team key, and holds the master key.");
    expect(tried.out).toContain("TO DO  There is no recovery sheet that anybody has shown");
    if (!isRunning) continue;
    const shown = (await aino.post("/admin/audit", {})).headers.get("location")!;
    const trail = await (await aino.get(shown)).text();
    expect(trail).toContain("Robin opened the team key on the server’s command line");
    expect(trail).toContain("Robin made a recovery sheet");
  }
});
