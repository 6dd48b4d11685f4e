import { beforeEach, describe, expect, test } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { inLine } from "#src/queue/claim.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { withSecret } from "#tests/support/browser/secrets.ts";
import { annaEnds } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, cleared, clientId, give, type Person, person, says, youth } from "#tests/support/house/http.ts";
import { always, list } from "#tests/support/people/other-places.ts";

// The pages after danger, and what is said before a chat is deleted (SG5, SG7).

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
});

/** Somebody who says at the door that they are in danger. */
async function ticks(): Promise<Person & { id: number }> {
  const who = person(home);
  await who.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "he is outside", danger: "yes" });
  return Object.assign(who, { id: inLine(home.helpline.db)[0]!.id });
}
/** Somebody who says nothing of it, and talks with Anna. */
async function talks() {
  const who = await youth(home, "hello");
  await give(home, who.id, home.anna);
  return who;
}
const main = (html: string) => html.split('<main id="main">')[1]!.split("</main>")[0]!;
const numbers = (html: string) => [...html.matchAll(/href="tel:(\d+)"/g)].map(([, number]) => number);
const readAfter = says("youth.danger.read_after", { hours: 12 });
const declares = (conversationId: number) =>
  act(home, home.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId, staffId: home.anna.id }));
const complains = (conversationId: number) =>
  home.helpline.db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId, text: "" }));

describe("the page after the end of a chat", () => {
  async function ended(kind: string | null, end: "theirs" | "Anna’s") {
    const noor = await ticks();
    clock.pass(1_000);
    if (kind) await noor.post("/danger", { value: kind });
    await give(home, noor.id, home.anna);
    if (end === "theirs") await noor.post("/end");
    else await annaEnds(home, noor.id);
    return main((await noor.get("/")).text);
  }

  test.each([
    ["hurt_by", ["101", "112"]],
    ["hurt_self", ["112"]],
    [null, ["112", "101"]],
  ] as const)(
    "begins with whom to call, by what was happening (%s), then places; nobody smiles and nothing is asked",
    async (kind, expected) => {
      const html = await ended(kind, "theirs");
      const [before, after] = html.split(`<h1>${says("youth.danger.ended")}</h1>`);
      expect(numbers(before!)).toEqual(expected);
      expect(after!.indexOf('id="places"')).toBeLessThan(after!.indexOf(says("youth.ended.ask")));
      expect(html).not.toContain('class="face smile"');
      for (const key of [
        "youth.ended.title",
        "youth.ended.by_youth",
        "youth.thanks.title",
        "youth.helped.title",
      ] as const) {
        expect(html).not.toContain(says(key));
      }
    },
  );

  test("says once for how long it can be read that they left; nothing of it where Anna ended it", async () => {
    expect((await ended(null, "theirs")).split(readAfter)).toHaveLength(2);
    expect(await ended(null, "Anna’s")).not.toContain(readAfter);
  });

  test("whoever taps to be asked is asked, and can thank", async () => {
    const noor = await ticks();
    await give(home, noor.id, home.anna);
    await noor.post("/end");
    await noor.post("/helped", { value: "ask" });
    const html = (await noor.get("/")).text;
    expect(html).toContain(says("youth.helped.title"));
    expect(html).not.toContain(says("youth.thanks.title"));
    for (const door of ["/helped", "/feeling", "/next"]) await noor.post(door, { moment: "after", value: "skip" });
    const last = main((await noor.get("/")).text);
    expect(last).toContain(says("youth.thanks.title"));
    expect(last).not.toContain('class="face smile"');
    expect(numbers(last.split("<h1>")[0]!)).toEqual(["112", "101"]);
  });

  test("is the same with an emergency that others declared", async () => {
    const sam = await talks();
    await declares(sam.id);
    await annaEnds(home, sam.id);
    const html = main((await sam.get("/")).text);
    expect(numbers(html.split("<h1>")[0]!)).toEqual(["112", "101"]);
    expect(html).not.toContain(says("youth.ended.title"));
  });

  test("without danger it thanks, as ever", async () => {
    const sam = await talks();
    await sam.post("/end");
    const html = main((await sam.get("/")).text);
    expect(html).toContain(says("youth.helped.title"));
    expect(html).not.toMatch(/id="call"|class="face smile"/);
    for (const door of ["/helped", "/feeling", "/next"]) await sam.post(door, { moment: "after", value: "skip" });
    const last = main((await sam.get("/")).text);
    expect(last).toContain(says("youth.ended.title"));
    expect(last).toContain('class="face smile"');
  });
});

describe("the page after leaving the line in danger", () => {
  async function left() {
    const noor = await ticks();
    await noor.post("/end", { from: "waiting", sure: "yes" });
    return { noor, page: await noor.get("/") };
  }

  test("says for how long it can be read, and shows the door folded: nobody there stands in line", async () => {
    const html = main((await left()).page.text);
    const [open, folded] = html.split(`<details><summary>${says("youth.ended.again")}`);
    for (const said of [says("youth.danger.left"), readAfter, says("rules.clear.offer")]) expect(open).toContain(said);
    expect(open).not.toMatch(/class="face smile"|id="text"|id="now"/);
    expect(folded).toContain('id="text"');
  });

  test("the chat can be deleted from there, and the cookie goes with that", async () => {
    const { noor, page } = await left();
    expect(page.set).toEqual([]);
    expect((await noor.post("/clear", { sure: "no" })).text).toContain(says("youth.danger.delete", { hours: 12 }));
    const done = await noor.post("/clear", { sure: "yes" });
    expect(done.text).toContain(says("rules.clear.danger_done", { hours: 12 }));
    expect(done.set).toEqual(cleared);
    expect(conversation(home.helpline.db, noor.id)!.erasedAt).toBe(clock.now());
  });

  test("whoever opens it later learns nothing, and the cookie is gone", async () => {
    const { noor } = await left();
    clock.pass(60_000);
    const { text, set } = await noor.get("/");
    expect(text).not.toContain(says("youth.danger.left"));
    expect(set).toEqual([expect.stringMatching(/^s=; Max-Age=0/)]);
  });

  test("out of danger nothing of it is folded, and the cookie goes at once", async () => {
    const sam = await youth(home, "hello");
    await sam.post("/end", { from: "waiting" });
    const { text, set } = await sam.get("/");
    expect(text).not.toContain(`<summary>${says("youth.ended.again")}`);
    expect(set).toEqual([expect.stringMatching(/^s=; Max-Age=0/)]);
  });
});

describe("beside the numbers stands how to get help without a voice", () => {
  /** The pages after danger; the chat is over on each, and was deleted from the last. */
  const after = {
    "that ended": async (noor: Person & { id: number }) => {
      await give(home, noor.id, home.anna);
      await noor.post("/end");
      return (await noor.get("/")).text;
    },
    "left in line": async (noor: Person) => {
      await noor.post("/end", { from: "waiting", sure: "yes" });
      return (await noor.get("/")).text;
    },
    "that was deleted": async (noor: Person) => (await noor.post("/clear", { sure: "yes" })).text,
  };
  const call = (html: string) => /<div id="call">.*?<h1/s.exec(html)![0];
  const chatRoom = () =>
    place(home.helpline.db, "Quiet Room", {
      calendar: always,
      channels: [plainChannel("chat", "https://quiet.example")],
    });

  test.each(Object.entries(after))(
    "of a chat %s: the ways of the country, and places that chat now",
    async (_, page) => {
      await chatRoom();
      await place(home.helpline.db, "Night line", { calendar: always });
      const noor = await ticks();
      const html = call(await page(noor));
      expect(numbers(html)).toEqual(["112", "101"]);
      expect(html).toContain(`<summary class="big">${says("youth.danger.cant_talk")}</summary>`);
      expect(html).toContain("112 BE");
      const [, action, fields] = /<form method="post" action="([^"]+)">(.*?)<\/form>/s.exec(html)!;
      const form = [...fields!.matchAll(/ name="([^"]+)"(?: value="([^"]+)")?/g)].map(([, name, value = ""]) => [
        name,
        value,
      ]);
      const found = await noor.get((await noor.post(action!, Object.fromEntries(form))).to!);
      expect(list(found.text)).toEqual(["# Open now", "Quiet Room"]);
    },
  );

  test("only what works: no chat where none is open, and no button where there is no way at all", async () => {
    await place(home.helpline.db, "Night line", { calendar: always });
    const html = call(await after["left in line"](await ticks()));
    expect(html).toContain("112 BE");
    expect(html).not.toContain("<form");
    const value = shippedEmergency.filter(({ country }) => country === "EU");
    await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
    expect(call(await after["left in line"](await ticks()))).not.toContain(says("youth.danger.cant_talk"));
    await chatRoom();
    clock.pass(61_000);
    expect(call(await after["left in line"](await ticks()))).toContain(says("youth.danger.chats"));
  });
});

describe("before a chat is deleted it is said what applies", () => {
  const sentences = {
    danger: says("youth.danger.delete", { hours: 12 }),
    emergency: says("rules.clear.in_emergency"),
    concern: says("rules.clear.if_concern", { days: 14 }),
  };
  const marks = (conversationId: number) =>
    act(home, home.anna, (tx, emit) => markRisk(tx, emit, { conversationId, staffId: home.anna.id, present: true }));

  test.each([
    ["nothing", [], []],
    ["danger", [marks], ["danger", "emergency"]],
    ["an emergency", [declares], ["danger", "emergency"]],
    ["a complaint", [complains], ["concern"]],
    ["danger and a complaint", [marks, complains], ["danger", "emergency", "concern"]],
    ["an emergency and a complaint", [declares, complains], ["danger", "emergency", "concern"]],
  ] as const)(
    "after %s, in no more than that, and with a button that promises no more",
    async (_, happens, expected) => {
      const noor = await talks();
      for (const one of happens) await one(noor.id);
      const { text } = await noor.post("/clear", { sure: "no" });
      for (const [name, sentence] of Object.entries(sentences)) {
        expect([name, text.includes(sentence)]).toEqual([name, (expected as readonly string[]).includes(name)]);
      }
      const isAtOnce = expected.length === 0;
      expect(text).toContain(
        `<button class="big">${says(isAtOnce ? "rules.clear.yes" : "rules.clear.yes_later")}</button>`,
      );
      expect(text.includes(says("rules.clear.kept"))).toBe(isAtOnce);
      expect(text.includes(says("rules.clear.gone"))).toBe(isAtOnce);
      expect(text).not.toContain(says("youth.danger.leave"));
    },
  );

  test("a code for an answer still works, and that is said; without one nothing is", async () => {
    const noor = await talks();
    await complains(noor.id);
    const asks = async () => (await noor.post("/clear", { sure: "no" })).text;
    expect(await asks()).not.toContain(says("rules.clear.answer_code"));
    const code = (await noor.post("/help", { want: "code", mark: "" })).text.match(/<strong id="words">([^<]+)</)![1]!;
    expect(await asks()).toContain(says("rules.clear.answer_code"));
    await noor.post("/clear", { sure: "yes" });
    expect((await person(home).post("/back", { code })).text).toContain(says("youth.help.answer_title"));
  });

  test("whoever comes to the phone later, and does not know the secret word, learns of no complaint", async () => {
    const noor = await withSecret(home);
    await give(home, noor.id, home.anna);
    await declares(noor.id);
    await complains(noor.id);
    clock.pass(61_000);
    const { text } = await noor.post("/clear", { sure: "no" });
    expect(text).not.toContain(sentences.concern);
  });
});

test("the page of a code does not say in danger that what nobody has read is deleted", async () => {
  const [noor, sam] = [await ticks(), await youth(home, "hello")];
  const unread = says("youth.code.unread");
  expect((await noor.post("/back", { want: "code" })).text).not.toContain(unread);
  expect((await sam.post("/back", { want: "code" })).text).toContain(unread);
});
