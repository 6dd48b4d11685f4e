import { spawn } from "node:child_process";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caddy, caddy, hasCaddy, helplineName } from "#tests/support/outside/caddy.ts";
import { freePort } from "#tests/support/outside/port.ts";

/** Somebody's address that stands nowhere else on this machine. */
const somebody = "127.0.0.77";

if (!hasCaddy) console.warn("The Caddyfile is not tried with a Caddy: there is none on this machine.");

let upstream: ReturnType<typeof Bun.serve>;
let heard: string[] = [];
let ports: { http: number; https: number };
const started: Caddy[] = [];

beforeAll(() => {
  upstream = Bun.serve({
    ...{ port: 0, hostname: "127.0.0.1", development: false },
    fetch: (request) => {
      heard.push(JSON.stringify([...request.headers]));
      return new Response("a page");
    },
  });
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.stop()));
  await upstream.stop(true);
});

async function before(where: string, change = (text: string) => text): Promise<Caddy> {
  ports = { http: await freePort(), https: await freePort() };
  const impatient = (text: string) => change(text).replace("lb_try_duration 10s", "lb_try_duration 1s");
  const one = await caddy({ upstream: where, ...ports, change: impatient });
  started.push(one);
  return one;
}

/** What somebody gets for an address, head and body, as curl writes it down. */
function get(url: string, ...more: string[]): Promise<string> {
  const { port } = new URL(url);
  const args = ["-sik", "--max-time", "30", "--interface", somebody, "--resolve", `${helplineName}:${port}:127.0.0.1`];
  const child = spawn("curl", [...args, ...more, url], { stdio: ["ignore", "pipe", "ignore"] });
  let written = "";
  child.stdout.on("data", (chunk: Buffer) => {
    written += chunk;
  });
  return new Promise((done) => child.once("close", () => done(written)));
}

/** Bytes that are no request, and what comes back. */
function raw(port: number, bytes: string): Promise<void> {
  return new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1", localAddress: somebody }, () => socket.end(bytes));
    socket.on("error", () => done());
    socket.on("close", () => done());
    socket.resume();
  });
}

const at = (path = "/") => `https://${helplineName}:${ports.https}${path}`;

/** All that can go wrong at a proxy whose upstream does not answer. */
async function everythingFails() {
  await Promise.all([
    get(at("/where-is-everybody")),
    get(at("/start"), "-d", "text=hello"),
    get(at("/start"), "-H", "Content-Length: 99999999", "-d", "text=hello"),
    get(at("/"), "-H", "Connection: Upgrade", "-H", "Upgrade: websocket"),
    get(`http://${helplineName}:${ports.http}/`),
    get(`http://127.0.0.1:${ports.https}/`),
    get(`https://127.0.0.1:${ports.https}/`),
    raw(ports.https, "nothing like TLS\r\n\r\n"),
    raw(ports.http, "GET / HTTP/1.1\r\nHost: a b\r\nContent-Length: x\r\n\r\n"),
    raw(ports.http, ""),
  ]);
}

describe.skipIf(!hasCaddy)("Caddy with the Caddyfile that is shipped", () => {
  test("[ASVS 13.4.6] passes on a network and never an address, and says nowhere what runs here", async () => {
    await before(`127.0.0.1:${upstream.port}`);
    heard = [];
    const page = await get(at(), "-H", "X-Forwarded-For: 203.0.113.9", "-H", "X-Real-IP: 203.0.113.9");
    expect(page).toMatch(/^HTTP\/2 200 \n?[\s\S]*a page$/);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('["x-forwarded-for","127.0.0"]');
    expect(heard[0]).not.toContain(somebody);
    const elsewhere = await get(`http://${helplineName}:${ports.http}/x?y`);
    expect(elsewhere).toMatch(/^HTTP\/1.1 301 /);
    expect(elsewhere).toContain(`Location: https://${helplineName}/x?y`);
    // Whoever asks for another name is led to this one.
    expect(await get(`http://127.0.0.1:${ports.http}/`)).toContain(`Location: https://${helplineName}/`);
    for (const answer of [page, elsewhere]) expect(answer).not.toMatch(/^(server|via):|caddy/im);
  });

  test("[ASVS 16.2.5] S5: writes down nobody’s address, whatever fails; without its two lines it would", async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const silent = await before(nobody);
    await everythingFails();
    const gone = await get(at());
    expect(gone).toMatch(/^HTTP\/2 502 /);
    expect(gone).not.toMatch(/^(server|via):|caddy/im);
    expect(silent.log()).toContain("certificate obtained successfully");
    expect(silent.log()).not.toContain(somebody);

    const bare = (text: string) =>
      text.replace("\t\texclude http\n", "").replace(/\thandle_errors {[\s\S]*?\n\t}\n/, "");
    const talking = await before(nobody, bare);
    await everythingFails();
    expect(talking.log()).toContain(somebody);
  });
});
