import { beforeEach, expect, test } from "vitest";
import { sendReferrals } from "#src/conversation/messages/referral.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { end } from "#src/queue/end/ending.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person, says, script, youth } from "#tests/support/house/http.ts";
import { samplePlaces } from "#tests/support/people/other-places.ts";

// Where young people meet the directory beside the page of its own: the closed door, the line, the chat and its end.

let clock: FakeClock;
let line: House;
let ids: Awaited<ReturnType<typeof samplePlaces>>;

// A Tuesday in November, 19:00 in Brussels.
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  ids = await samplePlaces(line.helpline.db);
});

const names = ["Night line", "Awel", "Legal café", "Overkop house", "For counsellors only"];
const shown = (page: string) => names.filter((name) => page.includes(`>${name}</`));
const change = (id: string, more: object) =>
  act(line, line.aino, (tx, emit) => changeService(tx, emit, { id, entry: { ...service(tx, id)!.entry, ...more } }));

test("the door that is shut shows who is there now, with a tap for each way; the open one does not", async () => {
  const { text } = await person(line).get("/?l=en");
  expect(shown(text)).toEqual(["Night line", "Awel"]);
  expect(text).toContain(says("youth.other.now"));
  expect(text).toContain('href="tel:1813"');
  expect(text).toContain(`name="see.${ids.open}/0"`);
  await open(line);
  expect(shown((await person(line).get("/")).text)).toEqual([]);
});

test("a page at the door learns who has come or gone, and is not woken for nothing", async () => {
  const versions = (page: string) =>
    ["now", "door"].map((id) => page.split(`id="${id}"`)[1]!.match(/data-v="(\w+)"/)![1]);
  const first = (await person(line).get("/")).text;
  const ask = (page: string) => person(line).get(`/?v=${versions(page).join(".")}`, script);
  for (let minute = 0; minute < 10; minute++) {
    expect((await ask(first)).status).toBe(204);
    clock.pass(60_000);
  }
  // Awel closes at 22:00.
  clock.pass(2 * 60 * 60_000 + 50 * 60_000);
  const news = await ask(first);
  expect(news.status).toBe(200);
  expect(shown(news.text)).toEqual(["Night line"]);
  await change(ids.urgent, { name: "Awel" });
  expect(shown((await ask(news.text)).text)).toEqual(["Awel"]);
});

test("in line the others stand folded beside it, and go when the chat begins", async () => {
  await open(line);
  const noor = await youth(line);
  const waiting = (await noor.get("/")).text;
  expect(waiting).toContain(`<summary>${says("youth.other.waiting")}</summary>`);
  expect(shown(waiting)).toEqual(["Night line", "Awel"]);
  // Without scripts the words in the box go when a place is looked at: that is said beside it.
  const beside = waiting.split('id="places"')[1]!.split("<article")[0];
  expect(beside).toContain(`<noscript><p class="soft">${says("youth.chat.check_first")}</p></noscript>`);
  await change(ids.urgent, { name: "Overkop house" });
  const later = await noor.post("/updates", { after: "0", v: "old" }, script);
  expect(shown(later.text)).toEqual(["Awel", "Overkop house"]);
  await give(line, noor.id, line.anna);
  expect(shown((await noor.get("/")).text)).toEqual([]);
  const news = await noor.post("/updates", { after: "0", v: "old" }, script);
  expect(news.text).toContain('<div id="places"></div>');
});

test("whom nobody took in time is shown who is there now", async () => {
  await open(line);
  const noor = await youth(line);
  await act(line, line.anna, (tx, emit) => {
    end(tx, emit, { conversationId: noor.id, reason: "line_closed", staffId: null });
    setAvailability(tx, emit, { staffId: line.anna.id, availability: "away" });
  });
  const { text } = await noor.get("/");
  expect(text).toContain(says("youth.unanswered.title"));
  expect(shown(text)).toEqual(["Night line", "Awel"]);
});

/** Noor talks with Anna, who sends her two places. */
async function sent(): Promise<Person & { id: number }> {
  await open(line);
  const noor = await youth(line, "the secret words");
  await give(line, noor.id, line.anna);
  await act(line, line.anna, (tx, emit) =>
    sendReferrals(tx, emit, {
      ...{ conversationId: noor.id, staffId: line.anna.id, clientId: clientId() },
      serviceIds: [ids.counsellors, ids.closed],
    }),
  );
  return noor;
}

const endedBy = (noor: { id: number }, reason: "ended_by_counsellor" | "ended_by_youth") =>
  act(line, line.anna, (tx, emit) => end(tx, emit, { conversationId: noor.id, reason, staffId: line.anna.id }));

test("a card in a chat says what it said when it was sent, whatever becomes of the place; whether it is open is of now", async () => {
  const noor = await sent();
  const before = (await noor.get("/")).text;
  expect(shown(before)).toEqual(["Legal café", "For counsellors only"]);
  expect(before).toContain("Closed in the week of Christmas");
  expect(before).toContain("tomorrow at 14:00");
  await change(ids.closed, { name: "Other", summary: "Other words", alert: "", channels: [], visibility: "hidden" });
  const edited = (await noor.get("/")).text;
  expect(edited.replace(/\d{4}-\S+/g, "")).toContain("Young people explain your rights");
  expect(edited).toContain("Closed in the week of Christmas");
  expect(edited).toContain("https://rights.example/youth");
  await change(ids.closed, { status: "defunct" });
  const gone = (await noor.get("/")).text;
  expect(shown(gone)).toEqual(["Legal café", "For counsellors only"]);
  expect(gone).not.toContain("tomorrow at 14:00");
});

test("the way to another site unfolds in the card, says what may stay behind, and sends no referrer", async () => {
  const noor = await sent();
  for (const path of ["/", "/log"]) {
    const response = await noor.send(path);
    const reader = response.body!.getReader();
    let text = "";
    while (!text.includes("rights.example/youth")) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    expect(text).toMatch(
      /<details><summary class="way">Website.*?<\/summary><p>That site may show in your history.*?<a class="way" href="https:\/\/rights\.example\/youth" rel="noreferrer noopener" target="_blank">/s,
    );
  }
});

test.each(["ended_by_counsellor", "ended_by_youth"] as const)(
  "after the end (%s) the places stay for whoever is still there, without a word of the chat",
  async (reason) => {
    const noor = await sent();
    const words = { conversationId: noor.id, staffId: line.anna.id, clientId: clientId(), text: "an early answer" };
    await act(line, line.anna, (tx, emit) => writeAsCounsellor(tx, emit, words));
    await noor.post("/send", { client_id: clientId(), text: "more secret words" });
    await endedBy(noor, reason);
    const { text } = await noor.get("/");
    expect(text).toContain(says("youth.other.sent"));
    expect(shown(text)).toEqual(["Legal café", "For counsellors only"]);
    // Leaving no trace comes last: whoever taps it does not see them again.
    expect(text.lastIndexOf("<article")).toBeLessThan(text.indexOf('action="/wipe"'));
    expect(text).not.toMatch(/secret|early/);
    clock.pass(61_000);
    expect(shown((await noor.get("/")).text)).toEqual([]);
  },
);

test("a place that was sent twice stands there once", async () => {
  const noor = await sent();
  await act(line, line.anna, (tx, emit) =>
    sendReferrals(tx, emit, {
      ...{ conversationId: noor.id, staffId: line.anna.id, clientId: clientId() },
      serviceIds: [ids.closed, ids.open],
    }),
  );
  await endedBy(noor, "ended_by_counsellor");
  const { text } = await noor.get("/");
  expect(text.match(/>Legal café</g)).toHaveLength(1);
  expect(shown(text)).toEqual(["Awel", "Legal café", "For counsellors only"]);
});

test("a chat of many cards fits into the first packets, the older ones behind a link", async () => {
  await open(line);
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  for (let n = 0; n < 20; n++) {
    await act(line, line.anna, (tx, emit) =>
      sendReferrals(tx, emit, {
        ...{ conversationId: noor.id, staffId: line.anna.id, clientId: clientId() },
        serviceIds: [ids.open, ids.closed, ids.unknown],
      }),
    );
  }
  const response = await noor.send("/", { headers: { "Accept-Encoding": "gzip" } });
  const head = [...response.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  expect((await response.arrayBuffer()).byteLength + head).toBeLessThan(14_000);
  const { text } = await noor.get("/");
  expect(text).toContain(says("youth.chat.earlier"));
  expect(text.match(/<article/g)!.length).toBeLessThan(20);
});
