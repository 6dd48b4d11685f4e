import { createHash } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { cspHash } from "#src/crypto/hash.ts";
import { doors } from "#src/http/server/doors.ts";
import { staffThemeCss, themes } from "#src/settings/look/themes.ts";
import { evening, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, htmx, person, read, says, script, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";

let line: Server;
let secure: House;
beforeAll(async () => {
  line = await server({ clock: evening });
  await open(line);
  secure = await house({ config: readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []) });
  await open(secure);
});
afterAll(() => line.stop());

const addressOf = (path: string) => path.replace(":id", "1").replace(/:\w+/, "x");
const addresses = [...doors.map((one) => addressOf(one.path)), "/nothing", "/staff/nothing"];

const isPublic = (path: string) => doors.some((one) => addressOf(one.path) === path && one.audience === "public");

/** `shared`: an answer that the pages of others may show, and keep for a minute. */
function always(headers: Headers, path = "/", shared = false) {
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-resource-policy")).toBe(isPublic(path) ? "cross-origin" : "same-origin");
  expect(headers.get("access-control-allow-origin")).toBe(shared ? "*" : null);
  expect(headers.get("permissions-policy")).toMatch(/^(?:, )?(?:[a-z-]+=\(\)(?:, |$))+$/);
  expect(headers.get("x-robots-tag")).toBe("noindex");
  expect(headers.get("cache-control")).toMatch(shared ? /^public, max-age=60$/ : /^no-store/);
  const policy = headers.get("content-security-policy")!;
  expect(policy).toMatch(/^default-src 'none'/);
  expect(policy).toMatch(/frame-ancestors '(none|self)'/);
  expect(policy).not.toMatch(/unsafe|\*/);
  const framed = policy.includes("frame-ancestors 'self'");
  expect(headers.get("x-frame-options")).toBe(framed ? "SAMEORIGIN" : "DENY");
}

describe.each([...new Set(addresses)])("%s", (path) => {
  test("[ASVS 3.4.1, 3.4.2, 3.4.4, 3.4.5, 3.4.6, 3.4.8, 3.5.8, 4.1.4, 14.3.2, 3.2.1, 14.2.2] has every header, for every method, over http without HSTS and over https with it", async () => {
    for (const [at, hsts] of [
      [line, null],
      [secure, "max-age=63072000; includeSubDomains"],
    ] as [House, string | null][]) {
      for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
        const response = await person(at).send(path, { method });
        always(response.headers, path, isPublic(path) && response.status === 200);
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

/** What an answer says of itself beside its content, as a browser gets it. */
const named = (headers: Headers) =>
  [...headers.keys()].filter((name) => !/^(date|content-(type|length)|connection)$/.test(name)).sort();

test("what chat.js asks for says only what holds for what is no page, over https too", async () => {
  const short = ["cache-control", "content-security-policy", "cross-origin-resource-policy", "x-content-type-options"];
  for (const at of [line, secure]) {
    const noor = await youth(at);
    const words = { client_id: clientId(), text: "hello" };
    const answers = [
      await noor.post("/updates", { after: "0" }, script),
      await noor.post("/send", words, script),
      await noor.get("/", script),
    ];
    for (const { headers, status } of answers) {
      expect(status).toBeLessThan(300);
      expect(named(headers)).toEqual(short);
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
    }
    // What has no content needs none of it.
    const empty = await noor.post("/typing", {}, script);
    expect([empty.status, named(empty.headers)]).toEqual([204, ["cache-control"]]);
    // A refusal has it all, and it says that it is ours.
    const refused = await noor.post("/send", { client_id: "x" }, script);
    expect([refused.status, named(refused.headers)]).toEqual([422, [...short, "x-chat"].sort()]);
  }
});

test("the short set is for the young person’s script alone: staff and files keep theirs, whoever asks", async () => {
  for (const path of ["/staff/sign-in", "/staff/nothing"]) always((await person(line).get(path, script)).headers);
  always((await person(line).get("/healthz", script)).headers);
  always((await person(line).get("/hours.json", script)).headers, "/hours.json", true);
  // Nothing that a page or a form of another site can send makes a page answer so.
  for (const value of ["", "0", "true", "11"]) always((await person(line).get("/", { "X-Chat": value })).headers);
});

test("no script of another site may ask with the header of ours", async () => {
  const asked = { Origin: "https://elsewhere.example", "Access-Control-Request-Headers": "x-chat" };
  const headers = { ...asked, "Access-Control-Request-Method": "GET" };
  const { status, headers: told } = await read(await person(line).send("/", { method: "OPTIONS", headers }));
  expect([status, [...told.keys()].filter((name) => name.startsWith("access-control"))]).toEqual([405, []]);
});

test("[ASVS 13.4.4] TRACE is answered by nobody", async () => {
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

test("[ASVS 3.4.3] S8 A10: every page of young people and of the staff wants Trusted Types, of one policy and for every sink", async () => {
  const [noor, aino] = [await youth(line), await staff(line, line.aino)];
  for (const path of ["/", "/how", "/help", "/back", "/box", "/other", "/nothing"]) {
    const policy = (await noor.get(path)).headers.get("content-security-policy");
    expect(policy).toContain("; require-trusted-types-for 'script'; trusted-types default; ");
  }
  for (const path of ["/staff", "/staff/sign-in", "/admin", "/admin/nothing"]) {
    const policy = (await aino.get(path)).headers.get("content-security-policy");
    expect(policy).toContain("; require-trusted-types-for 'script'; trusted-types default; ");
    expect(policy).not.toContain("unsafe");
  }
});

test("[ASVS 3.4.3] the policy names the hash of each inline style sheet, and no page holds a style or handler of its own", async () => {
  const noor = await youth(line);
  for (const path of ["/", "/how", "/help", "/box", "/nothing"]) {
    const { text, headers } = await noor.get(path);
    const policy = headers.get("content-security-policy")!;
    const sheets = [...text.matchAll(/<style>(.*?)<\/style>/gs)].map((m) => m[1]!);
    expect(sheets.length).toBeGreaterThan(0);
    // No plugin either: what is not named falls under default-src.
    expect(policy).toContain("default-src 'none'; base-uri 'none';");
    expect(policy).not.toContain("object-src");
    for (const sheet of sheets)
      expect(policy).toContain(`'sha256-${createHash("sha256").update(sheet).digest("base64")}'`);
    expect(text).not.toMatch(/ style="| on[a-z]+="|<script>|javascript:/);
  }
  const aino = await staff(line, line.aino);
  for (const path of ["/staff", "/admin/hours", "/admin/lines", "/admin/lines/1", "/admin/staff", "/admin/look"]) {
    const { status, text, headers } = await aino.get(path);
    expect([path, status]).toEqual([path, 200]);
    expect(headers.get("content-security-policy")).toContain("require-trusted-types-for 'script'");
    const [sheet, ...others] = [...text.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => css);
    expect([sheet, others]).toEqual([staffThemeCss(themes.violet), []]);
    expect(headers.get("content-security-policy")).toContain(`style-src 'self' '${cspHash(sheet!)}';`);
    expect(text).not.toMatch(/ style="| onclick=| hx-on/);
  }
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

test("[ASVS 13.4.2, 16.3.4, 16.5.1] a fault gives a page with a reference, the emergency number and nothing of the fault", async () => {
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
