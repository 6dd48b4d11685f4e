import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { pollFeed } from "#src/directory/sharing/feed.ts";
import { itemsOf } from "#src/directory/sharing/source-items.ts";
import { dueSources } from "#src/directory/sharing/sources.ts";
import { setSetting } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { act } from "#tests/support/house/http.ts";
import { type Subscriber, subscriber } from "#tests/support/made/subscriber.ts";

const hour = 3_600_000;

let at: Subscriber;

beforeEach(async () => {
  at = await subscriber();
});
afterEach(() => at.there.close());

const asked = () => at.there.requests.splice(0).map(({ path }) => path);

describe("a directory of another helpline", () => {
  test("is read once, waits for somebody, and keeps the ids of where it came from", async () => {
    const night = await place(at.there.db, "Night phone", { summary: "Somebody listens", ageFrom: 10 });
    await place(at.there.db, "Only ours", { visibility: "counsellors" });
    const id = await at.subscribe();
    await at.poll(id);
    expect(at.states(id)).toMatchObject({ new: 1, accepted: 0 });
    expect(at.names()).toEqual([]);
    await at.takeAllOf(id);
    expect(service(at.here.helpline.db, night)).toMatchObject({
      id: night,
      sourceId: id,
      entry: { name: "Night phone", summary: "Somebody listens", ageFrom: 10, visibility: "counsellors" },
    });
    expect(at.states(id)).toMatchObject({ new: 0, accepted: 1 });
    expect(at.of(id)).toMatchObject({ failCount: 0, lastError: null, lastOkAt: at.here.helpline.clock.now() });
  });

  test("the second time it says 304 with nothing, and one change travels alone", async () => {
    for (const name of ["Night phone", "Day phone", "Youth house"]) await place(at.there.db, name);
    const night = services(at.there.db).find(({ entry }) => entry.name === "Night phone")!;
    const id = await at.subscribe();
    await at.poll(id);
    await at.takeAllOf(id);
    asked();
    at.there.answers.length = 0;
    await at.poll(id);
    expect(at.there.answers).toEqual([{ status: 304, bytes: 0 }]);
    expect(asked()).toHaveLength(1);

    at.there.clock.pass(hour);
    await act(at.there, at.there.aino, (tx, emit) =>
      changeService(tx, emit, { id: night.id, entry: { ...night.entry, summary: "All night" } }),
    );
    at.there.told.length = 0;
    await at.poll(id);
    const full = at.there.told.filter(({ path }) => path.includes("full=true"));
    expect(full.map(({ body }) => JSON.parse(body).contents.map((one: { name: string }) => one.name))).toEqual([
      ["Night phone"],
    ]);
    expect(at.states(id)).toMatchObject({ accepted: 2, changed: 1 });
    await at.takeAllOf(id);
    expect(service(at.here.helpline.db, night.id)!.entry.summary).toBe("All night");
  });

  test.each(["hidden", "defunct"] as const)("what is %s there arrives as gone", async (how) => {
    const night = await place(at.there.db, "Night phone", { summary: "Somebody listens" });
    await place(at.there.db, "Day phone");
    const id = await at.subscribe();
    await at.poll(id);
    await at.takeAllOf(id);
    at.there.clock.pass(hour);
    const { entry } = service(at.there.db, night)!;
    const after =
      how === "hidden" ? { ...entry, visibility: "hidden" as const } : { ...entry, status: "defunct" as const };
    await act(at.there, at.there.aino, (tx, emit) => changeService(tx, emit, { id: night, entry: after }));
    await at.poll(id);
    expect(at.states(id)).toMatchObject({ accepted: 1, gone: 1 });
    expect(service(at.here.helpline.db, night)!.entry.status).toBe("active");
    await at.takeAllOf(id);
    // Out of use, with all that was known of it.
    expect(service(at.here.helpline.db, night)!.entry).toMatchObject({
      status: "defunct",
      summary: "Somebody listens",
    });
    // After 90 days nobody says anything of it any more.
    at.there.clock.pass(91 * 24 * hour);
    await at.poll(id);
    expect(at.states(id)).toMatchObject({ accepted: 2, gone: 0 });
  });

  test("one that is killed in the middle of a page leaves us as we were, and is asked again later", async () => {
    await place(at.there.db, "Night phone");
    const id = await at.subscribe();
    await at.poll(id);
    await at.takeAllOf(id);
    at.there.clock.pass(hour);
    await place(at.there.db, "Day phone");
    const before = at.of(id);
    at.there.breakOff = "full=true";
    await at.poll(id);
    expect(at.states(id)).toMatchObject({ accepted: 1, new: 0, gone: 0 });
    expect(at.of(id)).toMatchObject({
      failCount: 1,
      lastError: "broken",
      etag: before.etag,
      toldUntil: before.toldUntil,
    });
    const waits: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      waits.push((at.of(id).nextPollAt - at.here.helpline.clock.now()) / hour);
      await at.poll(id);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24]);
    expect(at.names()).toEqual(["Night phone"]);
    at.there.breakOff = "";
    await at.poll(id);
    expect(at.states(id)).toMatchObject({ accepted: 1, new: 1 });
    expect(at.of(id).failCount).toBe(0);
  });

  test("that does not publish any more, or gives pages that do not add up, takes nothing away", async () => {
    for (let i = 0; i < 150; i += 1) await place(at.there.db, `Place ${i}`);
    const id = await at.subscribe();
    await at.poll(id);
    expect(at.states(id).new).toBe(150);
    await at.takeAllOf(id);
    at.there.clock.pass(hour);
    await place(at.there.db, "Another");
    at.there.rewrite = (path, body) =>
      path.includes("minimal") ? body.replace('"total_items":151', '"total_items":152') : body;
    await at.poll(id);
    expect(at.of(id).lastError).toBe("broken");
    at.there.rewrite = undefined;
    await act(at.there, at.there.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: false }));
    await at.poll(id);
    expect(at.of(id).lastError).toBe("not_found");
    expect(at.states(id)).toMatchObject({ accepted: 150, gone: 0 });
  });
});

test("what we published ourselves and comes back is not read again, and nothing decides here how it stands", async () => {
  const own = await place(at.here.helpline.db, "Night phone");
  const { entry } = service(at.here.helpline.db, own)!;
  await place(at.there.db, "Ring", { emergency: true, weight: 900 });
  at.there.rewrite = (path, body) =>
    path.includes("/services") ? body.replaceAll(services(at.there.db)[0]!.id, own) : body;
  const id = await at.subscribe({ accept: "auto" });
  await at.poll(id);
  expect(at.names()).toEqual(["Night phone"]);
  expect(service(at.here.helpline.db, own)!.entry).toEqual(entry);
  at.there.rewrite = undefined;
  at.there.clock.pass(hour);
  await place(at.there.db, "Another");
  await at.poll(id);
  const ring = services(at.here.helpline.db).find((one) => one.entry.name === "Ring")!;
  expect(ring.entry).toMatchObject({ name: "Ring", emergency: false, weight: 0, visibility: "counsellors" });
});

test("an answer that cannot stand in our directory is left where it is, and harms nothing", async () => {
  await place(at.there.db, "Night phone");
  at.there.rewrite = (path, body) => (path.includes("full") ? body.replaceAll("Night phone", " ") : body);
  const id = await at.subscribe({ accept: "auto" });
  await at.poll(id);
  expect(at.names()).toEqual([]);
  expect(at.here.reported).toEqual([]);
  await place(at.there.db, "Day phone");
  at.there.rewrite = (_path, body) => `${body.slice(0, 20)}`;
  await at.poll(id);
  expect(at.of(id).lastError).toBe("not_a_feed");
  at.there.rewrite = () => "<!doctype html><title>Hello</title>";
  await at.poll(id);
  expect(at.of(id).lastError).toBe("web_page");
});

test("a list in plain HSDS without what hangs on it is asked one by one, whatever its ids look like", async () => {
  at.there.serve = (path) => {
    const rows = [7, 8].map((n) => ({ id: String(n), name: `Place ${n}`, status: "active" }));
    const one = path.match(/services\/(\d+)/)?.[1];
    if (one) return JSON.stringify({ ...rows.find(({ id }) => id === one), phones: [{ id: "p", number: "116 111" }] });
    return JSON.stringify({ total_items: 2, total_pages: 1, page_number: 1, size: 2, contents: rows });
  };
  const id = await at.subscribe({ accept: "auto" });
  await at.poll(id);
  expect(services(at.here.helpline.db).map(({ entry }) => [entry.name, entry.channels[0]?.value])).toEqual([
    ["Place 7", "116 111"],
    ["Place 8", "116 111"],
  ]);
  const ids = itemsOf(at.here.helpline.db, id, ["accepted"]).map(({ externalId }) => externalId);
  expect(ids.every((one) => /^[0-9a-f-]{36}$/.test(one))).toBe(true);
  await at.poll(id);
  expect(at.states(id)).toMatchObject({ new: 0, accepted: 2 });
});

test("what there is no time to ask for one by one is asked for the next time, and nothing twice", async () => {
  const rows = [7, 8, 9].map((n) => ({ id: String(n), name: `Place ${n}`, status: "active" }));
  at.there.serve = (path) => {
    const one = path.match(/services\/(\d+)/)?.[1];
    if (one) return JSON.stringify({ ...rows.find(({ id }) => id === one), phones: [{ id: "p", number: "116 111" }] });
    return JSON.stringify({ total_items: 3, total_pages: 1, page_number: 1, size: 3, contents: rows });
  };
  const id = await at.subscribe({ accept: "auto" });
  const pollShortly = async () => {
    asked();
    await pollFeed(at.here.helpline.db, at.ask, at.of(id), { now: at.here.helpline.clock.now(), luck: 0, patience: 0 });
    return asked().flatMap((path) => path.match(/services\/(\d+)/)?.[1] ?? []);
  };
  expect([await pollShortly(), at.names()]).toEqual([["7"], ["Place 7"]]);
  expect(at.of(id).nextPollAt).toBe(at.here.helpline.clock.now() + hour);
  expect([await pollShortly(), at.names()]).toEqual([["8"], ["Place 7", "Place 8"]]);
  expect([await pollShortly(), at.names()]).toEqual([["9"], ["Place 7", "Place 8", "Place 9"]]);
  expect(at.of(id).nextPollAt).toBe(at.here.helpline.clock.now() + 24 * hour);
});

test("asked twice at once it is asked once", async () => {
  await place(at.there.db, "Night phone");
  const id = await at.subscribe({ accept: "auto" });
  await Promise.all([at.poll(id), at.poll(id)]);
  expect(asked()).toHaveLength(2);
  expect(at.names()).toEqual(["Night phone"]);
  await at.poll(id);
  expect(asked()).toHaveLength(1);
});

test("where somebody was faster nothing of it stays behind, and it is asked again in an hour", async () => {
  await place(at.there.db, "Night phone");
  const id = await at.subscribe({ accept: "auto" });
  const { db, clock } = at.here.helpline;
  // As if a colleague had changed the entry between the reading and the taking.
  const faster = sql`CREATE TRIGGER faster AFTER UPDATE OF read_at ON import_run
    BEGIN UPDATE import_row SET version_before = -1 WHERE run_id = new.id; END`;
  await db.change("command line", (tx) => tx.run({ compile: () => faster.compile(q) }));
  await at.poll(id);
  expect(at.of(id)).toMatchObject({ failCount: 1, lastError: "changed_here", nextPollAt: clock.now() + hour });
  expect(db.all(q.selectFrom("import_run").select("id"))).toEqual([]);
  expect(db.all(q.selectFrom("service_version").select("id"))).toEqual([]);
  await db.change("command line", (tx) => tx.run({ compile: () => sql`DROP TRIGGER faster`.compile(q) }));
  await at.poll(id);
  expect([at.names(), at.of(id).failCount]).toEqual([["Night phone"], 0]);
});

test("a table at an address is read as a whole; a row that cannot be read is no reason to lose its place", async () => {
  let table = "name,organization,phone\nNight phone,Open House,116 111\nDay phone,Open House,116 123\n";
  at.there.serve = () => table;
  const id = await at.subscribe({ kind: "csv", url: `${at.there.origin}/places.csv`, accept: "auto" });
  await at.poll(id);
  expect(at.names()).toEqual(["Day phone", "Night phone"]);
  table = table.replace("Day phone,Open House,116 123", ",Open House,116 123");
  await at.poll(id);
  expect(at.states(id)).toMatchObject({ accepted: 2, gone: 0 });
  table = "name,organization,phone\nNight phone,Open House,116 111\n";
  await at.poll(id);
  expect(services(at.here.helpline.db).find(({ entry }) => entry.name === "Day phone")!.entry.status).toBe("defunct");
});

test("it is asked when it is due, a day after an answer", async () => {
  await place(at.there.db, "Night phone");
  const id = await at.subscribe();
  const { db, clock } = at.here.helpline;
  expect(dueSources(db, clock.now()).map((one) => one.id)).toEqual([id]);
  await at.poll(id);
  expect(dueSources(db, clock.now() + 24 * hour - 1)).toEqual([]);
  expect(dueSources(db, clock.now() + 24 * hour)).toHaveLength(1);
  // Of many that were added together not all are asked together.
  await pollFeed(db, at.ask, at.of(id), { now: clock.now(), luck: 0.123456 });
  expect(at.of(id).nextPollAt).toBe(clock.now() + Math.round(24 * hour * 1.0123456));
});
