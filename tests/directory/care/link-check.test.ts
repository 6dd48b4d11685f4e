import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { askLink, type LinkCheck, linkChecks, linkProblems } from "#src/directory/care/link-check.ts";
import { type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setSetting } from "#src/settings/settings.ts";
import { asking, type Elsewhere, elsewhere, names } from "#tests/support/browser/elsewhere.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { person } from "#tests/support/house/http.ts";

const day = 86_400_000;
const week = 7 * day;
let there: Elsewhere;
let clock: FakeClock;
let home: House;
beforeAll(async () => {
  there = await elsewhere();
});
afterAll(() => there.close());
beforeEach(async () => {
  there.forget();
  clock = fakeClock();
  home = await house({ clock, config: readConfig({ OUTGOING_ALLOW: "127.0.0.7" }, []) });
  const ask = asking(names({ "inside.example": ["127.0.0.1"] }));
  home.helpline.ask = (address, how) => ask(address, { ...how, patience: 150 });
  await setting(true);
});
afterEach(() => expect(home.reported).toEqual([]));

const setting = (value: boolean) =>
  home.helpline.db.change(`staff:${home.aino.id}`, (tx, emit) => setSetting(tx, emit, { name: "linkCheck", value }));
const at = (path: string) => `http://lamp.example:${there.port}${path}`;
const web = (...urls: string[]) => ({ channels: urls.map((url) => plainChannel("web", url)) });
const put = (name: string, more: Partial<Entry>) => place(home.helpline.db, name, more);
const runOnce = () => runJob(home.helpline, jobs.find(({ name }) => name === "links of the directory")!);
const asked = () => there.requests.map(({ method, url }) => `${method} ${url}`);

/** The stub answers each path with its status, "/301" with a place to go to. */
function serveStatus() {
  there.serve = ({ url = "" }, response) => {
    const [, status = "200"] = /^\/(\d{3})/.exec(url) ?? [];
    const places: Record<string, string> = { 301: "/new", 308: "/new", 302: "/new" };
    if (places[status]) response.setHeader("location", places[status]);
    response.writeHead(Number(status)).end();
  };
}

/** One link, asked for as often as is said, with a time between (ms). How it stood each time. */
async function checked(url: string, ...passing: number[]): Promise<LinkCheck[]> {
  const id = await put("Sleepwell", web(url));
  const found: LinkCheck[] = [];
  for (const ms of [0, ...passing]) {
    clock.pass(ms);
    await runOnce();
    found.push(linkChecks(home.helpline.db, id)[0]!);
  }
  return found;
}
const results = async (url: string, ...passing: number[]) =>
  (await checked(url, ...passing)).map(({ result }) => result);

describe("a link that", () => {
  beforeEach(serveStatus);

  test("answers is all right: it is asked by HEAD alone, and again after a week", async () => {
    const [first, second, third] = await checked(at("/200?x=1#part"), week - 1, 1);
    expect(first).toMatchObject({ result: "ok", status: 200, movedTo: null, failingSince: null });
    expect(second).toEqual(first);
    expect(third!.checkedAt).toBe(first!.checkedAt + week);
    expect(asked()).toEqual(["HEAD /200?x=1", "HEAD /200?x=1"]);
    expect(linkProblems(home.helpline.db)).toEqual([]);
  });

  test.each(["/301", "/308"])("has moved for good (%s) is told with its new place", async (path) => {
    const [found] = await checked(at(path));
    expect(found).toMatchObject({ result: "moved", status: 200, movedTo: at("/new") });
    expect(linkProblems(home.helpline.db)).toMatchObject([
      { result: "moved", url: at(path), movedTo: at("/new"), service: { entry: { name: "Sleepwell" } } },
    ]);
  });

  test("leads elsewhere for now is all right", async () => {
    expect(await results(at("/302"))).toEqual(["ok"]);
  });

  test.each(["/404", "/410"])("is not there (%s) is told when it was not there a day before either", async (path) => {
    const found = await checked(at(path), day - 1, 1, week);
    expect(found.map(({ result }) => result)).toEqual(["failing", "failing", "broken", "broken"]);
    expect(new Set(found.map(({ failingSince }) => failingSince))).toEqual(new Set([found[0]!.checkedAt]));
    expect(asked()).toEqual([
      `HEAD ${path}`,
      `GET ${path}`,
      `HEAD ${path}`,
      `GET ${path}`,
      `HEAD ${path}`,
      `GET ${path}`,
    ]);
    expect(linkProblems(home.helpline.db)).toMatchObject([{ result: "broken", status: Number(path.slice(1)) }]);
  });

  test("comes back is all right again", async () => {
    const found = await checked(at("/404"), day);
    expect(found.at(-1)!.result).toBe("broken");
    there.serve = (_request, response) => response.end();
    clock.pass(week);
    await runOnce();
    expect(linkProblems(home.helpline.db)).toEqual([]);
    serveStatus();
    clock.pass(week);
    await runOnce();
    expect(linkChecks(home.helpline.db, found[0]!.serviceId)[0]!.result).toBe("failing");
  });

  test.each([401, 403, 405, 429, 500, 503])("answers with %s says nothing about itself", async (status) => {
    expect(await results(at(`/${status}`), week)).toEqual(["unknown", "unknown"]);
    expect(linkProblems(home.helpline.db)).toEqual([]);
  });

  test("says nothing for a while stays as it was before", async () => {
    const [first] = await checked(at("/404"));
    there.serve = (_request, response) => response.writeHead(503).end();
    clock.pass(day);
    await runOnce();
    expect(linkChecks(home.helpline.db, first!.serviceId)[0]!.result).toBe("unknown");
    serveStatus();
    clock.pass(week);
    await runOnce();
    expect(linkChecks(home.helpline.db, first!.serviceId)[0]).toMatchObject({
      result: "broken",
      failingSince: first!.checkedAt,
    });
  });
});

test("a server that does not know HEAD is asked by GET, one that is asked too often is left alone", async () => {
  there.serve = ({ method }, response) => response.writeHead(method === "HEAD" ? 405 : 200).end();
  expect(await results(at("/a"))).toEqual(["ok"]);
  expect(asked()).toEqual(["HEAD /a", "GET /a"]);
  there.forget();
  there.serve = (_request, response) => response.writeHead(429).end();
  expect(await askLink(asking(), at("/b"))).toEqual({ result: "unknown", status: 429, movedTo: null });
  expect(asked()).toEqual(["HEAD /b"]);
});

test("one that hangs says nothing, and nobody waits for it", async () => {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  there.serve = () => resolve();
  const id = await put("Sleepwell", web(at("/hang")));
  let isOver = false;
  const run = runOnce().then(() => {
    isOver = true;
  });
  await begun;
  expect((await person(home).get("/")).status).toBe(200);
  expect(isOver).toBe(false);
  await run;
  expect(linkChecks(home.helpline.db, id)).toMatchObject([{ result: "unknown", status: null }]);
});

test("one that leads in a circle fails; one that leads inside is not followed and says nothing", async () => {
  there.serve = ({ url }, response) => {
    response.writeHead(301, { location: url === "/circle" ? "/circle" : `http://127.0.0.1:${there.port}/` }).end();
  };
  expect(await askLink(asking(), at("/circle"))).toMatchObject({ result: "failed", status: null });
  expect(await results(at("/inside"))).toEqual(["unknown"]);
  expect(await results(`http://inside.example:${there.port}/`)).toEqual(["unknown"]);
  expect(there.connections).toBe(0);
});

test("a name that is not there fails, and so does a server that is not", async () => {
  const noName = asking(async () => Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" })));
  expect(await askLink(noName, "https://gone.example/")).toMatchObject({ result: "failed" });
  const noServer = asking(names({ "gone.example": ["127.0.0.7"] }), "127.0.0.0/8");
  expect(await askLink(noServer, "http://gone.example:1024/")).toMatchObject({ result: "failed" });
});

describe("what is asked", () => {
  test("nothing before an admin has switched it on, nor with OUTGOING_ALLOW=off", async () => {
    await put("Sleepwell", web(at("/")));
    await setting(false);
    await runOnce();
    const silent = { ...home.helpline, config: readConfig({ OUTGOING_ALLOW: "off" }, []) };
    await setting(true);
    await runJob(silent, jobs.find(({ name }) => name === "links of the directory")!);
    expect(asked()).toEqual([]);
    await runOnce();
    expect(asked()).toEqual(["HEAD /"]);
  });

  test("pages and chats of what somebody can see, each once; no number, no mail", async () => {
    const channels = [
      plainChannel("web", at("/web")),
      plainChannel("web", ` ${at("/web")} `),
      plainChannel("chat", at("/chat")),
      plainChannel("phone", "0800 12 34 56"),
      plainChannel("email", "noor@example.org"),
      plainChannel("visit", "Porch Street 1"),
    ];
    await put("Sleepwell", { channels });
    await put("Hidden", { ...web(at("/hidden")), visibility: "hidden" });
    await put("Defunct", { ...web(at("/defunct")), status: "defunct" });
    await put("Closed for now", { ...web(at("/closed")), status: "temporarily closed", visibility: "counsellors" });
    await runOnce();
    expect(asked().toSorted()).toEqual(["HEAD /chat", "HEAD /closed", "HEAD /web"]);
  });

  test("five a minute, until each of many was asked", async () => {
    const many = Array.from({ length: 12 }, (_, i) => at(`/${i}`));
    await put("Many pages", web(...many));
    for (let i = 0; i < 230; i += 1) await put(`Phone ${i}`, {});
    await put("Two pages", web(at("/a"), at("/b")));
    const counts: number[] = [];
    while (there.requests.length < 14 && counts.length < 20) {
      const before = there.requests.length;
      await runOnce();
      counts.push(there.requests.length - before);
    }
    expect(Math.max(...counts)).toBe(5);
    expect(new Set(asked()).size).toBe(14);
    await runOnce();
    expect(there.requests.length).toBe(14);
  });

  test("a link that was mended or hidden is no problem any more, and is forgotten", async () => {
    const { db } = home.helpline;
    there.serve = (_request, response) => response.writeHead(404).end();
    const [first] = await checked(at("/old"), day);
    const id = first!.serviceId;
    expect(linkProblems(db)).toHaveLength(1);
    const change = (more: Partial<Entry>) =>
      db.change("command line", (tx, emit) =>
        changeService(tx, emit, { id, entry: { ...service(tx, id)!.entry, ...more } }),
      );
    await change({ visibility: "hidden" });
    expect(linkProblems(db)).toEqual([]);
    await change({ visibility: "public", ...web(at("/new")) });
    expect([linkProblems(db), linkChecks(db, id)]).toEqual([[], []]);
    there.serve = (_request, response) => response.end();
    await runOnce();
    expect(linkChecks(db, id)).toMatchObject([{ url: at("/new"), result: "ok" }]);
    await change(web(at("/old")));
    expect(linkChecks(db, id)).toEqual([]);
  });
});

test("problems stand with the broken ones first, then by name", async () => {
  serveStatus();
  await put("Beacon", web(at("/301")));
  await put("Anchor", web(at("/301/b")));
  await put("Zebra", web(at("/404")));
  await put("Yonder", web(at("/404/b")));
  for (const ms of [0, day]) {
    clock.pass(ms);
    await runOnce();
  }
  const problems = linkProblems(home.helpline.db);
  expect(problems.map(({ service: { entry }, result }) => `${entry.name} ${result}`)).toEqual([
    "Yonder broken",
    "Zebra broken",
    "Anchor moved",
    "Beacon moved",
  ]);
});
