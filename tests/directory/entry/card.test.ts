import { beforeEach, expect, test } from "vitest";
import { type Card, cardNow, cardOf, textOfCards, withOpenness } from "#src/directory/entry/card.ts";
import { type Channel, type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { translate } from "#src/i18n/i18n.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
});

const entryOf = (id: string) => service(home.helpline.db, id)!.entry;
const card = (id: string, language = "en", today = "2026-11-24") =>
  cardOf(home.helpline.db, id, entryOf(id), language, today);
const put = (name: string, more: Partial<Entry> = {}, by?: string) => place(home.helpline.db, name, more, by);
const set = (id: string, more: Partial<Entry>) =>
  act(home, home.aino, (tx, emit) => changeService(tx, emit, { id, entry: { ...entryOf(id), ...more } }));

test("says what is known in the young person’s language, and in the entry’s own where there is none", async () => {
  const french = { name: "Ligne d’écoute", summary: "On parle.", description: "", eligibility: "" };
  const id = await put("Listening line", { summary: "We talk.", texts: { fr: french } });
  expect(card(id, "fr")).toMatchObject({ name: "Ligne d’écoute", summary: "On parle.", organization: "Open House" });
  expect(card(id, "nl")).toMatchObject({ name: "Listening line", summary: "We talk." });
});

test("an organization that says no more than the name is left out; without a summary the first sentence stands for it", async () => {
  const id = await put("Open House", { description: "A warm place. Come by.\nEvery day." });
  expect(card(id)).toMatchObject({ organization: "", summary: "A warm place." });
});

test("something that held until a day is not told after it", async () => {
  const id = await put("Line", { alert: "No chat this week.", alertUntil: "2026-11-24" });
  expect([card(id).alert, card(id, "en", "2026-11-25").alert]).toEqual(["No chat this week.", ""]);
});

test("every way is a tap where it can be one, what is none is only read; what needs no voice first", async () => {
  const way = (kind: Channel["kind"], value: string, more: Partial<Channel> = {}) => ({
    ...plainChannel(kind, value),
    ...more,
  });
  // What no entry may hold, but came from an older one.
  const channels = [
    way("phone", "+358 (0)9 123", { extension: "12" }),
    way("phone", "ask at the door"),
    way("sms", "116 111"),
    way("whatsapp", "+32 470 12"),
    way("whatsapp", "0032 470 12"),
    way("whatsapp", "0470 12 34"),
    way("email", "help+me@line.example"),
    way("web", "javascript:alert(1)"),
    way("chat", "https://line.example/chat"),
  ];
  const entry = { ...entryOf(await put("Line")), channels };
  const { ways } = cardOf(home.helpline.db, "id", entry, "en", "2026-11-24");
  expect(ways.map(({ value, link }) => [value, link])).toEqual([
    ["https://line.example/chat", "https://line.example/chat"],
    ["+358 (0)9 123 (12)", "tel:+3589123"],
    ["ask at the door", null],
    ["116 111", "sms:116111"],
    ["+32 470 12", "https://wa.me/3247012"],
    ["0032 470 12", "https://wa.me/3247012"],
    ["0470 12 34", null],
    ["help+me@line.example", "mailto:help%2Bme@line.example"],
    ["javascript:alert(1)", null],
  ]);
});

test("a shelter keeps its street to itself, and its postal code, which somewhere is a street", async () => {
  const at = { address1: "Green street 3", address2: "", city: "Ghent", stateProvince: "", postalCode: "9000" };
  const more = { country: "BE", latitude: null, longitude: null, accessibility: "" };
  const visit = (hideExactAddress: boolean): Channel => ({
    ...plainChannel("visit", "Shelter"),
    place: { ...at, ...more, hideExactAddress },
  });
  const id = await put("Shelter", { channels: [visit(true), visit(false)] });
  expect(card(id).ways.map(({ value }) => value)).toEqual(["Shelter, Ghent", "Shelter, Green street 3, 9000 Ghent"]);
});

test("today is the day of the helpline: after midnight there what held until yesterday is over", async () => {
  const id = await put("Line", { alert: "No chat this week.", alertUntil: "2026-11-24" });
  const { db } = home.helpline;
  const at = (time: string) => cardNow(db, service(db, id)!, "en", Date.parse(`2026-11-24T${time}Z`)).alert;
  expect([at("22:59"), at("23:00")]).toEqual(["No chat this week.", ""]);
});

test("a card that was sent stays as it was; whether somebody is there now is asked of the place as it is now", async () => {
  const id = await put("Line", { calendar: daily(0, 1440) });
  const { db } = home.helpline;
  const sent = card(id);
  await set(id, { name: "Another name", calendar: daily(0, 1) });
  expect(withOpenness(db, sent, clock.now())).toMatchObject({ name: "Line", openness: { state: "closed" } });
  expect(cardNow(db, service(db, id)!, "en", clock.now()).name).toBe("Another name");
  await set(id, { status: "defunct" });
  expect(withOpenness(db, sent, clock.now()).openness).toBeNull();
  expect(withOpenness(db, { ...sent, id: "gone" }, clock.now()).openness).toBeNull();
});

test("of one that is closed for now nobody reads the hours it has otherwise, on a new card or on one that was sent before", async () => {
  const id = await put("Line", { hoursNote: "Every evening until ten", calendar: daily(0, 1440) });
  const { db } = home.helpline;
  const both = (sent: Card) => [cardNow(db, service(db, id)!, "en", clock.now()), withOpenness(db, sent, clock.now())];
  const sent = card(id);
  for (const one of both(sent)) expect(one).toMatchObject({ hoursNote: sent.hoursNote, openness: { state: "open" } });
  await set(id, { status: "temporarily closed" });
  for (const one of both(sent)) expect(one).toMatchObject({ hoursNote: "", openness: { state: "closed", next: null } });
  await set(id, { status: "active" });
  expect(withOpenness(db, sent, clock.now()).hoursNote).toBe("Every evening until ten");
});

test("as words: for where only words can stand", async () => {
  const one = { ...plainChannel("phone", "116 111"), description: "day and night" };
  const id = await put("Line", { summary: "We talk.", channels: [one], hoursNote: "by appointment" });
  const two = await put("Open House", { channels: [plainChannel("web", "https://open.example")] });
  expect(textOfCards(translate("en"), [card(id), card(two)])).toBe(
    "Line (Open House)\nWe talk.\nCall: 116 111 (day and night)\nby appointment\n\nOpen House\nWebsite: https://open.example",
  );
});
