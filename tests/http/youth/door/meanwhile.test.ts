import { beforeEach, expect, test } from "vitest";
import { setSettings } from "#src/settings/settings.ts";
import { shippedCards, type WaitCard } from "#src/settings/texts/meanwhile.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, person, says, script, youth } from "#tests/support/house/http.ts";

let line: House;

beforeEach(async () => {
  line = await house();
  await open(line);
});

const setCards = (meanwhile: WaitCard[]) =>
  act(line, line.aino, (tx, emit) => setSettings(tx, emit, { subject: "meanwhile", values: { meanwhile } }));
const summaries = (page: string) =>
  [
    ...(page.split('<details id="meanwhile">')[1] ?? "").split('id="talk"')[0]!.matchAll(/<summary dir="auto">(.*?)</g),
  ].map(([, words]) => words);

test("whoever waits finds it folded, called automatic before it is opened; nobody else does", async () => {
  const noor = await youth(line);
  const { text } = await noor.get("/");
  const folded = text.split('<details id="meanwhile">')[1]!.split("</summary>")[0]!;
  expect(folded).toContain(says("youth.meanwhile.automatic"));
  expect(summaries(text)).toHaveLength(shippedCards.length);
  expect(summaries(text)[0]).toBe(says("youth.meanwhile.breath.title"));
  await give(line, noor.id, line.anna);
  expect((await noor.get("/")).text).not.toContain('id="meanwhile"');
  expect((await person(line).get("/")).text).not.toContain('id="meanwhile"');
});

test("its style stands in the page only while somebody waits, let through by its hash", async () => {
  const noor = await youth(line);
  const rule = "#meanwhile li{";
  const waiting = await noor.get("/");
  expect(waiting.text).toContain(rule);
  await give(line, noor.id, line.anna);
  expect((await noor.get("/")).text).not.toContain(rule);
});

test("an admin's list is what whoever waits reads, in its order; an empty one shows nothing", async () => {
  const noor = await youth(line);
  const words = { title: "Exams <b>", text: "First & last.\nThen a break." };
  await setCards([
    { code: "home", texts: null, off: false },
    { code: "own_0a1b2c3d", texts: { en: words }, off: false },
    { code: "breath", texts: null, off: true },
  ]);
  const { text } = await noor.get("/");
  expect(summaries(text)).toEqual([says("meanwhile.home.title"), "Exams &lt;b&gt;"]);
  expect(text).toContain('<p dir="auto">First &amp; last.</p><p dir="auto">Then a break.</p>');
  await setCards([]);
  const empty = (await noor.get("/")).text;
  expect(empty).not.toContain('id="meanwhile"');
  expect(empty).not.toContain("#meanwhile li{");
});

test("beside the field stands where they are in line, and who has come, also by the long poll", async () => {
  await youth(line);
  const noor = await youth(line);
  const now = (page: string) => page.match(/<p id="stand" hidden="">(.*?)<\/p>/)?.[1];
  expect(now((await noor.get("/")).text)).toBe(says("youth.waiting.place", { place: 2 }));
  const poll = async () => (await noor.post("/updates", { after: "0", v: "old" }, script)).text;
  expect(now(await poll())).toBe(says("youth.waiting.place", { place: 2 }));
  await give(line, noor.id, line.anna);
  expect(now(await poll())).toBe(says("youth.talking.here", { alias: "Mika" }));
});
