import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Asking } from "#src/outgoing/outgoing.ts";
import { asking, type Elsewhere, elsewhere, kindOf, names } from "#tests/support/browser/elsewhere.ts";

let there: Elsewhere;
beforeAll(async () => {
  there = await elsewhere();
});
afterAll(() => there.close());
beforeEach(() => there.forget());

const get = (path: string, how: Asking = {}) =>
  asking()(`http://feed.example:${there.port}${path}`, { body: true, ...how });
const text = (body: Uint8Array) => new TextDecoder().decode(body);

describe("an answer", () => {
  test("comes with its body and what its headers say, and tells the server little about who asks", async () => {
    there.serve = (_request, response) => {
      response.setHeader("ETag", '"7"');
      response.setHeader("Last-Modified", "Wed, 04 Nov 2026 10:00:00 GMT");
      response.setHeader("Content-Type", "application/json");
      response.setHeader("Retry-After", "60");
      response.setHeader("Content-Encoding", "gzip");
      response.end(gzipSync('{"nom":"Œuvre"}'));
    };
    const answer = await get("/a?b=c#d", { accept: "application/json" });
    expect(text(answer.body)).toBe('{"nom":"Œuvre"}');
    expect(answer).toMatchObject({
      status: 200,
      address: `http://feed.example:${there.port}/a?b=c`,
      movedTo: `http://feed.example:${there.port}/a?b=c`,
      etag: '"7"',
      lastModified: "Wed, 04 Nov 2026 10:00:00 GMT",
      contentType: "application/json",
      retryAfter: "60",
    });
    expect(there.requests[0]!.url).toBe("/a?b=c");
    expect(there.requests[0]!.headers).toEqual({
      host: `feed.example:${there.port}`,
      "user-agent": "Porchlight/1.2",
      accept: "application/json",
      "accept-encoding": "gzip",
      connection: "close",
    });
  });

  test("that has not changed is a 304 without a body", async () => {
    there.serve = (request, response) => {
      const known = request.headers["if-none-match"] === '"7"' && request.headers["if-modified-since"] === "then";
      response.writeHead(known ? 304 : 200, { etag: '"7"' }).end();
    };
    const answer = await get("/", { etag: '"7"', lastModified: "then" });
    expect(answer).toMatchObject({ status: 304, etag: '"7"' });
    expect(answer.body.length).toBe(0);
  });

  test("[ASVS 4.2.5] whose marks are longer than a server takes back is asked for anew the next time, without them", async () => {
    there.serve = (_request, response) =>
      response.writeHead(200, { etag: `"${"7".repeat(1_000)}"`, "last-modified": "x".repeat(5_000) }).end();
    expect(await get("/")).toMatchObject({ status: 200, etag: null, lastModified: null });
    there.serve = (_request, response) => response.writeHead(200, { etag: `"${"7".repeat(900)}"` }).end();
    expect((await get("/")).etag).toHaveLength(902);
  });

  test("to a HEAD, or where no body is wanted, is read no further than its headers", async () => {
    there.serve = (_request, response) =>
      response.writeHead(200, { "content-length": "100", "content-encoding": "gzip" }).end();
    expect((await get("/", { method: "HEAD" })).status).toBe(200);
    expect(there.requests[0]!.method).toBe("HEAD");
    there.serve = (_request, response) => void response.writeHead(200).write("and so on");
    expect((await get("/", { body: false })).body.length).toBe(0);
    await there.gone;
  });

  test("of 404 or 500 is an answer like any other", async () => {
    there.serve = (request, response) => response.writeHead(Number(request.url!.slice(1))).end("no");
    expect(await get("/404")).toMatchObject({ status: 404 });
    expect(await get("/500")).toMatchObject({ status: 500 });
  });
});

describe("a POST", () => {
  const tell = (path: string) =>
    asking()(`http://feed.example:${there.port}${path}`, { method: "POST", json: '{"title":"Œuvre"}' });

  test("tells a JSON, whole, and its answer is the status alone", async () => {
    let said = "";
    there.serve = async (request, response) => {
      for await (const piece of request) said += piece;
      response.end("thank you");
    };
    expect(await tell("/porch?x=1")).toMatchObject({ status: 200, body: new Uint8Array() });
    expect(said).toBe('{"title":"Œuvre"}');
    expect(there.requests[0]).toMatchObject({ method: "POST", url: "/porch?x=1" });
    expect(there.requests[0]!.headers).toMatchObject({ "content-type": "application/json", "content-length": "18" });
  });

  test("[ASVS 15.3.2] goes to no other place than the one that was named", async () => {
    there.serve = (_request, response) => response.writeHead(307, { location: "/elsewhere" }).end();
    expect((await tell("/porch")).status).toBe(307);
    expect(there.requests.map(({ url }) => url)).toEqual(["/porch"]);
  });

  test("does not go where nothing may be asked", async () => {
    const inside = asking(names({ "inside.example": ["127.0.0.1"] }));
    const told = inside(`https://inside.example:${there.port}/`, { method: "POST", json: "{}" });
    expect(await kindOf(told)).toBe("private_address");
    expect(there.connections).toBe(0);
  });
});

describe("redirects", () => {
  const to = (status: number, location: string): Elsewhere["serve"] => {
    return (request, response) => {
      if (request.url === "/end") response.end("there");
      else response.writeHead(status, { location }).end("elsewhere");
    };
  };

  test("are followed; only those for good say where an address has moved to", async () => {
    there.serve = to(301, "/end");
    expect(await get("/start")).toMatchObject({ movedTo: `http://feed.example:${there.port}/end`, status: 200 });
    there.serve = to(302, "/end");
    const answer = await get("/start");
    expect(answer.address).toBe(`http://feed.example:${there.port}/end`);
    expect(answer.movedTo).toBe(`http://feed.example:${there.port}/start`);
    expect(text(answer.body)).toBe("there");
  });

  test("for good count up to the first that is not", async () => {
    there.serve = (request, response) => {
      const steps: Record<string, [number, string]> = { "/1": [308, "/2"], "/2": [307, "/3"], "/3": [301, "/end"] };
      const step = steps[request.url!];
      if (step) response.writeHead(step[0], { location: step[1] });
      response.end();
    };
    const answer = await get("/1");
    expect([answer.movedTo, answer.address]).toEqual(
      ["/2", "/end"].map((path) => `http://feed.example:${there.port}${path}`),
    );
  });

  test("in a circle end after five", async () => {
    there.serve = to(302, "/again");
    expect(await kindOf(get("/start"))).toBe("too_many_redirects");
    expect(there.requests.length).toBe(6);
  });

  test("to what is no address of the web are not followed", async () => {
    for (const location of [
      "ftp://feed.example/",
      "//noor:secret@feed.example/",
      "http://[",
      "mailto:noor@example.org",
      // [ASVS 4.2.5] asks that no address is built that no server reads.
      `/${"a".repeat(8_000)}`,
    ]) {
      there.serve = to(302, location);
      expect([location, await kindOf(get("/start"))]).toEqual([location, "bad_address"]);
    }
  });

  test("without a place to go to are an answer", async () => {
    there.serve = (_request, response) => response.writeHead(302).end();
    expect((await get("/")).status).toBe(302);
  });
});

test("one host is asked one thing at a time, others meanwhile; waiting costs none of the patience", async () => {
  const order: string[] = [];
  let release = () => {};
  there.serve = (request, response) => {
    order.push(`${request.headers.host!.split(":")[0]}${request.url}`);
    if (order.at(-1) === "one.example/1") release = () => response.end();
    else response.end();
  };
  const begun = vi.spyOn(AbortSignal, "timeout");
  const ask = asking();
  const first = ask(`http://one.example:${there.port}/1`);
  const patience = 12_345;
  const second = ask(`http://one.example:${there.port}/2`, { patience });
  while (!order.includes("one.example/1")) await ask(`http://other.example:${there.port}/1`);
  await ask(`http://other.example:${there.port}/2`);
  expect(begun).not.toHaveBeenCalledWith(patience);
  release();
  await Promise.all([first, second]);
  expect(begun).toHaveBeenCalledWith(patience);
  begun.mockRestore();
  expect(order.filter((one) => one.startsWith("one"))).toEqual(["one.example/1", "one.example/2"]);
  expect(order.indexOf("one.example/2")).toBeGreaterThan(order.indexOf("other.example/2"));
  there.serve = () => {};
  expect(await kindOf(ask(`http://one.example:${there.port}/hangs`, { patience: 50 }))).toBe("too_slow");
  there.serve = (_request, response) => response.end();
  expect((await ask(`http://one.example:${there.port}/3`)).status).toBe(200);
});
