import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openWire, type Wire } from "#src/demo/client.ts";
import { limits } from "#src/http/limits/limits.ts";
import { clientId } from "#tests/support/house/http.ts";
import { type Place, place, porchlight, run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

const builder = fileURLToPath(new URL("../../../bin/build-node.mjs", import.meta.url));
const node = spawnSync("node", [builder, "--which"], { encoding: "utf8" }).stdout.trim();
if (node === "") {
  console.log(
    "Node 26 is not here: the tests of Porchlight on it are skipped; node bin/build-node.mjs --fetch brings it",
  );
}

let here: Place;
let env: Record<string, string>;
let origin: string;
let program: string;
let server: Started;

const password = "a porch with a light";
const link = /http\S+\/staff\/welcome\/\S+/;
const asForm: Record<string, string> = {};

/** Porchlight on Node, in a folder far from the sources. */
const onNode = (args: string[], more: Record<string, string> = {}) =>
  run(node, [program, ...args], { env: { ...env, ...more }, cwd: here.home });

async function ended(started: Started) {
  return { code: await started.ended, out: started.out(), err: started.err() };
}

/** Starts it on one runtime or the other, over the same data. */
async function open(serve: () => Started): Promise<Started> {
  server = serve();
  await server.says(/\/staff\n\n/);
  return server;
}

async function joins(url: string, name: string, alias: string) {
  const form = { name, real_name: `${name} Peeters`, alias, helpline: "Line", language: "en", password };
  expect((await openWire(origin, asForm).post(new URL(url).pathname, form)).status).toBe(303);
}

async function signedIn(name: string): Promise<Wire> {
  const wire = openWire(origin, asForm);
  const answer = await wire.post("/staff/sign-in", { name, password });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/staff"]);
  return wire;
}

/** A young person who has started a chat by the form. */
async function begun(text: string): Promise<Wire> {
  const wire = openWire(origin, asForm);
  const answer = await wire.post("/start", { client_id: clientId(), l: "en", rules: "1", line: "1", text });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
  return wire;
}

async function words(wire: Wire, path: string): Promise<string> {
  return await (await wire.get(path)).text();
}

async function counsellor(): Promise<Wire> {
  const anna = await signedIn("anna");
  await anna.post("/staff/available", { availability: "available" });
  return anna;
}

/** The address of a conversation on the console, once this counsellor has the next one. */
async function taken(anna: Wire): Promise<string> {
  return (await anna.post("/staff/claim", {})).headers.get("location")!;
}

/** What comes down a socket, and how it was closed. */
async function listening(wire: Wire, path: string) {
  let got = "";
  let code = 0;
  const line = await wire.live(
    path,
    (frame) => {
      got += frame;
    },
    () => {},
  );
  line.addEventListener("close", (event) => {
    code = event.code;
  });
  return { text: () => got, code: () => code, send: (frame: string) => line.send(frame) };
}

beforeAll(async () => {
  if (node === "") return;
  here = place();
  const port = await freePort();
  env = { ...here.env, PORT: String(port) };
  origin = `http://localhost:${port}`;
  const out = join(here.folder, "built");
  program = join(out, "porchlight.mjs");
  const built = spawnSync("node", [builder, "--out", out], { encoding: "utf8" });
  expect(built.stderr).toBe("");
  // The data are Bun's first, and Anna's password is hashed there.
  await open(() => porchlight(["serve"], env));
  await joins(link.exec(await server.says(link))![0], "anna", "Mika");
  const opening = { opening: "open", anyway: "yes", based_on: "0", waiting: "0" };
  expect((await (await signedIn("anna")).post("/admin/open", opening)).status).toBe(303);
  expect(await server.stop()).toBe(0);
});
afterEach(() => server?.stop("SIGKILL"));
afterAll(() => here?.remove());

describe.skipIf(node === "")("on Node 26, from one folder without node_modules", () => {
  test("the data of Bun, a chat both ways, the end, and back to Bun", async () => {
    await open(() => onNode(["serve"]));
    expect(readdirSync(join(here.folder, "built")).length).toBe(2);
    const anna = await counsellor();
    const noor = await begun("Noor’s first words");
    const tim = await begun("Tim’s first words");
    const noorAt = await taken(anna);
    const timAt = await taken(anna);
    // It waits longer than a connection may be idle.
    const patience = openPoll(await begun("Kim waits"));
    const ids = [noorAt, timAt].map((path) => path.split("/").at(-1));
    const desk = await listening(anna, `/staff/live?open=${ids.join(".")}`);
    const noorLive = await listening(noor, "/live?after=0&v=");
    await expect.poll(noorLive.text).toContain("Noor’s first words");
    const poll = openPoll(tim, await versionOf(tim));
    await anna.post(`${noorAt}/send`, { client_id: clientId(), text: "hello Noor" });
    await expect.poll(noorLive.text).toContain("hello Noor");
    await anna.post(`${timAt}/send`, { client_id: clientId(), text: "hello Tim" });
    expect((await poll).text).toContain("hello Tim");
    await noor.post("/send", { client_id: clientId(), text: "hello Anna" });
    await expect.poll(desk.text).toContain("hello Anna");
    noorLive.send("t");
    await expect.poll(desk.text).toContain("typing");

    // The two frames of a chat without scripts.
    const answer = await tim.post("/send", { client_id: clientId(), text: "no script here", frame: "1" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/box"]);
    const log = await streamed(tim, "/log");
    expect(await log.until("no script here")).toContain("hello Tim");
    await anna.post(`${timAt}/send`, { client_id: clientId(), text: "into the open page" });
    await log.until("into the open page");

    expect((await anna.post(`${noorAt}/end`, {})).status).toBe(303);
    await expect.poll(noorLive.text).toContain('<b id="over"></b>');
    expect(await patience).toEqual({ status: 204, text: "" });

    const made = await ended(onNode(["staff", "link", "--roles", "counsellor"]));
    expect(made).toMatchObject({ code: 0, err: "" });
    await joins(link.exec(made.out)![0], "bela", "Finch");

    const timLive = await listening(tim, "/live?after=0&v=");
    await expect.poll(timLive.text).toContain("into the open page");
    expect(await server.stop()).toBe(0);
    await expect.poll(() => [timLive.code(), desk.code()]).toEqual([1001, 1001]);
    expect(server.err()).toBe("");
    expect(readdirSync(here.data).filter((name) => /-(wal|shm)$|\.sock$/.test(name))).toEqual([]);

    await open(() => porchlight(["serve"], env));
    await signedIn("bela");
    expect(await words(await signedIn("anna"), timAt)).toContain("into the open page");
    expect(await server.stop()).toBe(0);
  });

  test("exit codes and words are those of Bun", async () => {
    await open(() => onNode(["serve"]));
    const other = await ended(onNode(["serve"], { DATA_DIR: join(here.folder, "other") }));
    expect(other).toMatchObject({ code: 1, out: "" });
    expect(other.err).toContain(`Port ${env.PORT} is in use. Choose another with PORT`);
    expect((await ended(onNode(["serve"]))).err).toContain("Another Porchlight runs on the data");
    expect(await ended(onNode(["serve", "--prot", "1"]))).toMatchObject({ code: 2 });
    const elsewhere = await ended(onNode(["serve"], { DATA_DIR: join(here.folder, "third"), HOST: "192.0.2.1" }));
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.err).toContain("HOST must be an address of this machine");
  });

  test("what no browser sends harms nobody", async () => {
    await open(() => onNode(["serve"]));
    const head = `Host: localhost:${env.PORT}\r\nConnection: close, Upgrade\r\n`;
    for (const [method, path, status] of [
      ["TRACE", "/", 405],
      ["PUT", "/", 405],
      ["HEAD", "/", 200],
      ["HEAD", "/leave", 405],
      ["POST", "/live", 404],
    ] as const) {
      expect(await raw(`${method} ${path} HTTP/1.1\r\n${head}Content-Length: 0\r\n\r\n`)).toMatch(`HTTP/1.1 ${status}`);
    }
    expect(await raw(`GET / HTTP/1.1\r\n${head}Upgrade: h2c\r\n\r\n`)).toContain("<!doctype html>");
    expect(await raw(`HEAD / HTTP/1.1\r\n${head}\r\n`)).toMatch(/content-security-policy/i);
    const asking = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key:";
    const key = "AAAAAAAAAAAAAAAAAAAAAA==";
    for (const path of ["/", "//", "/staff", "/nothing"]) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\n${head}${asking} ${key}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 (200|403|404)/);
    }
    expect(await raw(`GET /live HTTP/1.1\r\n${head}${asking} x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403/);
    expect(await raw(`GET /live HTTP/1.1\r\n${head}${asking} ${key}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403/);
    const form = "Content-Type: application/x-www-form-urlencoded";
    const long = `POST /start HTTP/1.1\r\n${head}${form}\r\nContent-Length: ${limits.bodyBytes + 1}\r\n\r\n`;
    expect(await raw(`${long}${"x".repeat(limits.bodyBytes + 1)}`)).toMatch(/^HTTP\/1\.1 413/);
    // Broken off in the middle of a form.
    for (const how of ["Content-Length: 50", "Transfer-Encoding: chunked"]) {
      await raw(`POST /start HTTP/1.1\r\n${head}${form}\r\n${how}\r\n\r\n5\r\ntext=`, true);
    }

    // A line that is closed takes nobody.
    await counsellor();
    const { cookie } = await withCookie();
    const upgrade = `GET /live HTTP/1.1\r\n${head}Origin: ${origin}\r\nCookie: ${cookie}\r\n${asking} ${key}\r\n\r\n`;
    for (const frame of [
      [0x81, 1, 0x74],
      [0xc1, 0x81, 0, 0, 0, 0, 0x74],
      [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe],
      [0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0],
      [0x81, 0x81, 0, 0, 0, 0, 0x78],
    ]) {
      expect(await raw([upgrade, new Uint8Array(frame)])).toMatch(/^HTTP\/1\.1 101/);
    }
    for (let n = 0; n < 20; n += 1) await raw(upgrade, true);
    const big = await opensSocket(cookie);
    big.send("t".repeat(limits.frameBytes + 1));
    expect(await big.closed).toBe(1009);
    expect(server.err()).toBe("");
    expect((await fetch(origin)).status).toBe(200);
  });
});

/** Sends bytes and reads until the server closes; `gone` closes this end as soon as they are out. */
function raw(bytes: string | (string | Uint8Array)[], gone = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const got: Buffer[] = [];
    const tcp = connect(Number(env.PORT), "localhost", () => {
      for (const part of [bytes].flat()) tcp.write(part, () => gone && tcp.resetAndDestroy());
    });
    tcp.on("data", (part) => got.push(Buffer.from(part)));
    tcp.on("close", () => resolve(Buffer.concat(got).toString("latin1")));
    tcp.on("error", (error) => ("code" in error && error.code === "ECONNRESET" ? resolve("") : reject(error)));
  });
}

async function withCookie() {
  const body = new URLSearchParams({ client_id: clientId(), l: "en", rules: "1", line: "1", text: "hi" });
  const answer = await fetch(`${origin}/start`, {
    method: "POST",
    body,
    headers: { Origin: origin },
    redirect: "manual",
  });
  return { cookie: answer.headers.getSetCookie()[0]!.split(";")[0]! };
}

function opensSocket(cookie: string): Promise<Socket> {
  return socket(origin, "/live?after=0&v=", cookie);
}

/** The version of what the page shows, with which a poll waits. */
async function versionOf(wire: Wire): Promise<string> {
  return /data-v(?:ersion)?="(\w+)"/.exec(await words(wire, "/"))?.[1] ?? "";
}

async function openPoll(wire: Wire, version?: string) {
  const v = version ?? (await versionOf(wire));
  const answer = await wire.post("/updates", { after: "99", v });
  return { status: answer.status, text: await answer.text() };
}

/** A page that stays open. */
async function streamed(wire: Wire, path: string) {
  const reader = (await wire.get(path)).body!.pipeThrough(new TextDecoderStream()).getReader();
  let got = "";
  return {
    until: async (text: string) => {
      while (!got.includes(text)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`it ended without “${text}”: ${got}`);
        got += value;
      }
      return got;
    },
  };
}
