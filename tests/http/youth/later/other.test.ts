import { beforeEach, expect, test } from "vitest";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { addRegion } from "#src/directory/regions.ts";
import { rates } from "#src/http/limits/limits.ts";
import { languages } from "#src/i18n/i18n.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setTexts, type TextName } from "#src/settings/texts/texts.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, type Form, look, person, says, script, youth } from "#tests/support/house/http.ts";
import { rows, stored } from "#tests/support/house/tables.ts";
import { always, list, manyPlaces, samplePlaces } from "#tests/support/people/other-places.ts";

let clock: FakeClock;
let line: House;

// A Tuesday in November, 19:00 in Brussels.
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
});

const lookFor = (form: Form = {}, path?: string) => look(person(line), form, path);
const add = (name: string, more = {}) => place(line.helpline.db, name, { calendar: always, ...more });

test("the urgent stands on top, then what is open now, what nobody knows, and what is closed, with when it opens", async () => {
  await samplePlaces(line.helpline.db);
  const { status, text, set } = await person(line).get("/other");
  expect([status, set]).toEqual([200, []]);
  expect(list(text)).toEqual([
    `# ${says("youth.other.emergency")}`,
    "Night line",
    "# Open now",
    "Awel",
    `# ${says("youth.other.unknown")}`,
    "Overkop house",
    "# Closed now",
    "Legal café",
  ]);
  expect(text).toContain("tomorrow at 14:00");
  // What the helpline itself says for danger stands before the search.
  expect(text.indexOf('href="tel:112"')).toBeLessThan(text.indexOf('name="q"'));
  expect(text).not.toContain("For counsellors only");
});

test("[ASVS 14.2.1] the title stays neutral, and nothing of what is looked for stands in an address", async () => {
  const ids = await samplePlaces(line.helpline.db);
  for (const see of ["", ids.urgent, `${ids.open}/0`]) {
    expect((await lookFor({ see })).text).toContain("<title>Chat</title>");
  }
  const found = await lookFor({ q: "suicide", topic: "suicide" });
  expect(found.status).toBe(200);
  expect(found.text).toContain("<title>Chat</title>");
  const addresses = [...found.text.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, address]) => address!);
  expect(addresses.filter((address) => /suicid|topic/.test(address))).toEqual([]);
});

test.each<[string, Form, string[]]>([
  ["a word of theirs", { q: "rights at school" }, ["Legal café"]],
  ["a word for a topic", { q: "lonely" }, ["Awel"]],
  ["a topic", { topic: "anxiety_mood" }, ["Overkop house"]],
  ["an age", { age: "11" }, ["Night line", "Awel"]],
  ["a language", { language: "fr" }, ["Legal café"]],
  ["a way", { channel: "sms" }, ["Night line"]],
  ["free", { free: "1" }, ["Night line", "Awel", "Legal café"]],
  ["without a name", { anonymous: "1" }, ["Night line", "Awel"]],
  ["open now keeps what nobody knows", { open: "1" }, ["Night line", "Awel", "Overkop house"]],
  ["all at once", { free: "1", age: "15", channel: "web" }, ["Legal café"]],
  [
    "nothing that can be read chooses nothing",
    { topic: "planets", age: "-3", language: "<b>", free: "yes", from: "x" },
    ["Night line", "Awel", "Overkop house", "Legal café"],
  ],
])("Noor finds by %s", async (_name, form, expected) => {
  await samplePlaces(line.helpline.db);
  const { text } = await lookFor(form);
  expect(list(text).filter((one) => !one.startsWith("#"))).toEqual(expected);
});

test("what she chose stands in the form again, unfolded, and goes along to the next page", async () => {
  for (let n = 1; n <= 33; n++) await add(`Place ${String(n).padStart(2, "0")}`, { topics: ["school"], free: true });
  const first = await lookFor({ q: "place", topic: "school", free: "1" });
  expect(first.text).toContain('<details open=""');
  expect(first.text).toMatch(/<input id="q"[^>]*value="place"/);
  expect(first.text).toMatch(/<option value="school" selected="">/);
  expect(first.text).toMatch(/name="free" value="1" checked=""/);
  expect(first.text).toContain(says("youth.other.found", { n: 33 }));
  const seen = list(first.text).slice(1);
  expect(seen).toHaveLength(15);
  let page = first.text;
  for (const from of ["15", "30"]) {
    const more = [...page.split('id="found"')[1]!.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const fields = [
      ...more.map(([, name, value]): [string, string] => [name!, value!]),
      ["from", from] as [string, string],
    ];
    expect(Object.fromEntries(fields)).toEqual({ q: "place", topic: "school", free: "1", from });
    expect(page).toContain(`name="from" value="${from}"`);
    page = (await lookFor(fields)).text;
    seen.push(...list(page).slice(1));
  }
  expect(new Set(seen).size).toBe(33);
  expect(page).not.toContain(says("youth.other.next"));
});

test("where nothing fits it says so, with a way to all of them and whom to call; an empty list says that", async () => {
  expect((await person(line).get("/other")).text).toContain(says("youth.other.empty"));
  await samplePlaces(line.helpline.db);
  const { text } = await lookFor({ q: "zzzz" });
  expect(text).toContain(says("youth.other.none"));
  expect(text).toContain('<a class="big line" href="/other">');
  expect(text).toContain('href="tel:112"');
});

test("regions can be chosen where there are several, the parts below their country", async () => {
  await add("All of Belgium", { regions: ["BE"] });
  expect((await person(line).get("/other")).text).not.toContain('name="region"');
  await act(line, line.aino, (tx, emit) => addRegion(tx, emit, { code: "BE-VLG", parent: "BE", name: "Flanders" }));
  await add("In Flanders", { regions: ["BE-VLG"] });
  await add("In France", { regions: ["FR"] });
  const { text } = await lookFor({ region: "BE-VLG" });
  expect(text).toMatch(/<option value="BE">Belgium<\/option><option value="BE-VLG" selected="">– Flanders/);
  expect(list(text)).toEqual(["# Open now", "All of Belgium", "In Flanders"]);
});

test("what says no language is not left out, but stands last under a heading of its own, unless it is urgent", async () => {
  await add("Silent");
  await add("French", { languages: ["fr"] });
  await add("Dutch", { languages: ["nl"] });
  await add("Urgent and silent", { emergency: true });
  expect(list((await lookFor({ language: "fr" })).text)).toEqual([
    `# ${says("youth.other.emergency")}`,
    "Urgent and silent",
    "# Open now",
    "French",
    `# ${says("youth.other.silent")}`,
    "Silent",
  ]);
});

test("[ASVS 3.7.3] links to other sites stand behind a page in between; those of a phone call or write at once", async () => {
  const { open: id } = await samplePlaces(line.helpline.db);
  const { text } = await person(line).get("/other?l=en");
  expect(text).toContain(`name="see.${id}/0"`);
  expect(text).toContain('href="tel:102"');
  expect(text).toContain('href="sms:8813"');
  expect(text).toContain('href="mailto:brievenbus@awel.example"');
  const outside = [...text.matchAll(/(?:href|src|action)="(https?:[^"]*)"/g)].map(([, address]) => address);
  expect(outside).toEqual([]);
});

test("of what young people look at nothing is kept", async () => {
  const ids = await samplePlaces(line.helpline.db);
  const noor = await youthInLine();
  const before = stored(line.files);
  for (const who of [person(line), noor]) {
    for (const see of ["", ids.open, `${ids.open}/0`]) {
      expect((await look(who, { q: "suicide", age: "13", see })).status).toBe(200);
    }
  }
  expect(stored(line.files)).toEqual(before);
  expect(rows(line.files, "referral")).toEqual([]);
});

async function youthInLine() {
  await open(line);
  return youth(line);
}

test("it works closed, not yet open, without the master key, and beside a chat, which it leads back to", async () => {
  await samplePlaces(line.helpline.db);
  expect((await person(line).get("/other")).text).toContain(says("youth.frame.to_door"));
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
  expect((await person(line).get("/other")).text).toContain("Awel");
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "open" }));
  const noor = await youthInLine();
  for (const page of [await noor.get("/other"), await look(noor, { q: "talk" })]) {
    expect(page.text).toContain(says("youth.frame.back_to_chat"));
    expect(page.text).toContain("Awel");
  }
  expect((await noor.post("/other", { q: "talk" }, script)).text).toContain('<main id="main">');
  const locked = await house({ clock, master: null });
  await samplePlaces(locked.helpline.db);
  expect((await person(locked).get("/other")).text).toContain("Awel");
});

test("in another language the cards are in it where they can be, and what was looked for goes along to the others", async () => {
  await add("Awel", {
    texts: { fr: { name: "Awel FR", summary: "Parle de tout.", description: "", eligibility: "" } },
  });
  const { text } = await lookFor({ q: "awel" }, "/other?l=fr");
  expect(list(text)).toEqual(["# Ouvert maintenant", "Awel FR"]);
  expect(text).toContain("Parle de tout.");
  expect(text).toContain('action="/other?l=fr"');
  expect(text).toMatch(/<button[^>]* form="looking" formaction="\/other\?l=nl"/);
});

test("the helpline’s own texts stand there too", async () => {
  await samplePlaces(line.helpline.db);
  const texts = {
    "en youth.frame.other": "Friends of ours",
    "en card.open_until": "There until <strong>{time}</strong>",
  };
  await act(line, line.aino, (tx, emit) => setTexts(tx, emit, { texts: texts as Record<TextName, string> }));
  const { text } = await person(line).get("/other");
  expect(text).toMatch(/<h1>Friends of ours<\/h1>.*There until <time[^>]*>22:00/s);
});

test("words of the directory cannot become marks of the page", async () => {
  const more = { summary: "</p><script>planted()</script>", alert: "<img src=x>", hoursNote: "<b>" };
  const channels = [{ ...plainChannel("phone", "102"), description: '"><img src=x>' }];
  await add('"><script>planted()</script>', { ...more, channels });
  const { text } = await lookFor({ q: '"><script>planted()</script>' });
  expect(text).not.toMatch(/<script>planted|<img src=x>/);
  expect(text).toContain("&lt;script&gt;planted()");
});

test("more searches than young people make are refused with a sentence, and the number to call stays", async () => {
  while (line.helpline.limiter.take("look", "all"));
  const page = await lookFor({ q: "help" });
  expect(page.status).toBe(429);
  expect(page.text).toContain(says("error.too_fast"));
  expect(page.text).toContain('href="tel:112"');
  // The page itself still comes to whoever only opens it.
  expect((await person(line).get("/other")).status).toBe(200);
  clock.pass(60_000 / rates.look.perMinute);
  expect((await lookFor({ q: "help" })).status).toBe(200);
});

test.each(["/other", "/which"])("one network that asks %s without end shuts it for nobody else", async (path) => {
  await act(line, line.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "assessment", value: { on: true, questions: ["age"] } }),
  );
  const ask = async (from: string, form: Form = { q: "help", age: "13-14" }) => {
    const headers = { "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": from };
    const init = { method: "POST", headers, body: new URLSearchParams(form as Record<string, string>) };
    return (await line.app.request(path, init, { peer: "127.0.0.1" })).status;
  };
  let asked = 0;
  while ((await ask(`203.0.113.${asked % 200}`)) === 303) asked += 1;
  expect(asked).toBe(rates.lookOfNetwork.burst);
  for (let more = 0; more < rates.look.burst; more += 1) await ask("203.0.113.9");
  expect(await ask("198.51.100.7")).toBe(303);
  // The whole list and its further pages come to everybody.
  if (path === "/other") expect(await ask("203.0.113.9", { from: "15" })).toBe(303);
});

test("Y13: with 430 services every page of it fits into the first packets, in every language", async () => {
  await manyPlaces(line.helpline.db, 430);
  for (const language of languages) {
    for (const form of [null, { from: "200" }, { language: "en", free: "1" }]) {
      const headers = { "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin" };
      const path = `/other?l=${language}`;
      const to = form && (await person(line).post(path, form)).to;
      const response = await person(line).send(to ?? path, { headers });
      expect(response.headers.get("content-encoding")).toBe("gzip");
      const head = [...response.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
      const bytes = (await response.arrayBuffer()).byteLength + head;
      expect(bytes).toBeLessThan(10_240);
      expect(bytes).toBeGreaterThan(6_000);
    }
  }
});
