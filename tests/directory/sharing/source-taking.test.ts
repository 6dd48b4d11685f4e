import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changeOrganization, organizations } from "#src/directory/entry/organizations.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { refuseItems, takeItems } from "#src/directory/sharing/source-taking.ts";
import { place } from "#tests/support/house/directory.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Subscriber, subscriber } from "#tests/support/made/subscriber.ts";

const hour = 3_600_000;

let at: Subscriber;

beforeEach(async () => {
  at = await subscriber();
});
afterEach(() => at.there.close());

describe("what was changed here", () => {
  test("stays through a change there until somebody takes theirs", async () => {
    const night = await place(at.there.db, "Night phone", { summary: "Theirs", fees: "none" });
    const id = await at.subscribe();
    await at.poll(id);
    await at.takeAllOf(id);
    const { db } = at.here.helpline;
    const { entry } = service(db, night)!;
    await act(at.here, at.here.aino, (tx, emit) =>
      changeService(tx, emit, { id: night, entry: { ...entry, summary: "Ours", visibility: "public" } }),
    );
    at.there.clock.pass(hour);
    const theirs = service(at.there.db, night)!.entry;
    await act(at.there, at.there.aino, (tx, emit) =>
      changeService(tx, emit, { id: night, entry: { ...theirs, summary: "Theirs, again", fees: "5 €" } }),
    );
    await at.poll(id);
    await at.takeAllOf(id);
    expect(service(db, night)!.entry).toMatchObject({ summary: "Ours", fees: "5 €", visibility: "public" });
    at.there.clock.pass(hour);
    await act(at.there, at.there.aino, (tx, emit) =>
      changeService(tx, emit, { id: night, entry: { ...theirs, summary: "Theirs, at last", fees: "5 €" } }),
    );
    await at.poll(id);
    const summary = new Map([[night, new Set(["summary"])]]);
    await takeItems(db, at.of(id), { actor: "command line", ids: [night], theirs: summary });
    expect(service(db, night)!.entry.summary).toBe("Theirs, at last");
  });

  test("counts as ours when somebody leaves it as it is, and what is refused is not asked about again", async () => {
    const night = await place(at.there.db, "Night phone");
    await place(at.there.db, "Day phone");
    const id = await at.subscribe();
    await at.poll(id);
    const { db } = at.here.helpline;
    await takeItems(db, at.of(id), { actor: "command line", ids: [night] });
    await refuseItems(db, at.of(id), { actor: "command line", ids: "all" });
    expect(at.states(id)).toMatchObject({ accepted: 1, rejected: 1 });
    at.there.clock.pass(hour);
    for (const { id: one, entry } of services(at.there.db)) {
      await act(at.there, at.there.aino, (tx, emit) =>
        changeService(tx, emit, { id: one, entry: { ...entry, fees: "5 €" } }),
      );
    }
    await at.poll(id);
    expect(at.states(id)).toMatchObject({ changed: 1, rejected: 1 });
    await refuseItems(db, at.of(id), { actor: "command line", ids: "all" });
    expect(at.states(id)).toMatchObject({ accepted: 1, changed: 0 });
    expect(service(db, night)!.entry.fees).toBe("");
  });
});

test("an organization that was changed here stays so, field by field, when a place of it is taken", async () => {
  const night = await place(at.there.db, "Night phone");
  const id = await at.subscribe({ accept: "auto" });
  await at.poll(id);
  const change = (house: House, more: object) =>
    act(house, house.aino, (tx, emit) => {
      const [found] = organizations(tx);
      changeOrganization(tx, emit, { id: found!.id, organization: { ...found!, ...more } });
    });
  await change(at.here, { description: "Ours" });
  at.there.clock.pass(hour);
  await change(at.there, { description: "Theirs", website: "https://lamp.example/" });
  const { entry } = service(at.there.db, night)!;
  await act(at.there, at.there.aino, (tx, emit) =>
    changeService(tx, emit, { id: night, entry: { ...entry, summary: "All night" } }),
  );
  await at.poll(id);
  expect(service(at.here.helpline.db, night)!.entry.summary).toBe("All night");
  expect(organizations(at.here.helpline.db)).toMatchObject([
    { name: "Open House", description: "Ours", website: "https://lamp.example/" },
  ]);
});

describe("a trusted one", () => {
  test("is taken at once; when half of it is gone at once somebody looks first", async () => {
    for (let i = 0; i < 8; i += 1) await place(at.there.db, `Place ${i}`);
    const id = await at.subscribe({ accept: "auto" });
    await at.poll(id);
    expect(at.names()).toHaveLength(8);
    at.there.clock.pass(hour);
    const [first, ...rest] = services(at.there.db);
    const end = (one: typeof first) =>
      act(at.there, at.there.aino, (tx, emit) =>
        changeService(tx, emit, { id: one!.id, entry: { ...one!.entry, status: "defunct" } }),
      );
    await end(first);
    await at.poll(id);
    expect(service(at.here.helpline.db, first!.id)!.entry.status).toBe("defunct");
    at.there.clock.pass(hour);
    for (const one of rest) await end(one);
    await at.poll(id);
    expect(at.states(id).gone).toBe(7);
    expect(services(at.here.helpline.db).filter(({ entry }) => entry.status === "active")).toHaveLength(7);
  });
});
