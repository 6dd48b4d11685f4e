import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { parse } from "acorn";
import type { Page, Request } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { type Language, languages, translate } from "#src/i18n/i18n.ts";
import { logoKept } from "#src/settings/look/logo.ts";
import { schemes, themes, variables } from "#src/settings/look/themes.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { cookieHeader, field, type Person, person } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { sentence } from "#tests/support/made/sentence.ts";
import { manyPlaces } from "#tests/support/people/other-places.ts";
import { opening, type Young, young } from "#tests/support/people/people.ts";
import { night, oneInTurn } from "#tests/support/run/night.ts";
import { someYouthStates } from "#tests/support/states/youth/some.ts";
import { everyYouthState, take, timedServer, write } from "#tests/support/states/youth/youth.ts";

// Bytes as they are sent: a page of 14,000 B with its headers arrives in one go (RFC 6928).
const most = { landing: 10 * 1024, page: 14_000, script: 4096, css: 3 * 1024, frameCss: 4_500, requests: 2 };
afterAll(close);

/**
 * What the server sends for an address, status line and headers included, counted where it leaves the socket. An answer
 * that stays open is counted up to `until`.
 */
async function sent(house: Server, path: string, headers: Record<string, string>, until?: string) {
  const { host, port } = new URL(house.origin);
  const lines = Object.entries({ Host: host, Connection: "close", ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const pieces: Buffer[] = [];
  await new Promise<void>((done, failed) => {
    const socket = connect(Number(port), "127.0.0.1", () =>
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`),
    );
    socket.on("data", (piece) => {
      pieces.push(Buffer.from(piece));
      if (until && Buffer.concat(pieces).includes(until)) socket.destroy();
    });
    socket.on("close", () => done());
    socket.on("error", failed);
  });
  const answer = Buffer.concat(pieces);
  const encoding = /^content-encoding: (\w+)/im.exec(answer.toString("latin1"))?.[1] ?? "none";
  return { bytes: answer.length, encoding };
}

interface Given {
  path: string;
  status: number;
  bytes: number;
}

/** The pages a browser is given from now on, and everything it asks for on the way. */
function watch(page: Page) {
  const given: Promise<Given | null>[] = [];
  const requests: string[] = [];
  page.on("request", (asked) => requests.push(`${asked.resourceType()} ${asked.url()}`));
  page.on("requestfinished", (asked) => {
    // These go by script, and what they are answered with is a page all the same: where the first words are refused, and beside a chat.
    const isPage = asked.resourceType() === "document" || /^\/(start|change)$/.test(new URL(asked.url()).pathname);
    if (isPage) given.push(measured(asked).catch(unlessClosed));
  });
  const pages = async () =>
    (await Promise.all(given)).filter((one) => one !== null).filter(({ status }) => status !== 204 && status !== 303);
  return { pages, requests };
}

/** What comes while the browser is being closed is no page that anybody was given. */
function unlessClosed(error: Error): null {
  if (error.message.includes("has been closed")) return null;
  throw error;
}

async function measured(asked: Request): Promise<Given> {
  const [answer, size] = await Promise.all([asked.response(), asked.sizes()]);
  const bytes = size.responseHeadersSize + size.responseBodySize;
  return { path: new URL(asked.url()).pathname, status: answer?.status() ?? 0, bytes };
}

test.each(oneInTurn("every page", languages))(
  "[ASVS 3.6.1, 14.2.3] S16: Y13: every page of a young person in %s fits into the first packets, and asks nobody else for anything",
  async (locale) => {
    const house = await timedServer();
    const watched = new Map<Page, ReturnType<typeof watch>>();
    const states: string[] = [];
    const lookAt = async (name: string, page: Page) => {
      states.push(name);
      // Measured before it is left: of a closed page nothing can be told any more.
      if (watched.has(page)) return void (await watched.get(page)!.pages());
      watched.set(page, watch(page));
      // What came before anybody watched.
      await page.goto(house.origin);
    };
    await (night ? everyYouthState : someYouthStates)(house, locale, lookAt);
    const [{ pages, requests }] = [...watched.values()] as [ReturnType<typeof watch>];
    const sizes = await pages();
    expect(sizes.filter(({ bytes }) => bytes > most.page)).toEqual([]);
    expect(sizes.every(({ bytes }) => bytes > 2_000)).toBe(true);
    const refused = night ? [422, 429, 500] : [];
    expect(new Set(sizes.map(({ status }) => status))).toEqual(new Set([200, 404, ...refused]));
    const more = night ? ["/start", "/change", "/feeling", "/clear"] : [];
    expect(new Set(sizes.map(({ path }) => path))).toEqual(new Set(["/", "/how", "/help", "/not-here", ...more]));
    const foreign = requests.filter((line) => !line.includes(house.origin) && !/ (data:|about:blank)/.test(line));
    expect(foreign).toEqual([]);
    expect(states).toContain("youth-chat-long");
    await house.stop();
  },
);

test.each(languages)("Y13: the landing in %s is at most 10 KB, compressed", async (language) => {
  const house = await server();
  const headers = { "Accept-Encoding": "gzip, deflate, br", "Accept-Language": language };
  for (const door of ["closed", "open"]) {
    if (door === "open") await open(house);
    const { bytes, encoding } = await sent(house, "/", headers);
    expect(encoding).not.toBe("none");
    expect(bytes).toBeLessThanOrEqual(most.landing);
    expect(bytes).toBeGreaterThan(2_000);
  }
  await house.stop();
});

/** The look that weighs most: colours that cannot be squeezed, the longest of the shapes, a logo of as many bytes as one may have. */
async function heaviest(house: Server): Promise<void> {
  const colours = structuredClone(themes.sea);
  for (const scheme of schemes) {
    for (const [i, name] of variables.entries()) {
      const [head, tail] = [colours[scheme][name].slice(0, 6), (i * 7 + scheme.length) % 16];
      colours[scheme][name] = `${head}${tail.toString(16)}`;
    }
  }
  const png = randomBytes(logoKept.bytes);
  Buffer.from("89504e470d0a1a0a00", "hex").copy(png);
  const logo = { png: png.toString("base64"), width: 240, height: 64 };
  const values = { theme: "own", colours, face: "flower", faceColour: "lime", logo } as const;
  await house.helpline.db.change("porchlight", (tx, emit) => setSettings(tx, emit, { subject: "look", values }));
  const set = settings(house.helpline.db);
  expect(set).toMatchObject(values);
}

test.each(oneInTurn("whatever look", languages))(
  "whatever look is chosen and with 430 places that help, in %s the landing is at most 10 KB and any page 14,000 B",
  async (language) => {
    const house = await server();
    await heaviest(house);
    await manyPlaces(house.helpline.db, 430);
    const headers = { "Accept-Encoding": "gzip, deflate, br", "Accept-Language": language };
    for (const door of ["closed", "open"]) {
      if (door === "open") await open(house);
      const { bytes, encoding } = await sent(house, "/", headers);
      expect(encoding).not.toBe("none");
      expect(bytes).toBeLessThanOrEqual(most.landing);
      // It is in there.
      expect(bytes).toBeGreaterThan(7_000);
    }
    for (const path of ["/how", "/help", "/other", "/nothing"]) {
      expect((await sent(house, path, headers)).bytes).toBeLessThanOrEqual(most.page);
    }
    const chat = await sent(house, "/", {
      ...headers,
      Cookie: cookieHeader((await wroteWith(house, language, 60)).cookies),
    });
    expect(chat.bytes).toBeGreaterThan(8_000);
    expect(chat.bytes).toBeLessThanOrEqual(most.page);
    await house.stop();
  },
);

/** Somebody has come with first words, in a language, without a browser. */
async function comesBy(house: Server, language: Language): Promise<Person> {
  await open(house);
  const noor = person(house, house);
  const door = await noor.get("/", { "Accept-Language": language });
  const form = { client_id: field(door.text, "client_id"), rules: field(door.text, "rules"), text: sentence(0) };
  const started = await noor.post("/start", { ...form, l: language });
  expect(started.to).toBe("/");
  return noor;
}

/** A chat of so many messages. */
async function wroteWith(house: Server, language: Language, lines: number): Promise<Person> {
  const noor = await comesBy(house, language);
  const id = await take(house);
  for (let n = 1; n < lines; n++) await write(house, id, n % 2 ? "counsellor" : "youth", sentence(n));
  return noor;
}

/** The same, and she looks at it. */
async function talkOf(house: Server, lines: number): Promise<Young> {
  const { cookies } = await wroteWith(house, "en", lines);
  const noor = await young(house);
  await noor.page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url: house.origin })));
  await noor.come();
  await noor.sees(sentence(lines - 1));
  return noor;
}

test.each(oneInTurn("a long chat", [40, 300]))(
  "Y13: a chat of %i messages fits too, and all of it can be seen",
  async (lines) => {
    const house = await server();
    const noor = await talkOf(house, lines);
    const { pages } = watch(noor.page);
    await noor.page.reload();
    const [page] = await pages();
    expect(page!.bytes).toBeGreaterThan(6_000);
    expect(page!.bytes).toBeLessThanOrEqual(most.page);
    await noor.sees(sentence(lines - 1));
    const earlier = noor.page.getByText("Show earlier messages");
    if (lines > 40) await earlier.click();
    await noor.page.waitForSelector("#m1");
    expect((await noor.lines()).length).toBe(lines);
    expect(await earlier.count()).toBe(0);
    await noor.page.context().close();
    await house.stop();
  },
);

test.each(oneInTurn("two frames", languages))(
  "Y13: the two frames without JavaScript in %s fit at first, however long the chat is",
  async (language) => {
    const house = await server();
    const noor = await comesBy(house, language);
    const id = await take(house);
    const headers = { "Accept-Encoding": "gzip, deflate, br", Cookie: cookieHeader(noor.cookies) };
    const here = translate(language)("youth.talking.here", { alias: "Mika" });
    for (const lines of [1, 300]) {
      for (let n = 1; n < lines; n++) await write(house, id, n % 2 ? "counsellor" : "youth", `${n}. ${sentence(n)}`);
      const log = await sent(house, "/log", headers, `${here}</p>`);
      expect(log.encoding).toBe("none");
      expect(log.bytes).toBeLessThanOrEqual(most.page);
      expect(log.bytes).toBeGreaterThan(lines > 1 ? most.page - 1_000 : 2_000);
      expect((await sent(house, "/box", headers)).bytes).toBeLessThanOrEqual(most.page / 2);
    }
    await house.stop();
  },
);

test("Y13: without JavaScript too all of a long chat can be seen", async () => {
  const house = await server();
  const noor = await young(house, { js: false });
  const { cookies } = await wroteWith(house, "en", 120);
  await noor.page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url: house.origin })));
  await noor.page.goto(house.origin, opening);
  await noor.sees(sentence(119));
  const earlier = noor.log.getByText("Show earlier messages");
  await earlier.click({ noWaitAfter: true });
  await noor.log.locator("#m1").waitFor();
  await noor.sees(sentence(119));
  expect((await noor.lines()).length).toBe(120);
  expect(await earlier.count()).toBe(0);
  await noor.page.context().close();
  await house.stop();
});

test("Y13: a first view is two requests, and none of any page goes to somebody else", async () => {
  const house = await server();
  const noor = await talkOf(house, 4);
  const cookies = await noor.page.context().cookies();
  for (const path of ["/", ...oneInTurn("a first view", ["/how", "/help", "/other", "/not-here"])]) {
    for (const inChat of [false, true]) {
      const { page } = await young(house);
      if (inChat) await page.context().addCookies(cookies);
      const { requests } = watch(page);
      await page.goto(house.origin + path);
      await page.waitForLoadState("load");
      // What keeps the chat alive is no part of the view.
      const view = requests.filter((line) => line !== `xhr ${house.origin}/updates`);
      expect(view.filter((line) => line.includes(" data:")).length).toBeLessThanOrEqual(1);
      const asked = view.filter((line) => !line.includes(" data:"));
      const { chat, door } = house.helpline.assets;
      const script = inChat && path === "/" ? chat : door;
      expect(asked).toEqual([`document ${house.origin}${path}`, `script ${house.origin}${script}`]);
      expect(asked.length).toBeLessThanOrEqual(most.requests);
      await page.context().close();
    }
  }
  await house.stop();
});

test("Y13: each script is at most 4 KB and read by an ES5 parser, the styles at most 3 KB", async () => {
  const house = await server();
  const { assets } = house.helpline;
  for (const path of [assets.chat, assets.door, assets.busy]) {
    const script = assets.byPath.get(path)!;
    expect(() => parse(script.text, { ecmaVersion: 5 })).not.toThrow();
    expect(script.encoded("br").length).toBeLessThanOrEqual(most.script);
    expect(script.encoded("br").length).toBe(brotliCompressSync(script.text).length);
    const { encoding } = await sent(house, script.path, { "Accept-Encoding": "gzip, deflate, br" });
    expect(encoding).toBe("br");
  }
  expect(gzipSync(assets.youthCss).length).toBeLessThanOrEqual(most.css);
  expect(assets.frameCss.length).toBeLessThanOrEqual(most.frameCss);
  await house.stop();
});
