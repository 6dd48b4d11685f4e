import { beforeEach, expect, test } from "vitest";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { type Form, look, person, says, unescaped, youth } from "#tests/support/house/http.ts";
import { always, hiddenIn, list, samplePlaces } from "#tests/support/people/other-places.ts";

// What somebody looked for, from page to page, though it stands in no address.

let line: House;

// A Tuesday in November, 19:00 in Brussels.
beforeEach(async () => {
  line = await house({ clock: fakeClock() });
});

const lookFor = (form: Form = {}, path?: string) => look(person(line), form, path);
const add = (name: string, more = {}) => place(line.helpline.db, name, { calendar: always, ...more });

test("a page of what was found is shown once: asked for again, as Back does after leaving, it is the list of everybody", async () => {
  const { open: id } = await samplePlaces(line.helpline.db);
  const noor = person(line);
  for (const see of ["", id, `${id}/0`]) {
    const { status, to, headers } = await noor.post("/other?l=en", { q: "lonely", topic: "family", see });
    expect(status).toBe(303);
    expect(to).toMatch(new RegExp(`^/other\\?l=en&w=[\\w-]{43}${see === "" ? "#found" : ""}$`));
    expect(headers.get("cache-control")).toBe("no-store");
    const address = to!.split("#")[0]!;
    const first = (await noor.get(address)).text;
    expect(first).toContain('value="lonely"');
    expect(first).not.toContain(says("youth.other.gone"));
    const again = await noor.get(address);
    expect([again.status, again.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(again.text).not.toMatch(/lonely|selected|type="hidden"/);
    expect(again.text).toContain(says("youth.other.gone"));
    expect(list(again.text)).toContain("Legal café");
  }
});

test("that nothing is kept is said to those alone who looked for something", async () => {
  const noor = person(line);
  const gone = says("youth.other.gone");
  expect((await noor.get("/other")).text).not.toContain(gone);
  const { to } = await noor.post("/other", { q: "" });
  expect((await noor.get(to!.split("#")[0]!)).text).not.toContain(gone);
  expect((await noor.get("/other?l=fi&w=x")).text).toContain(says("youth.other.gone", {}, "fi"));
});

test("from a place the way back, and the page in another language, have what was looked for", async () => {
  const { open: id } = await samplePlaces(line.helpline.db);
  const chosen = { q: "talk", topic: "family", age: "15" };
  const { text } = await lookFor({ ...chosen, from: "0", see: "another", [`see.${id}`]: "" });
  expect(text).toContain(says("youth.other.back_to_found"));
  const fields = hiddenIn(text);
  expect(Object.fromEntries(fields)).toEqual({ ...chosen, see: id });
  expect(list((await lookFor([...fields, ["see.", ""]])).text)).toEqual(["# Open now", "Awel"]);
  const french = await lookFor(fields, "/other?l=fr");
  expect(french.text).toContain(says("youth.other.back_to_found", {}, "fr"));
  // Where nothing was looked for there is nothing to carry.
  expect((await person(line).get("/other")).text).toContain('href="/other?l=fr"');
  expect((await lookFor({ see: id })).text).toContain(says("youth.other.back"));
});

test("where nothing fits each choice can be left out, and there is whom to call and where to write", async () => {
  await add("Silent school", { topics: ["school"], free: true });
  const page = (await lookFor({ q: "zzzz", topic: "school", free: "1" })).text;
  const found = page.split('id="found"')[1]!;
  const without = [...found.matchAll(/<button class="way" name="(\w+)" value="">(.*?)<\/button>/g)];
  expect(without.map(([, name, words]) => [name, unescaped(words!)])).toEqual([
    ["q", "Try without: “zzzz”"],
    ["topic", "Try without: School and studying"],
    ["free", "Try without: Free"],
  ]);
  expect(found).toContain('href="tel:112"');
  expect(found).not.toContain(says("youth.which.write"));
  expect(list((await lookFor([...hiddenIn(page), ["q", ""]])).text)).toEqual(["# Open now", "Silent school"]);
  await open(line);
  expect((await lookFor({ q: "zzzz" })).text.split('id="found"')[1]).toContain(says("youth.which.write"));
  expect((await look(await youth(line), { q: "zzzz" })).text).not.toContain(says("youth.which.write"));
});
