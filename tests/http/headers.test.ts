import { createHash } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { doors } from "#src/http/app.tsx";
import { type House, house, open } from "../support/helpline.ts";
import { htmx, person, says, staff, youth } from "../support/http.ts";
import { type Server, server } from "../support/server.ts";

let line: Server;
beforeAll(async () => {
  line = await server();
  await open(line);
});
afterAll(() => line.stop());

const addresses = [
  ...doors.map((one) => one.path.replace(":id", "1").replace(/:\w+/, "x")),
  "/nothing",
  "/staff/nothing",
];

function always(headers: Headers) {
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(headers.get("x-robots-tag")).toBe("noindex");
  expect(headers.get("cache-control")).toMatch(/^no-store/);
  const policy = headers.get("content-security-policy")!;
  expect(policy).toMatch(/^default-src 'none'/);
  expect(policy).toMatch(/frame-ancestors '(none|self)'/);
  expect(policy).not.toMatch(/unsafe|\*/);
  const framed = policy.includes("frame-ancestors 'self'");
  expect(headers.get("x-frame-options")).toBe(framed ? "SAMEORIGIN" : "DENY");
}

describe.each([...new Set(addresses)])("%s", (path) => {
  test("has every header, for every method, over http without HSTS and over https with it", async () => {
    const secure = await house({ config: readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []) });
    for (const [at, hsts] of [
      [line, null],
      [secure, "max-age=63072000; includeSubDomains"],
    ] as [House, string | null][]) {
      for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
        const response = await person(at).send(path, { method });
        always(response.headers);
        expect(response.headers.get("strict-transport-security")).toBe(hsts);
        if (/PUT|DELETE|PATCH|OPTIONS/.test(method))
          expect([response.status, await response.text()]).toEqual([405, ""]);
        expect(response.status).toBeLessThan(500);
        if (path !== "/leave") expect(response.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(line.reported).toEqual([]);
    expect(secure.reported).toEqual([]);
  });
});

test("TRACE is answered by nobody", async () => {
  const { port } = new URL(line.origin);
  const answer = await new Promise<string>((resolve) => {
    const raw = connect(Number(port), "127.0.0.1", () =>
      raw.write("TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    );
    let text = "";
    raw.on("data", (bytes) => {
      text += bytes;
    });
    raw.on("close", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 405 /);
});

test("the policy names the hash of each inline style sheet, and no page holds a style or handler of its own", async () => {
  const noor = await youth(line);
  for (const path of ["/", "/how", "/help", "/box", "/nothing"]) {
    const { text, headers } = await noor.get(path);
    const policy = headers.get("content-security-policy")!;
    const sheets = [...text.matchAll(/<style>(.*?)<\/style>/gs)].map((m) => m[1]!);
    expect(sheets.length).toBeGreaterThan(0);
    for (const sheet of sheets)
      expect(policy).toContain(`'sha256-${createHash("sha256").update(sheet).digest("base64")}'`);
    expect(text).not.toMatch(/ style="| on[a-z]+="|<script>|javascript:/);
  }
  const anna = await staff(line, line.anna);
  const { text, headers } = await anna.get("/staff");
  expect(headers.get("content-security-policy")).toContain("require-trusted-types-for 'script'");
  expect(text).not.toMatch(/<style| style="| onclick=| hx-on/);
});

test("only the frames may be framed, and only by our own pages", async () => {
  const framed = (await Promise.all(addresses.map(async (path) => [path, await person(line).get(path)] as const)))
    .filter(([, answer]) => answer.headers.get("x-frame-options") === "SAMEORIGIN")
    .map(([path]) => path);
  expect([...new Set(framed)].sort()).toEqual(["/box", "/log", "/send"]);
});

test("sockets are named in the policy, and a hostile Host header is not", async () => {
  const named = await person(line).get("/", { Host: "chat.example.org:8080" });
  expect(named.headers.get("content-security-policy")).toContain("ws://chat.example.org:8080");
  const evil = await person(line).get("/", { Host: "x; script-src *" });
  expect(evil.headers.get("content-security-policy")).not.toContain("script-src *");
});

test("a fault gives a page with a reference, the emergency number and nothing of the fault", async () => {
  const broken = await house();
  broken.helpline.limiter.take = () => {
    throw new Error("secret detail");
  };
  const { status, text } = await person(broken).post("/start", { text: "my words", client_id: "0".repeat(32) });
  expect(status).toBe(500);
  const reference = broken.reported[0]!.match(/^POST \/start failed, reference ([0-9A-F]{8}):/)![1]!;
  expect(text).toContain(says("error.unexpected", { reference }));
  expect(text).toContain('href="tel:112"');
  expect(text).toContain("my words");
  expect(text).not.toContain("secret detail");
  const scripted = await (await staff(broken, broken.anna)).post("/staff/conversation/1/send", { text: "x" }, htmx);
  expect(scripted.status).toBe(403);
});
