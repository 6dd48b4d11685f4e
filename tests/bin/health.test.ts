import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { askHealth } from "#src/health.ts";
import { type Place, place, porchlight, result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

const open: Server[] = [];
const started: Started[] = [];
const places: Place[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  for (const one of open.splice(0)) one.close();
  for (const one of places.splice(0)) one.remove();
});

/** A program that says the same to everybody who comes; null says nothing and hangs up. */
async function answering(text: string | null, host = "127.0.0.1"): Promise<number> {
  const port = await freePort();
  await listen(port, text, host);
  return port;
}

function listen(port: number, text: string | null, host = "127.0.0.1"): Promise<void> {
  const one = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => (text === null ? socket.destroy() : socket.end(text)));
  });
  open.push(one);
  return new Promise((ready) => one.listen(port, host, ready));
}

const http = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

const ask = (port: number, host = "127.0.0.1", patience?: number) =>
  askHealth(readConfig({ PORT: String(port), HOST: host }, []), patience);

test("a helpline that runs is well, with a proxy for the rest of the world in the environment or without", async () => {
  const here = place();
  places.push(here);
  const env = { ...here.env, PORT: String(await freePort()) };
  const one = porchlight(["serve"], env);
  started.push(one);
  await one.says(/nobody can help/);
  const astray = {
    HTTP_PROXY: "http://127.0.0.1:9",
    http_proxy: "http://127.0.0.1:9",
    ALL_PROXY: "http://127.0.0.1:9",
  };
  for (const more of [{}, { HOST: "0.0.0.0" }, astray]) {
    expect(await result(["health"], { ...env, ...more })).toEqual({
      code: 0,
      out: `Porchlight answers at http://127.0.0.1:${env.PORT} and all is well. There is no copy of its data yet.\n`,
      err: "",
    });
  }
  expect(await result(["health", "--prot", "1"], env)).toMatchObject({ code: 2, out: "" });
  await one.stop();
  expect(await result(["health"], env)).toEqual({
    code: 1,
    out: "",
    err: `Porchlight does not answer at http://127.0.0.1:${env.PORT}.\n`,
  });
});

test("without its key it is well as a process, and the sentence tells", async () => {
  const port = await answering(http("200 OK", '{"ok":true,"keys":"missing"}'));
  expect(await ask(port)).toEqual({
    well: true,
    words: `Porchlight answers at http://127.0.0.1:${port}, but has not the key to its chats.`,
  });
});

test("with data that cannot be read it is not well", async () => {
  const port = await answering(http("503 Service Unavailable", '{"ok":false}'));
  expect(await ask(port)).toEqual({
    well: false,
    words: `Porchlight answers at http://127.0.0.1:${port}, but cannot read its data.`,
  });
});

test("something else on the port is not Porchlight, whatever it says", async () => {
  const others = ["<!DOCTYPE html>", '{"ok":"yes"}', "null", "7", "x".repeat(100_000)];
  for (const [status, body] of [...others.map((one) => ["200 OK", one]), ["404 Not Found", '{"ok":true}']]) {
    const port = await answering(http(status!, body!));
    expect(await ask(port), body!.slice(0, 20)).toEqual({
      well: false,
      words: `What answers at http://127.0.0.1:${port} is not Porchlight.`,
    });
  }
});

test("nobody there, somebody who hangs up, and somebody who does not speak http: no answer", async () => {
  for (const port of [await freePort(), await answering(null), await answering("SSH-2.0-other\r\n")]) {
    expect(await ask(port, "127.0.0.1", 500)).toEqual({
      well: false,
      words: `Porchlight does not answer at http://127.0.0.1:${port}.`,
    });
  }
});

test("one that takes the question and says nothing is not waited for in vain", async () => {
  const silent = createServer((socket) => socket.on("error", () => {}));
  open.push(silent);
  const port = await freePort();
  await new Promise<void>((ready) => silent.listen(port, "127.0.0.1", ready));
  expect((await ask(port, "127.0.0.1", 300)).words).toBe(`Porchlight does not answer at http://127.0.0.1:${port}.`);
});

test("one that is just starting is waited for", async () => {
  const port = await freePort();
  const asked = ask(port, "127.0.0.1", 10_000);
  const refused = await fetch(`http://127.0.0.1:${port}`).then(
    () => false,
    () => true,
  );
  expect(refused).toBe(true);
  await listen(port, http("200 OK", '{"ok":true,"keys":"ready"}'));
  expect((await asked).well).toBe(true);
});

test("it asks where the helpline listens: every network means this machine, IPv6 is written in brackets", async () => {
  const port = await answering(http("200 OK", '{"ok":true,"keys":"ready"}'), "::1");
  for (const host of ["::", "::1"]) {
    expect((await ask(port, host)).words).toBe(`Porchlight answers at http://[::1]:${port} and all is well.`);
  }
});

test("S22: /metrics is at the port that was set for it, for this machine, and goes with the helpline", async () => {
  const here = place();
  places.push(here);
  const [own, port] = [await freePort(), await freePort()];
  const one = porchlight(["serve"], { ...here.env, PORT: String(port), METRICS_PORT: String(own) });
  started.push(one);
  await one.says(/nobody can help/);
  const numbers = await fetch(`http://127.0.0.1:${own}/metrics`);
  expect([numbers.status, await numbers.text()]).toEqual([200, expect.stringContaining("porchlight_up 1\n")]);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
  expect(await one.stop()).toBe(0);
  await expect(fetch(`http://127.0.0.1:${own}/metrics`)).rejects.toThrow();
});
