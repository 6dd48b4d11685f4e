import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { addSource, source } from "#src/directory/sharing/sources.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { type Publisher, publisher } from "#tests/support/made/publisher.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

const plainPlace = {
  ...{ address1: "", address2: "", city: "", stateProvince: "", postalCode: "", country: "" },
  ...{ latitude: null, longitude: null, hideExactAddress: false, accessibility: "" },
};

let there: Publisher;
let home: House;
let aino: Person;
let id: number;

const db = () => home.helpline.db;
const path = () => `/admin/directory/sources/${id}`;
const page = (query = ""): Promise<Sheet> => sheet(aino, path() + query);
const ask = async () => (await page()).press("", 'form[action$="/ask"]');

beforeEach(async () => {
  there = await publisher();
  home = await house({ clock: fakeClock(), config: readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []) });
  aino = await staff(home, home.aino);
  await place(there.db, "Night phone", { summary: "Somebody listens", fees: "none" });
  await place(there.db, "Day phone");
  const url = `${there.origin}/hsds/services`;
  id = await act(home, home.aino, (tx, emit) =>
    addSource(tx, emit, { name: "Other Line", kind: "hsds", url, accept: "review", timeZone: "UTC", licenceNote: "" }),
  );
});
afterEach(() => {
  there.close();
  expect(home.reported).toEqual([]);
});

test("it can be paused, goes on, and its values can be set; what cannot be is told beside its field", async () => {
  await (await page()).press("pause", `form[action="${path()}"]`);
  expect(source(db(), id)!.enabled).toBe(false);
  expect((await page()).words()).toContain(says("staff.line.paused"));
  await aino.post(path(), { do: "go_on" });
  expect(source(db(), id)!.enabled).toBe(true);
  const wrong = await aino.post(path(), { do: "save", name: "", accept: "auto", zone: "Mars", licence: "" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain(says("admin.sharing.problem.bad_zone"));
  expect(wrong.text).toContain(says("admin.entry.problem.missing"));
  await aino.post(path(), { do: "save", name: "Lamp", accept: "auto", zone: "Europe/Helsinki", licence: "CC BY" });
  expect(source(db(), id)!).toMatchObject({
    name: "Lamp",
    accept: "auto",
    timeZone: "Europe/Helsinki",
    licenceNote: "CC BY",
  });
});

test("asked in vain it says why, and what to do", async () => {
  there.serve = () => "<!doctype html>";
  const asked = await ask();
  expect(asked.words()).toContain(says("admin.source.done.asked_in_vain"));
  expect(asked.words()).toContain(says("admin.sharing.problem.not_a_feed"));
});

test("what is new is shown with all it would show: ways, hosts, places and texts, and an odd host is pointed out", async () => {
  const office = { ...plainPlace, address1: "Dark Lane 7", city: "Oulu", accessibility: "Ramp at the back" };
  await place(there.db, "Look-alike", {
    alert: "Call before you come",
    description: "A long way down",
    fees: "ten euros",
    texts: { fi: { name: "Kaksoinen", summary: "Suomeksi", description: "", eligibility: "" } },
    channels: [
      { ...plainChannel("phone", "0900 123"), extension: "7", description: "Ask for Sam" },
      plainChannel("web", "https://lаmp.example/chat"),
      { ...plainChannel("visit", "Office"), place: office },
    ],
  });
  const asked = await ask();
  const words = asked.words("#review");
  for (const said of [
    ...["0900 123 (7)", "Ask for Sam", "https://lаmp.example/chat", "Dark Lane 7", "Oulu", "Ramp at the back"],
    ...["Call before you come", "A long way down", "ten euros", "Kaksoinen", "Suomeksi"],
    says("admin.source.odd.look_alike", { host: "xn--lmp-6cd.example" }),
  ]) {
    expect(words).toContain(said);
  }
});

test("of what changed a way is shown with all it would show, and translations too; a known host is not pointed out again", async () => {
  const night = services(there.db).find(({ entry }) => entry.name === "Night phone")!;
  const odd = plainChannel("web", "https://xn--lmp-6cd.example/");
  const change = (more: object) =>
    act(there, there.aino, (tx, emit) => changeService(tx, emit, { id: night.id, entry: { ...night.entry, ...more } }));
  await change({ channels: [odd] });
  await (await ask()).press("take_all", 'form[action$="/items"]');
  there.clock.pass(3_600_000);
  await change({
    channels: [{ ...plainChannel("phone", "0900 123"), description: "Ask for Sam" }, odd],
    texts: { fi: { name: "Kaksoinen", summary: "", description: "", eligibility: "" } },
  });
  const words = (await ask()).words("#review");
  expect(words).toContain("0900 123 · Ask for Sam");
  expect(words).toContain("Kaksoinen");
  expect(words).not.toContain(says("admin.source.odd.look_alike", { host: "xn--lmp-6cd.example" }));
});

test("many are looked through page by page", async () => {
  for (let i = 0; i < 60; i += 1) await place(there.db, `Place ${i}`);
  const first = await ask();
  const next = first.answer.text.match(/href="[^"]*(\?after=[^"#]*)/)![1]!;
  const second = await page(next);
  const ids = (one: Sheet) => [...one.answer.text.matchAll(/name="id" value="([^"]+)"/g)].map(([, value]) => value);
  expect([ids(first).length, ids(second).length]).toEqual([25, 25]);
  expect(new Set([...ids(first), ...ids(second)]).size).toBe(50);
});

test.each(["x", "0", "999", "1e3", "__proto__"])("there is no source %s", async (other) => {
  expect((await aino.get(`/admin/directory/sources/${other}`)).status).toBe(404);
});

test("what was taken and edited here since is listed, and theirs can be taken after all", async () => {
  const asked = await ask();
  expect(asked.words("#review")).toContain("2 new, none changed, none gone.");
  await asked.press("take_all", 'form[action$="/items"]');
  expect((await page("?show=edited")).words("#review")).toContain("Nothing imported from here differs from theirs.");
  const night = services(db()).find(({ entry }) => entry.name === "Night phone")!;
  await act(home, home.aino, (tx, emit) =>
    changeService(tx, emit, { id: night.id, entry: { ...night.entry, fees: "5 €" } }),
  );
  const edited = await page("?show=edited");
  expect(edited.words("#review h2")).toBe(says("admin.source.edited"));
  expect(edited.words("#review")).toContain("Night phone edited here");
  expect(edited.words("#review")).not.toContain("Day phone");
  await aino.post(`${path()}/items`, { do: "take", id: night.id, theirs: `${night.id} fees` });
  expect(service(db(), night.id)!.entry.fees).toBe("none");
});

test("what is new there and looks like a place of ours says so", async () => {
  await place(db(), "Night-Phone", { channels: [] });
  const asked = await ask();
  const [own] = services(db());
  expect(asked.words("#review .note")).toBe("Possible duplicate: Night-Phone");
  expect(asked.answer.text).toContain(`<a href="/admin/directory/${own!.id}">Night-Phone</a>`);
});
