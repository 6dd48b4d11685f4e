import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { lookAt } from "#src/directory/sharing/feed-look.ts";
import {
  addSource,
  changeSource,
  noteAnswer,
  readSourceAddress,
  removeSource,
  source,
  sources,
} from "#src/directory/sharing/sources.ts";
import { evening, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
const db = () => home.helpline.db;
const given = {
  name: "Lamp",
  kind: "hsds",
  url: "https://lamp.example/hsds/services",
  accept: "review",
  timeZone: "Europe/Brussels",
  licenceNote: "",
} as const;
const add = (more: object = {}) => act(home, home.aino, (tx, emit) => addSource(tx, emit, { ...given, ...more }));

beforeEach(async () => {
  home = await house();
});

test("a source is read from when it is added, and who did that stands in the trail", async () => {
  const id = await add();
  expect(sources(db())).toMatchObject([{ ...given, id, enabled: true, lastOkAt: null, failCount: 0 }]);
  expect(home.heard.filter(({ type }) => type === "source.changed")).toMatchObject([{ sourceId: id, before: null }]);
  const [trail] = db().all(q.selectFrom("audit").selectAll().where("action", "=", "source.changed"));
  expect(trail).toMatchObject({ actor: `staff:${home.aino.id}`, object: `source:${id}` });
  expect(JSON.parse(trail!.after!)).toMatchObject({ name: "Lamp", url: given.url });
});

test("a change that changes nothing is none; one that goes on is asked at once", async () => {
  const id = await add();
  const values = { ...source(db(), id)! };
  const change = (more: object) =>
    act(home, home.aino, (tx, emit) => changeSource(tx, emit, { id, values: { ...values, ...more } }));
  home.heard.length = 0;
  await change({});
  expect(home.heard).toEqual([]);
  await change({ enabled: false });
  await act(home, home.aino, (tx) => tx.run(q.updateTable("directory_source").set({ next_poll_at: tx.at + 1e9 })));
  await change({ enabled: true });
  expect(source(db(), id)!.nextPollAt).toBeLessThanOrEqual(evening.now());
});

test("one of another time zone is asked at once, for all it has", async () => {
  const id = await add();
  const values = source(db(), id)!;
  const heard = { etag: '"1"', lastModified: "Tue, 03 Nov 2026 10:00:00 GMT", toldUntil: "2026-11-03T10:00:00Z" };
  await act(home, home.aino, (tx) => noteAnswer(tx, { id, next: tx.at + 1e9, heard }));
  const change = (more: object) =>
    act(home, home.aino, (tx, emit) => changeSource(tx, emit, { id, values: { ...values, ...more } }));
  await change({ name: "Lantern" });
  expect(source(db(), id)!).toMatchObject(heard);
  await change({ name: "Lantern", timeZone: "America/New_York" });
  expect(source(db(), id)!).toMatchObject({ etag: null, lastModified: null, toldUntil: null });
  expect(source(db(), id)!.nextPollAt).toBeLessThanOrEqual(evening.now());
});

test.each([
  ["no name", { name: "" }],
  ["a name that turns words around", { name: "La\u202Emp" }],
  ["a name as long as a book", { name: "a".repeat(201) }],
  ["no such zone", { timeZone: "Mars/Base" }],
  ["a note of two lines", { licenceNote: "CC\nBY" }],
  ["an address of files", { url: "file:///etc/passwd" }],
  ["an address with a password", { url: "https://noor:secret@lamp.example/" }],
  ["a relative address", { url: "/hsds" }],
])("%s is refused", async (_what, more) => {
  await expect(add(more)).rejects.toMatchObject({ code: "bad_input" });
  expect(sources(db())).toEqual([]);
});

test("the same address is read once", async () => {
  await add();
  await expect(add({ name: "Again" })).rejects.toMatchObject({ code: "taken" });
});

test("of one that is removed nothing is left to ask", async () => {
  const id = await add();
  await act(home, home.aino, (tx, emit) => removeSource(tx, emit, { id }));
  expect(sources(db())).toEqual([]);
  await expect(act(home, home.aino, (tx, emit) => removeSource(tx, emit, { id }))).rejects.toMatchObject({
    code: "not_found",
  });
});

describe("an address as it is typed", () => {
  test.each([
    ["lamp.example", "https://lamp.example/"],
    [" lamp.example/hsds ", "https://lamp.example/hsds"],
    ["http://lamp.example/a?b=c#d", "http://lamp.example/a?b=c"],
    ["lamp.example:8443/hsds", "https://lamp.example:8443/hsds"],
    ["LAMP.example", "https://lamp.example/"],
  ])("%s", (typed, href) => {
    expect(readSourceAddress(typed)?.href).toBe(href);
  });
  test.each([
    "",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://lamp.example/",
    "mailto:noor@lamp.example",
    "http://[",
    `https://lamp.example/${"a".repeat(2_000)}`,
  ])("%s is none", (typed) => {
    expect(readSourceAddress(typed)).toBeNull();
  });
});

describe("a look at an address", () => {
  const looks = (answers: Record<string, [string, string]>, at = "https://lamp.example/hsds") =>
    lookAt(async (address) => {
      const [contentType, text] = answers[new URL(address).pathname] ?? ["text/plain", ""];
      const status = new URL(address).pathname in answers ? 200 : 404;
      const body = new TextEncoder().encode(text);
      const rest = { address, movedTo: address, etag: null, lastModified: null, retryAfter: null };
      return { ...rest, status, contentType, body };
    }, new URL(at));
  const page = JSON.stringify({
    total_items: 412,
    total_pages: 9,
    page_number: 1,
    size: 50,
    contents: [{ id: "1", name: "Night phone", status: "active", last_modified: "2026-11-03T10:00:00Z" }],
  });
  const root = JSON.stringify({ version: "3.1", profile: "https://x.example", openapi_url: "https://x.example" });
  const found = {
    what: "hsds",
    url: "https://lamp.example/hsds/services",
    version: "3.1",
    services: 412,
    changed: "2026-11-03T10:00:00Z",
    names: ["Night phone"],
  };
  const json = "application/json";

  test("finds the list of an API from its root, from the list, from a part of it, and from a website", async () => {
    const api: Record<string, [string, string]> = {
      "/hsds": [json, root],
      "/hsds/": [json, root],
      "/hsds/services": [json, page],
      "/": ["text/html", "<!doctype html><p>Lamp"],
    };
    expect(await looks(api)).toEqual(found);
    expect(await looks(api, "https://lamp.example/hsds/services?page=3&minimal=true")).toEqual(found);
    expect(await looks(api, "https://lamp.example/")).toEqual(found);
  });

  test("finds a file of HSDS, a table, and a helpline", async () => {
    const service = { id: "1", name: "Night phone", status: "active", organization: { id: "2", name: "Open House" } };
    expect(await looks({ "/hsds": [json, JSON.stringify([service])] })).toMatchObject({ what: "hsds", services: 1 });
    const table = "name,phone\nNight phone,116 111\n";
    expect(await looks({ "/hsds": ["text/csv", table] })).toMatchObject({
      what: "csv",
      services: 1,
      names: ["Night phone"],
    });
  });

  test.each([
    ["a web page", "text/html", "<!doctype html><p>Lamp", "web_page"],
    ["a page that calls itself text", "text/plain", "<html><p>Lamp", "web_page"],
    ["a picture", "image/png", "\u0089PNG\r\n", "not_a_feed"],
    ["XML", "application/xml", "<?xml version='1.0'?><a/>", "not_a_feed"],
    ["JSON of something else", json, '{"weather":"fine"}', "not_a_feed"],
    ["words", "text/plain", "Hello there", "not_a_feed"],
    ["nothing", "text/plain", "", "not_a_feed"],
  ])("says what is wrong with %s", async (_what, type, text, problem) => {
    await expect(looks({ "/hsds": [type, text] })).rejects.toMatchObject({ problem });
  });

  test("says that nothing is there", async () => {
    await expect(looks({})).rejects.toMatchObject({ problem: "not_found" });
  });
});
