import { beforeAll, describe, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { isStaffPath } from "#src/http/server/guards.ts";
import { scene } from "#tests/support/hostile/scene.ts";
import { dump } from "#tests/support/house/dump.ts";
import { read } from "#tests/support/house/http.ts";
import { rawIn } from "#tests/support/made/corpus.ts";
import { dayOrNight, drawn, night } from "#tests/support/run/night.ts";

let at: Awaited<ReturnType<typeof scene>>;
let noor: { id: number; cookie: string };

beforeAll(async () => {
  at = await scene();
  noor = at.noor;
});

/** The pages that answer and are done. */
const pages = doors.filter((door) => door.method === "GET" && door.handle && !/^\/(log|leave)$/.test(door.path));
const pathOf = (path: string) =>
  path.replace("lines/:id", "lines/1").replace(":id", String(noor.id)).replace(":token", "x").replace(":file", "x.css");

/** By day one in five of them at each page, another five at the next: every one of them comes to a dozen pages; at night all. */
function inTurns<One>(path: string, all: One[]): One[] {
  const turn = drawn(path);
  return all.filter((_, i) => night || (i + turn) % 5 === 0);
}

/** Whoever the page is for. */
function whose(path: string) {
  if (path.startsWith("/admin")) return at.aino;
  return isStaffPath(path) ? at.anna : noor.cookie;
}

async function look(path: string, headers: Record<string, string>) {
  const answer = await read(await at.line.app.request(path, { headers }));
  const wrong: string[] = [...at.line.reported.splice(0), ...rawIn(answer.text)];
  if (answer.status >= 500) wrong.push(`answered ${answer.status}`);
  if (/Sam’s own words/.test(answer.text)) wrong.push("showed Sam’s words");
  // Without a public address the policy names the host that was asked for: it is what the browser has in its bar.
  answer.headers.delete("Content-Security-Policy");
  for (const [name, value] of answer.headers) if (/planted|evil/.test(value)) wrong.push(`header ${name}: ${value}`);
  return wrong.map((line) => `${path.slice(0, 80)} ${JSON.stringify(headers).slice(0, 120)}: ${line}`);
}

const cookies = [
  ...[
    "%",
    "=",
    ";",
    ";;;==;",
    "s",
    "s=",
    "s=%",
    "s=%E0%A4%A",
    "staff=",
    "staff=%",
    "%=1",
    "other=%zz",
    "s=\u00e9",
    "staff=\u00ff",
  ],
  ...[
    "__proto__=x",
    "constructor=x",
    "s=__proto__",
    "staff=__proto__",
    's="x"',
    'staff="',
    "s=<b data-planted>",
    "s=' OR 1=1--",
  ],
  ...[
    `s=${"x".repeat(7000)}`,
    `staff=${"x".repeat(7000)}`,
    "a=b; ".repeat(1500),
    "s=x; s=y; s=z",
    "__Host-s=x",
    "s=\u202E".replace("\u202E", "\u00a0"),
  ],
  ...[
    "s=1",
    "staff=1",
    "s=null",
    "staff=undefined",
    "s=[object Object]",
    "$Version=1; s=x; $Path=/",
    "s==x",
    " s = x ",
  ],
];

const headers: Record<string, string>[] = [
  ...[
    "%",
    "*",
    ";;;",
    "en;q=abc",
    "x-".padEnd(5000, "y"),
    "zz-Zz_!!",
    "fr-\u00e9",
    "__proto__",
    "en\u00a0",
    ",,,,",
    "-",
    "i-klingon",
  ].map((value) => ({ "Accept-Language": value })),
  ...[
    "%",
    "evil.example",
    "a b",
    "<b data-planted>",
    "localhost:99999",
    "[::1",
    "x".repeat(5000),
    "evil.example:80@localhost",
  ].map((value) => ({ Host: value })),
  ...["evil.example", "<b data-planted>", "a, b", ""].map((value) => ({ "X-Forwarded-Host": value })),
  ...["bytes=0-", "bytes=-1", "x"].map((value) => ({ Range: value })),
  ...["br;q=abc", "identity;q=0", "*;q=0", "x".repeat(3000)].map((value) => ({ "Accept-Encoding": value })),
  { "HX-Request": "true", "HX-Target": "<b data-planted>", "HX-Current-URL": "javascript:alert(1)" },
  { "X-Chat": "1" },
  { "X-HTTP-Method-Override": "DELETE" },
  { "Content-Type": "<b data-planted>" },
  { Upgrade: "websocket", Connection: "Upgrade", Origin: "http://localhost" },
  { Authorization: "Basic AAAA", From: "x".repeat(5000) },
  { "If-None-Match": '"x"', "If-Modified-Since": "never" },
];

const queries = [
  ...[
    "l=%",
    "l=<b data-planted>",
    "l=__proto__",
    "l[]=en",
    "l=en&l=fr",
    "=",
    "&&&",
    "%",
    "%00",
    "?",
    "l=\u202E",
    "l=%ff%fe",
  ],
  ...[
    "beside=",
    "beside=1",
    "beside=999999",
    "beside=-1",
    "beside=__proto__",
    "beside=%00",
    "beside[]=1",
    "beside=1e9",
  ],
  ...[
    "line=",
    "line=1&line=2",
    "line=%00",
    "line=1e0",
    "line=__proto__",
    "line=<b data-planted>",
    "saved=<b data-planted>",
    "saved=-1",
  ],
  ...[
    "after=<b data-planted>",
    "v=%27%22%3E%3Cb%20data-planted%3E",
    "x=".padEnd(6000, "y"),
    "a=1&".repeat(500),
    "__proto__[x]=1",
  ],
];

const addresses = [
  ...[
    "//",
    "///evil.example",
    "/\\evil.example",
    "/.",
    "/..",
    "/../..",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%",
    "/%E0%A4%A",
    "/%00",
    "/%ff",
  ],
  ...[
    "/<b data-planted>",
    "/%3Cb%20data-planted%3E",
    "/;/",
    "/staff/",
    "/staff//",
    "/STAFF",
    "/staff/..;/",
    "/staff%2f",
    "/./staff",
  ],
  ...[
    "/static/",
    "/static/%",
    "/static/..%2f..%2fpackage.json",
    "/static/%2e%2e%2fpackage.json",
    "/static/__proto__",
    "/static/constructor",
  ],
  ...[
    "/static/staff.css",
    "/.env",
    "/.git/config",
    "/data/porchlight.db",
    "/staff/welcome/",
    "/staff/welcome/%E0%A4%A",
    "/staff/welcome/%00",
  ],
  ...[
    `/staff/welcome/${"x".repeat(9000)}`,
    "/staff/welcome/' OR 1=1--",
    "/staff/welcome/__proto__",
    "/staff/conversation/%00",
  ],
  ...[
    "/staff/conversation/__proto__",
    "/staff/conversation/1e9",
    "/staff/conversation/-1",
    `/staff/conversation/${"9".repeat(400)}`,
  ],
  ...[
    "/admin",
    "/admin/",
    "/admin/staff/",
    "/staff/live/",
    "/live/",
    "/log/",
    `/${"a/".repeat(2000)}`,
    "/\u202E",
    "/\u{1F600}",
  ],
];

describe("hostile cookies, headers and addresses: an answer in words, no 500, nothing of others", () => {
  test("cookies, at every page, and beside a right one", {
    timeout: dayOrNight(60_000, 300_000),
  }, async () => {
    const wrong: string[] = [];
    for (const { path } of pages) {
      for (const cookie of inTurns(path, cookies)) wrong.push(...(await look(pathOf(path), { Cookie: cookie })));
    }
    expect(wrong).toEqual([]);
  });

  test("somebody else’s broken cookie locks nobody out", async () => {
    for (const cookie of ["other=%", "%=1", "__proto__=x", "a=\u00ff"]) {
      const console = await at.line.app.request("/staff", { headers: { Cookie: `${cookie}; ${at.anna}` } });
      expect([cookie, console.status]).toEqual([cookie, 200]);
      const chat = await at.line.app.request("/", { headers: { Cookie: `${cookie}; ${noor.cookie}` } });
      expect([cookie, (await chat.text()).includes("Noor’s first words")]).toEqual([cookie, true]);
    }
  });

  test("headers, at every page, by whoever it is for", {
    timeout: dayOrNight(60_000, 300_000),
  }, async () => {
    const wrong: string[] = [];
    for (const { path } of pages) {
      const Cookie = whose(path);
      for (const given of inTurns(path, headers)) wrong.push(...(await look(pathOf(path), { Cookie, ...given })));
    }
    expect(wrong).toEqual([]);
  });

  test("queries, at every page, by whoever it is for", {
    timeout: dayOrNight(60_000, 300_000),
  }, async () => {
    const wrong: string[] = [];
    for (const { path } of pages) {
      const Cookie = whose(path);
      for (const query of [...inTurns(path, queries), `beside=${at.sam}`])
        wrong.push(...(await look(`${pathOf(path)}?${query}`, { Cookie })));
    }
    expect(wrong).toEqual([]);
  });

  test("addresses, by nobody, Noor and Anna", { timeout: dayOrNight(60_000, 300_000) }, async () => {
    const before = dump(at);
    const wrong: string[] = [];
    for (const path of addresses) {
      for (const Cookie of ["", noor.cookie, at.anna]) wrong.push(...(await look(path, { Cookie })));
    }
    expect(wrong).toEqual([]);
    expect(dump(at)).toEqual(before);
  });
});
