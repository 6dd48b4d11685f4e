import { createServer as createHttps } from "node:https";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { OutgoingKind } from "#src/outgoing/error.ts";
import { type Asking, openOutgoing } from "#src/outgoing/outgoing.ts";
import { type Allow, readAllow } from "#src/outgoing/targets.ts";
import { asking, type Elsewhere, elsewhere, kindOf, listening, names } from "#tests/support/browser/elsewhere.ts";
import { selfSigned } from "#tests/support/outside/self-signed.ts";

let there: Elsewhere;
beforeAll(async () => {
  there = await elsewhere();
});
afterAll(() => there.close());
beforeEach(() => there.forget());

const get = (path: string, how: Asking = {}) =>
  asking()(`http://feed.example:${there.port}${path}`, { body: true, ...how });
describe("what goes wrong has its name", () => {
  test("[ASVS 13.2.6] a server that hangs, at its headers or drop by drop, costs its time and no more", async () => {
    there.serve = () => {};
    expect(await kindOf(get("/", { patience: 100 }))).toBe("too_slow");
    await there.gone;
    there.serve = (request, response) => {
      const drip = setInterval(() => response.write("."), 10);
      request.socket.once("close", () => clearInterval(drip));
    };
    expect(await kindOf(get("/", { patience: 200 }))).toBe("too_slow");
    await there.gone;
  });

  test("a server that says nothing while a safe connection is made", async () => {
    let hello = "";
    const { promise: closed, resolve } = Promise.withResolvers<unknown>();
    const silent = createServer((socket) => {
      socket.on("close", resolve);
      socket.on("data", (bytes) => {
        hello += bytes.toString("latin1");
      });
    });
    const port = await listening(silent, "127.0.0.8");
    const ask = asking(names({ "feed.example": ["127.0.0.8"] }), "127.0.0.8");
    expect(await kindOf(ask(`https://feed.example:${port}/`, { patience: 200 }))).toBe("too_slow");
    await closed;
    // The name is asked for at the address that was checked.
    expect(hello).toContain("feed.example");
    silent.close();
  });

  test("redirects share the time of the whole", async () => {
    const over = new AbortController();
    const begun = vi.spyOn(AbortSignal, "timeout").mockReturnValue(over.signal);
    there.serve = (_request, response) => {
      if (there.requests.length < 4) response.writeHead(302, { location: "/" }).end();
      else over.abort(new DOMException("planted", "TimeoutError"));
    };
    expect(await kindOf(get("/", { patience: 12_345 }))).toBe("too_slow");
    expect(begun.mock.calls).toEqual([[12_345]]);
    begun.mockRestore();
  });

  test("a resolver that says nothing", async () => {
    const ask = asking(() => new Promise(() => {}));
    expect(await kindOf(ask("http://feed.example/", { patience: 50 }))).toBe("too_slow");
  });

  test("a body too long, as it comes and unpacked", async () => {
    there.serve = (_request, response) => {
      const pour = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", pour);
      pour();
    };
    expect(await kindOf(get("/", { most: 300_000 }))).toBe("too_big");
    await there.gone;
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    there.serve = (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    expect(await kindOf(get("/"))).toBe("too_big");
    expect((await get("/", { most: 50_000_000 })).body.length).toBe(50_000_000);
  });

  test("a body that breaks off or is not what it says", async () => {
    there.serve = (request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("abc");
      setImmediate(() => request.socket.destroy());
    };
    expect(await kindOf(get("/"))).toBe("broken");
    for (const [packing, bytes] of [
      ["gzip", gzipSync("a whole page").subarray(0, 20)],
      ["gzip", Buffer.from("not packed")],
      ["br", Buffer.from("not asked for")],
    ] as const) {
      there.serve = (_request, response) => response.writeHead(200, { "content-encoding": packing }).end(bytes);
      expect(await kindOf(get("/"))).toBe("broken");
    }
  });

  test("an answer that is none", async () => {
    const ssh = createServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n"));
    const at = await listening(ssh, "127.0.0.8", 0);
    const ask = asking(names({ "feed.example": ["127.0.0.8"] }), "127.0.0.8");
    expect(await kindOf(ask(`http://feed.example:${at}/`))).toBe("broken");
    expect(await kindOf(ask(`https://feed.example:${at}/`))).toBe("tls");
    ssh.close();
  });

  test("nobody there, and no such name", async () => {
    const ask = asking(names(), "127.0.0.0/8");
    expect(await kindOf(ask("http://feed.example:1024/"))).toBe("refused");
    const codes: [string, OutgoingKind][] = [
      ["ENOTFOUND", "unknown_host"],
      ["EAI_AGAIN", "too_slow"],
    ];
    for (const [code, kind] of codes) {
      const failing = asking(async () => Promise.reject(Object.assign(new Error(code), { code })));
      expect(await kindOf(failing("http://feed.example/"))).toBe(kind);
    }
    expect(await kindOf(asking(async () => [])("http://feed.example/"))).toBe("unknown_host");
  });

  test("an address that does not answer does not matter where another does", async () => {
    const ask = asking(names({ "two.example": ["127.0.0.9", "127.0.0.7"] }), "127.0.0.0/8");
    expect((await ask(`http://two.example:${there.port}/`)).status).toBe(200);
  });
});

describe("over https", () => {
  const feed = selfSigned("feed.example");
  const said: string[] = [];
  const server = createHttps(feed, (request, response) => {
    said.push(request.url!);
    if (request.url === "/down") response.writeHead(301, { location: `http://feed.example:${there.port}/` });
    response.end("safe");
  });
  let port: number;
  beforeAll(async () => {
    server.on("tlsClientError", () => {});
    port = await listening(server, "127.0.0.8");
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });
  beforeEach(() => {
    said.length = 0;
  });

  const means = {
    version: "1",
    allow: readAllow("127.0.0.0/8") as Allow,
    resolve: async (host: string) => [{ address: host === "feed.example" ? "127.0.0.8" : "127.0.0.7", family: 4 }],
  };
  const trusting = openOutgoing({ ...means, ca: feed.cert });

  test("an answer comes where the certificate is right", async () => {
    const answer = await trusting(`https://feed.example:${port}/`, { body: true });
    expect(new TextDecoder().decode(answer.body)).toBe("safe");
  });

  test("[ASVS 12.3.2] a certificate that nobody vouches for, or of another name, is refused whatever the environment says", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    expect(await kindOf(openOutgoing(means)(`https://feed.example:${port}/`))).toBe("tls");
    const other = openOutgoing({ ...means, ca: feed.cert, resolve: names({ "other.example": ["127.0.0.8"] }) });
    expect(await kindOf(other(`https://other.example:${port}/`))).toBe("tls");
    expect(await kindOf(trusting(`https://127.0.0.8:${port}/`))).toBe("tls");
    expect(said).toEqual([]);
  });

  test("a redirect does not lead out of it", async () => {
    expect(await kindOf(trusting(`https://feed.example:${port}/down`))).toBe("unsafe_redirect");
    expect(said).toEqual(["/down"]);
    expect(there.requests).toEqual([]);
  });
});
