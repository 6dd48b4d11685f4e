import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openOutgoing, type Resolve } from "#src/outgoing/outgoing.ts";
import { isPublic, mayAsk, readAllow } from "#src/outgoing/targets.ts";
import { asking, type Elsewhere, elsewhere, kindOf, names } from "#tests/support/browser/elsewhere.ts";
import { insideTargets } from "#tests/support/made/inside-targets.ts";

let there: Elsewhere;
beforeAll(async () => {
  there = await elsewhere();
});
afterAll(() => there.close());
beforeEach(() => there.forget());

test("public addresses of both kinds may be asked", () => {
  const addresses = ["9.9.9.9", "91.198.174.192", "223.255.255.1", "2620:fe::fe", "2a02:ec80:300:ed1a::1", "3ffd::1"];
  for (const address of addresses) expect([address, isPublic(address)]).toEqual([address, true]);
});

test("what else may be asked is read from a list of addresses, networks and ports", () => {
  const may = (list: string, address: string, port: number) => {
    const allow = readAllow(list);
    if (allow !== "off" && "wrong" in allow) throw new Error(allow.wrong);
    return mayAsk(allow, address, port);
  };
  const list = " 10.1.0.0/16, 192.168.1.5,127.0.0.1:9000 , [::1]:9000, fd00::/8, ";
  const yes: [string, number][] = [
    ["10.1.255.255", 80],
    ["192.168.1.5", 8080],
    ["127.0.0.1", 9000],
    ["::1", 9000],
    ["fdff::1", 443],
    ["9.9.9.9", 443],
  ];
  const no: [string, number][] = [
    ["10.2.0.1", 80],
    ["192.168.1.6", 80],
    ["127.0.0.1", 9001],
    ["::1", 80],
    ["fc00::1", 443],
    ["::ffff:10.1.0.1", 80],
    ["noor", 80],
  ];
  for (const [address, port] of yes) expect([address, may(list, address, port)]).toEqual([address, true]);
  for (const [address, port] of no) expect([address, may(list, address, port)]).toEqual([address, false]);
  expect(readAllow("")).toEqual([]);
  expect(readAllow(" off ")).toBe("off");
  const wrong = [
    "feeds",
    "10.1",
    "010.0.0.1",
    "10.0.0.0/33",
    "10.0.0.0/x",
    "10.0.0.0/8/8",
    "::1:9000x",
    "1.2.3.4:70000",
  ];
  for (const piece of wrong) expect(readAllow(`10.0.0.1,${piece}`)).toEqual({ wrong: piece });
});

describe("[ASVS 1.3.6] nothing inside is ever reached", () => {
  test("by an address of any spelling", async () => {
    const nobody = asking(async () => {
      throw new Error("an address is not looked up");
    }, "");
    const targets = insideTargets(there.port);
    expect(targets.length).toBeGreaterThan(50);
    for (const target of targets) {
      expect([target, await kindOf(nobody(`http://${target}/`))]).toEqual([target, "private_address"]);
      expect([target, await kindOf(nobody(`https://${target}/`))]).toEqual([target, "private_address"]);
    }
    expect(there.connections).toBe(0);
  });

  test("by a name, not even when only one of its addresses is inside", async () => {
    const inside = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254", "fe80::1%eth0", "nonsense"];
    for (const address of inside) {
      const ask = asking(names({ "host.example": ["127.0.0.7", address], "alone.example": [address] }));
      expect([address, await kindOf(ask(`http://host.example:${there.port}/`))]).toEqual([address, "private_address"]);
      expect([address, await kindOf(ask(`http://alone.example:${there.port}/`))]).toEqual([address, "private_address"]);
    }
    expect(await kindOf(openOutgoing({ allow: [], version: "1" })(`http://localhost:${there.port}/`))).toBe(
      "private_address",
    );
    expect(there.connections).toBe(0);
    expect(there.requests).toEqual([]);
  });

  test("by a name that says something else the second time", async () => {
    let asked = 0;
    const rebinding: Resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.7" : "127.0.0.1", family: 4 }];
    };
    const ask = asking(rebinding);
    expect((await ask(`http://rebinding.example:${there.port}/`)).status).toBe(200);
    expect(asked).toBe(1);
    expect(there.requests[0]!.headers.host).toBe(`rebinding.example:${there.port}`);
    expect(await kindOf(ask(`http://rebinding.example:${there.port}/`))).toBe("private_address");
    expect(there.connections).toBe(0);
  });

  test("by a redirect", async () => {
    const ask = asking(names({ "inside.example": ["127.0.0.1"] }));
    const targets = [
      `127.0.0.1:${there.port}`,
      `[::1]:${there.port}`,
      `inside.example:${there.port}`,
      "169.254.169.254",
      "10.0.0.1",
    ];
    for (const target of targets) {
      there.serve = (_request, response) => response.writeHead(302, { location: `//${target}/` }).end();
      expect([target, await kindOf(ask(`http://feed.example:${there.port}/`))]).toEqual([target, "private_address"]);
    }
    expect(there.connections).toBe(0);
  });

  test("on another port of a place whose one port is allowed", async () => {
    const allow = `127.0.0.7:${there.port + 1}, 127.0.0.6`;
    expect(await kindOf(asking(names(), allow)(`http://feed.example:${there.port}/`))).toBe("private_address");
    expect(there.requests).toEqual([]);
  });
});

test.each([
  ...["", "feed.example", "/feed", "ftp://feed.example/", "file:///etc/passwd", "javascript:alert(1)", "data:,x"],
  ...["http://", "http://[::1", "http://a b/", "http://1.2.3.4.5/", "http://999.1.1.1/", "http://[fe80::1%25eth0]/"],
  ...[
    "http://noor@feed.example/",
    "http://:secret@feed.example/",
    "http://feed.example:25/",
    "https://feed.example:22/",
  ],
  ...["http://feed.example:0/", "http://feed.example:99999/", "gopher://127.0.0.1:70/", "ws://feed.example/"],
])("“%s” is not an address to ask", async (address) => {
  expect(await kindOf(asking()(address))).toBe("bad_address");
});

test("[ASVS 13.2.4] with OUTGOING_ALLOW=off nobody is asked", async () => {
  const ask = openOutgoing({ allow: "off", version: "1" });
  expect(await kindOf(ask(`http://127.0.0.7:${there.port}/`))).toBe("off");
  expect(there.requests).toEqual([]);
});
