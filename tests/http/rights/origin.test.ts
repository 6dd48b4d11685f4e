import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { doors } from "#src/http/server/doors.ts";
import { evening, fakeClock, house, open, type SharedHouse, shared } from "#tests/support/house/helpline.ts";
import { cookieHeader, give, says, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

// PROMISES.md S9: what another site could make a browser send is refused at every door and socket.

const host = { Host: "localhost:8080" };
const ours = "http://localhost:8080";

const hostile: Record<string, string>[] = [
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site", Origin: "http://other.localhost:8080" },
  { "Sec-Fetch-Site": "none" },
  { "Sec-Fetch-Site": "same-origin", Origin: "https://evil.example" },
  { Origin: "https://evil.example" },
  { Origin: "null" },
  { Origin: "http://localhost:8080.evil.example", Referer: `${ours}/` },
  { Referer: "https://evil.example/http://localhost:8080/" },
];

const honest: Record<string, string>[] = [
  { "Sec-Fetch-Site": "same-origin" },
  { "Sec-Fetch-Site": "same-origin", Origin: "null" },
  { "Sec-Fetch-Site": "same-origin", Origin: ours },
  { Origin: ours },
  { Referer: `${ours}/` },
];

const unsafe = doors.filter((one) => one.method === "POST");
const address = (path: string, id: number) => path.replace(":id", String(id)).replace(/:\w+/, "x");
const types = ["application/x-www-form-urlencoded", "application/json", "text/plain"];

let id: number;
let cookie: string;
let home: SharedHouse;
beforeAll(async () => {
  const line = await house({ clock: fakeClock() });
  await open(line);
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  const anna = await staff(line, line.anna);
  id = noor.id;
  cookie = cookieHeader(new Map([...noor.cookies, ...anna.cookies]));
  home = shared(line);
});

async function send(path: string, type: string, headers: Record<string, string>, body = "text=words") {
  const line = await home.open();
  const response = await line.app.request(address(path, id), {
    method: "POST",
    headers: { ...host, Cookie: cookie, "Content-Type": type, ...headers },
    body,
  });
  return { status: response.status, text: await response.text(), set: response.headers.getSetCookie() };
}

describe.each(unsafe.map((one, nth) => [one.path, nth] as const))("POST %s", (path, nth) => {
  test("[ASVS 3.5.1, 3.5.2] refuses what another site could send, with a sentence, and changes nothing", async () => {
    for (const [index, headers] of hostile.entries()) {
      // By day one type of each, another from door to door.
      for (const type of dayOrNight([types[(nth + index) % types.length]!], types)) {
        const { status, text, set } = await send(path, type, headers, "text=evil");
        expect([status, headers]).toEqual([403, headers]);
        expect(text).toContain(says("error.foreign"));
        expect(set).toEqual([]);
      }
    }
    expect(home.hasChanged()).toBe(false);
  });

  test("lets our own pages through, and text browsers on the young person’s side alone", async () => {
    const youthSide = !/^\/(staff|admin)/.test(path);
    for (const headers of [...dayOrNight([honest[nth % honest.length]!], honest), {}]) {
      const { status, text } = await send(path, types[0]!, headers);
      const refused = text.includes(says("error.foreign"));
      expect([headers, refused]).toEqual([headers, Object.keys(headers).length === 0 && !youthSide]);
      expect(status).toBeLessThan(500);
      if (refused) expect(home.hasChanged()).toBe(false);
    }
  });
});

describe("the sockets", () => {
  let at: Server;
  let ofBoth: string;
  beforeAll(async () => {
    at = await server({ clock: evening });
    await open(at);
    const noor = await youth(at);
    const anna = await staff(at, at.anna);
    ofBoth = cookieHeader(new Map([...noor.cookies, ...anna.cookies]));
  });
  afterAll(() => at.stop());

  const upgrades = doors.filter((one) => one.socket).map((one) => [one.path] as const);

  test("there are two", () => expect(upgrades).toEqual([["/live"], ["/staff/live"]]));

  test.each(upgrades)("[ASVS 4.4.2] %s opens to our own pages alone", async (path) => {
    for (const headers of [...hostile, {}]) {
      await expect(socket(at.origin, path, ofBoth, headers)).rejects.toThrow("refused");
    }
    for (const headers of [{ Origin: at.origin }, { Origin: at.origin, "Sec-Fetch-Site": "same-origin" }]) {
      const opened = await socket(at.origin, path, ofBoth, headers);
      await expect.poll(() => opened.got.length).toBeGreaterThan(0);
      opened.close();
      await opened.closed;
    }
  });

  test.each(upgrades)(
    "[ASVS 4.4.3] %s opens by the cookie of a session, and by nothing that stands elsewhere",
    async (path) => {
      const [[name, token]] = [...new Map(ofBoth.split("; ").map((one) => one.split("=") as [string, string]))] as [
        [string, string],
      ];
      const asked = encodeURIComponent(ofBoth);
      for (const query of [
        `?${name}=${token}`,
        `?token=${token}`,
        `?access_token=${token}&session=${token}`,
        `?cookie=${asked}`,
      ]) {
        await expect(socket(at.origin, path + query, "")).rejects.toThrow("refused");
      }
      for (const more of [
        { Authorization: `Bearer ${token}` },
        { "Sec-WebSocket-Protocol": token },
        { "X-Session": token },
      ]) {
        await expect(socket(at.origin, path, "", { Origin: at.origin, ...more })).rejects.toThrow("refused");
      }
    },
  );

  test.each(upgrades)("[ASVS 4.4.4] %s does not open without its cookie, nor to a plain request", async (path) => {
    await expect(socket(at.origin, path, "")).rejects.toThrow("refused");
    const plain = await fetch(at.origin + path, { headers: { Cookie: ofBoth, Origin: at.origin } });
    expect(plain.status).toBe(404);
    const half = await fetch(at.origin + path, {
      headers: { Cookie: ofBoth, Origin: at.origin, Upgrade: "websocket", Connection: "Upgrade" },
    });
    expect(half.status).toBe(422);
    expect(at.reported).toEqual([]);
  });
});

test("behind a TLS proxy the public address counts, and forwarded names only of a named proxy", async () => {
  const line = await house({ config: readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []) });
  const post = (headers: Record<string, string>) =>
    line.app.request("/check", { method: "POST", headers: { Host: "127.0.0.1:8080", ...headers } });
  expect((await post({ Origin: "https://chat.example.org" })).status).toBe(303);
  for (const origin of ["http://chat.example.org", "http://127.0.0.1:8080", "https://chat.example.org.evil.example"])
    expect((await post({ Origin: origin })).status).toBe(403);
  const plain = await house({ config: readConfig({ TRUSTED_PROXIES: "10.0.0.1" }, []) });
  const forwarded = (peer: string) =>
    plain.app.request(
      "/check",
      {
        method: "POST",
        headers: { Host: "inside", "X-Forwarded-Host": "chat.example.org", Origin: "https://chat.example.org" },
      },
      { peer },
    );
  expect((await forwarded("10.0.0.1")).status).toBe(303);
  expect((await forwarded("10.0.0.2")).status).toBe(403);
});
