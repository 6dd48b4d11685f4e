import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { q } from "#src/db/schema.ts";
import { deletedServices, deleteService } from "#src/directory/entry/deleting.ts";
import { type Channel, type Place, plainChannel } from "#src/directory/entry/entry.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { pollFeed } from "#src/directory/sharing/feed.ts";
import { countItems, itemStates, itemsOf } from "#src/directory/sharing/source-items.ts";
import { endAll, takeItems } from "#src/directory/sharing/source-taking.ts";
import { addSource, removeSource, type Source, source } from "#src/directory/sharing/sources.ts";
import { asking } from "#tests/support/browser/elsewhere.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Publisher, publisher } from "#tests/support/made/publisher.ts";

/** A helpline that publishes its directory on a real port, and ours that reads it. */
let there: Publisher;
let here: House;
const db = () => here.helpline.db;

beforeEach(async () => {
  there = await publisher();
  here = await house({ clock: fakeClock(), config: readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []) });
});
afterEach(() => there.close());

const given = { name: "Other Line", kind: "hsds", accept: "review", timeZone: "UTC", licenceNote: "" } as const;
const subscribe = (more: Partial<Parameters<typeof addSource>[2]> = {}) =>
  act(here, here.aino, (tx, emit) => addSource(tx, emit, { ...given, url: `${there.origin}/hsds/services`, ...more }));
const nothingChanged = JSON.stringify({ total_items: 0, total_pages: 0, contents: [] });
const visit = (more: Partial<Place>): Channel => ({
  ...plainChannel("visit", ""),
  place: {
    ...{ address1: "", address2: "", city: "", stateProvince: "", postalCode: "", country: "BE" },
    ...{ latitude: null, longitude: null, hideExactAddress: false, accessibility: "" },
    ...more,
  },
});
const of = (id: number): Source => source(db(), id)!;
const ask = asking(undefined, "127.0.0.1");
const poll = (id: number) => pollFeed(db(), ask, of(id), { now: here.helpline.clock.now(), luck: 0 });
const takeAllOf = (id: number) => takeItems(db(), of(id), { actor: "command line", ids: "all" });

async function changeThere(id: string, more: object) {
  there.clock.pass(3_600_000);
  const { entry } = service(there.db, id)!;
  await act(there, there.aino, (tx, emit) => changeService(tx, emit, { id, entry: { ...entry, ...more } }));
}

test("what was hidden there and comes back is told, though nothing says that it was changed", async () => {
  const night = await place(there.db, "Night phone");
  await place(there.db, "Day phone");
  const id = await subscribe({ accept: "auto" });
  await poll(id);
  await changeThere(night, { visibility: "hidden" });
  await poll(id);
  expect(service(db(), night)!.entry.status).toBe("defunct");
  await changeThere(night, { visibility: "public" });
  // Another directory may keep the date it had before.
  there.rewrite = (path, body) => (path.includes("modified_after") ? nothingChanged : body);
  await poll(id);
  expect(service(db(), night)!.entry.status).toBe("active");
});

test("what was deleted here is not offered again by whoever it came from", async () => {
  const night = await place(there.db, "Night phone");
  await place(there.db, "Day phone");
  const first = await subscribe();
  await poll(first);
  await takeAllOf(first);
  await act(here, here.aino, (tx, emit) => removeSource(tx, emit, { id: first }));
  const basedOn = service(db(), night)!.versionId;
  await act(here, here.aino, (tx, emit) => deleteService(tx, emit, { id: night, basedOn }));
  const second = await subscribe();
  await poll(second);
  expect(itemsOf(db(), second, itemStates).map(({ payload }) => payload.entry.name)).toEqual(["Day phone"]);
  expect(deletedServices(db()).map(({ id }) => id)).toEqual([night]);
});

test("an address that is hidden here stays hidden, whatever a source says that knows nothing of shelters", async () => {
  const street = { address1: "Church Street 3", city: "Ghent" };
  const shelter = await place(there.db, "Shelter", { channels: [visit(street)] });
  const id = await subscribe();
  await poll(id);
  await takeAllOf(id);
  const { entry } = service(db(), shelter)!;
  const hidden = [visit({ ...street, hideExactAddress: true })];
  await act(here, here.aino, (tx, emit) =>
    changeService(tx, emit, { id: shelter, entry: { ...entry, channels: hidden } }),
  );
  await changeThere(shelter, { channels: [visit({ ...street, accessibility: "A lift" })] });
  await poll(id);
  await takeItems(db(), of(id), {
    actor: "command line",
    ids: [shelter],
    theirs: new Map([[shelter, new Set(["channels"])]]),
  });
  const [way] = service(db(), shelter)!.entry.channels;
  expect(way!.place).toMatchObject({ accessibility: "A lift", hideExactAddress: true });
});

describe("a table", () => {
  test("without a word about organizations is taken whole, and waits no more", async () => {
    let table = "name,phone\nNight phone,116 111\nDay phone,116 123\n";
    there.serve = () => table;
    const id = await subscribe({ kind: "csv", url: `${there.origin}/places.csv` });
    await poll(id);
    expect(await takeAllOf(id)).toMatchObject({ taken: 2, refused: 0 });
    expect(services(db()).map(({ entry }) => entry.name)).toEqual(["Day phone", "Night phone"]);
    expect(organizations(db()).map(({ name }) => name)).toEqual(["Day phone", "Night phone"]);
    table = "name,phone\nNight phone,116 111\n";
    await poll(id);
    await takeAllOf(id);
    table = "name,phone\nNight phone,116 111\nDay phone,116 123\n";
    await poll(id);
    await takeAllOf(id);
    expect(services(db()).map(({ entry }) => entry.status)).toEqual(["active", "active"]);
    expect(countItems(db(), id)).toMatchObject({ accepted: 2, new: 0, changed: 0, gone: 0 });
  });

  test("with a row that cannot stand counts it as refused, and it waits", async () => {
    there.serve = () => "name,organization,phone\nNight phone,Open House,116 111\nDay phone,Open House,116 123\n";
    const id = await subscribe({ kind: "csv", url: `${there.origin}/places.csv` });
    await poll(id);
    const [spoilt] = itemsOf(db(), id, ["new"]);
    const payload = JSON.stringify({ ...spoilt!.payload, entry: { ...spoilt!.payload.entry, name: "" } });
    await act(here, here.aino, (tx) =>
      tx.run(q.updateTable("source_item").set({ payload }).where("external_id", "=", spoilt!.externalId)),
    );
    expect(await takeAllOf(id)).toMatchObject({ taken: 1, refused: 1 });
    expect(countItems(db(), id)).toMatchObject({ accepted: 1, new: 1 });
  });
});

describe("a source that is read again after it was removed", () => {
  const again = async (id: number) => {
    await act(here, here.aino, (tx, emit) => removeSource(tx, emit, { id }));
    expect(services(db()).map(({ sourceId }) => sourceId)).toEqual([null, null]);
    const second = await subscribe();
    await poll(second);
    return second;
  };

  test("knows what came from there: nothing is new, and what was changed here stays", async () => {
    const night = await place(there.db, "Night phone", { summary: "Somebody listens" });
    await place(there.db, "Day phone");
    const id = await subscribe();
    await poll(id);
    await takeAllOf(id);
    const { entry } = service(db(), night)!;
    await act(here, here.aino, (tx, emit) =>
      changeService(tx, emit, { id: night, entry: { ...entry, summary: "Ours" } }),
    );
    const second = await again(id);
    expect(services(db()).map(({ sourceId }) => sourceId)).toEqual([second, second]);
    expect(countItems(db(), second)).toMatchObject({ new: 0, changed: 1, accepted: 1 });
    await takeAllOf(second);
    expect(service(db(), night)!.entry.summary).toBe("Ours");
    expect(organizations(db())).toMatchObject([{ name: "Open House", sourceId: second }]);
    await changeThere(night, { fees: "5 €" });
    await poll(second);
    await takeAllOf(second);
    expect(service(db(), night)!.entry).toMatchObject({ summary: "Ours", fees: "5 €" });
  });

  test("brings back into use what went out of it with the source", async () => {
    await place(there.db, "Night phone");
    await place(there.db, "Day phone");
    const id = await subscribe();
    await poll(id);
    await takeAllOf(id);
    await endAll(db(), of(id), "command line");
    expect(services(db()).map(({ entry }) => entry.status)).toEqual(["inactive", "inactive"]);
    const second = await again(id);
    expect(countItems(db(), second).changed).toBe(2);
    await takeAllOf(second);
    expect(services(db()).map(({ entry }) => entry.status)).toEqual(["active", "active"]);
  });
});
