import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { messages } from "#src/conversation/reading.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setHook } from "#src/on-call/webhook.ts";
import { inLine } from "#src/queue/claim.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, heardSince, type Person, person, says, script } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";

// From the tick on, until somebody is with them (SG1 to SG4).

let home: House;
let clock: FakeClock;
let noor: Person;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
  noor = await comes({ danger: "yes", text: "he is outside" });
  id = inLine(home.helpline.db)[0]!.id;
});

async function comes(form: Record<string, string>, language = "en"): Promise<Person> {
  const who = person(home);
  await who.post("/start", { client_id: clientId(), rules: "1", l: language, ...form });
  return who;
}
const page = async (who = noor) => (await who.get("/")).text;
const taps = (say: string, who = noor) => {
  // A moment later: what is asked next has been read.
  clock.pass(1_000);
  return who.post(`/danger?say=${say}`, { sent: "1" });
};
const mine = (conversationId = id) =>
  messages(home.helpline.db, conversationId).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
/** What time does by itself, a second at a time. */
async function passes(seconds: number) {
  for (let n = 0; n < seconds; n += 5) {
    clock.pass(5_000);
    for (const { id: one } of inLine(home.helpline.db)) home.helpline.youth.touched(one);
    for (const name of ["what whoever is on call has to know", "for whom it gets too late"]) {
      await runJob(home.helpline, jobs.find((job) => job.name === name)!);
    }
  }
}

test("says what is so: alerted, whom to call, and the place in line; nothing that may not come", async () => {
  const text = await page();
  for (const key of ["alerted", "what", "hurt_by", "hurt_self", "suicide", "other", "skip"] as const) {
    expect(text).toContain(says(`youth.danger.${key}`));
  }
  expect(text).toContain("Call 112 if you can. Keep this page open.");
  expect(text).toContain(says("youth.waiting.place", { place: 1 }));
  for (const key of ["youth.waiting.open", "youth.feeling.before", "youth.waiting.range"] as const) {
    expect(text).not.toContain(says(key, { low: 1, high: 2 }).slice(0, 20));
  }
  expect(text).not.toMatch(/minutes?\b.{0,20}<\/h1>|you won’t be turned away/);
});

test("whoever is only sad reads nothing of it", async () => {
  const sam = await comes({ text: "I am sad" });
  expect(await page(sam)).not.toContain(says("youth.danger.alerted"));
  expect((await taps("hurt_by", sam)).to).toBe("/");
  expect(mine(inLine(home.helpline.db)[1]!.id)).toEqual(["I am sad"]);
});

test("without a voice: the ways of the country stand there, and none where there are none", async () => {
  expect(await page()).not.toContain(says("youth.danger.cant_talk"));
  const value = shippedEmergency.filter(({ country }) => country === "FI");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  const text = await page();
  expect(text).toContain(says("youth.danger.cant_talk"));
  expect(text).toContain('href="sms:112"');
});

test("the police have a number of their own in Belgium: first where somebody may hurt them, and not for whoever took something", async () => {
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  expect(await page()).toContain('href="tel:101"');
  expect(await page()).toContain("Call 112 if you can.");
  await taps("hurt_by");
  expect(await page()).toContain("Call 101 (police) or 112 if you can.");
  const sam = await comes({ danger: "yes" });
  await taps("hurt_self", sam);
  expect(await page(sam)).not.toContain("tel:101");
  // What was set before has no such field.
  const [{ police, ...before }] = value as [(typeof value)[number]];
  expect(police).toBe("101");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value: [before] }));
  expect(await page()).not.toContain("tel:101");
  expect(await page()).toContain("Call 112 if you can.");
});

describe("one tap", () => {
  test.each([
    ["hurt_by", "ask_hurt_by", "yes", "words_hurt_by_yes"],
    ["hurt_by", "ask_hurt_by", "no", "words_hurt_by_no"],
    ["hurt_self", "took", "called_too", "called_too"],
    ["suicide", "ask_suicide", "yes", "words_suicide_yes"],
    ["suicide", "ask_suicide", "no", "words_suicide_no"],
    ["other", "ask_other", "yes", "words_other_yes"],
    ["other", "ask_other", "no", "words_other_no"],
    ["other", "ask_other", "silent", "silent"],
  ] as const)(
    "is a message, has its own next line, and one more answer: %s, %s, %s",
    async (kind, next, answer, words) => {
      const before = home.heard.length;
      expect((await taps(kind)).to).toBe("/");
      expect(heardSince(home, before)).toEqual(["message.written", "wait.outlook"]);
      expect(await page()).toContain(says(`youth.danger.${next}`, { number: "112" }));
      expect(await page()).not.toContain(says("youth.danger.what"));
      await taps(answer);
      expect(mine()).toEqual([
        "he is outside",
        says(`youth.danger.${kind}`),
        says(`youth.danger.${words}`, { number: "112" }),
      ]);
      expect(await page()).not.toContain('action="/danger');
      expect(conversation(home.helpline.db, id)!.lane).toBe("urgent");
    },
  );

  test("a safe room is asked only where somebody may hurt them", async () => {
    for (const kind of ["hurt_self", "suicide", "other"]) {
      const who = await comes({ danger: "yes" });
      await taps(kind, who);
      expect(await page(who)).not.toContain(says("youth.danger.ask_hurt_by"));
    }
  });

  test("twice is one message, and so is one that comes late", async () => {
    const both = await Promise.all([taps("hurt_by"), taps("hurt_by")]);
    await taps("no");
    // From a page that is older than the answer: another is no error either, and changes nothing.
    const before = home.heard.length;
    const late = [await taps("hurt_by"), await taps("suicide"), await taps("yes"), await taps("no")];
    expect([...both, ...late].map(({ to }) => to)).toEqual(Array(6).fill("/"));
    expect(heardSince(home, before)).toEqual([]);
    expect(mine()).toEqual(["he is outside", says("youth.danger.hurt_by"), says("youth.danger.words_hurt_by_no")]);
  });

  test("to skip says nothing, and asks nothing more", async () => {
    const before = home.heard.length;
    await taps("skip");
    expect(heardSince(home, before)).toEqual(["wait.outlook"]);
    expect(mine()).toEqual(["he is outside"]);
    expect(await page()).not.toContain('action="/danger');
    expect(await page()).toContain(says("youth.danger.alerted"));
  });

  test.each(["", "maybe", "__proto__"])("that nobody is asked for is refused: “%s”", async (say) => {
    expect((await taps(say)).status).toBe(422);
    expect(mine()).toEqual(["he is outside"]);
  });

  test("is in their own language", async () => {
    const who = await comes({ danger: "yes" }, "fr");
    await taps("suicide", who);
    expect(mine(inLine(home.helpline.db)[1]!.id)).toEqual([says("youth.danger.suicide", {}, "fr")]);
  });

  test("is sealed: no word of it stands in the data", async () => {
    await taps("hurt_by");
    await taps("no");
    expect(chosenIn(home.helpline.db, id)).toMatchObject({ danger: { kind: "hurt_by", answer: "no" } });
    expect(JSON.stringify(stored(home.files))).not.toContain("hurt_by");
  });
});

describe("when nobody comes", () => {
  test("a minute later others are called, and the page says so where somebody is reached; after three it says not to wait", async () => {
    await act(home, home.aino, (tx, emit) => setHook(tx, emit, { address: "https://ntfy.example/porch" }));
    await passes(55);
    expect(await page()).not.toContain(says("youth.danger.called"));
    const before = home.heard.length;
    await passes(5);
    expect(heardSince(home, before)).toContain("wait.outlook");
    expect(await page()).toContain(says("youth.danger.called"));
    await passes(115);
    expect(await page()).not.toContain(says("youth.danger.late"));
    await passes(5);
    const text = await page();
    expect(text).toContain(says("youth.danger.late"));
    expect(text).toContain("Don’t wait for us. Call 112 now.");
    expect(text).not.toContain(says("youth.danger.alerted"));
  });

  test("whoever comes after somebody of whom others were told reads nothing of that", async () => {
    await act(home, home.aino, (tx, emit) => setHook(tx, emit, { address: "https://ntfy.example/porch" }));
    await passes(60);
    await give(home, id, home.anna);
    clock.pass(1_000);
    const sam = await comes({ danger: "yes" });
    expect(await page(sam)).toContain(says("youth.danger.alerted"));
    expect(await page(sam)).not.toContain(says("youth.danger.called"));
  });

  test("nothing is said of others where nobody is reached", async () => {
    await passes(90);
    expect(await page()).not.toContain(says("youth.danger.called"));
  });

  test("a poll that waits hears it", async () => {
    const v = (await page()).match(/id="state"[^>]*data-v="(\w+)"/)![1]!;
    const poll = noor.post("/updates", { after: "1", v }, script);
    await expect.poll(() => home.helpline.hub.heard(`youth:${id}`)).toBe(true);
    await passes(180);
    expect((await poll).text).toContain(says("youth.danger.late"));
  });
});

test("once somebody is with them no question stands there any more, and whom to call in a line", async () => {
  const v = (await page()).match(/id="state"[^>]*data-v="(\w+)"/)![1]!;
  await give(home, id, home.anna);
  const text = await page();
  expect(text).not.toContain(says("youth.danger.alerted"));
  expect(text).not.toContain('action="/danger');
  const told = (await noor.post("/updates", { after: "1", v }, script)).text;
  for (const here of ['<div id="call" class="card red brief">', '<div id="in-danger" hidden=""></div>'])
    expect(told).toContain(here);
});

test("a tap on a page that is older than the chat is not lost", async () => {
  await give(home, id, home.anna);
  expect((await taps("suicide")).to).toBe("/");
  expect(mine()).toEqual(["he is outside", says("youth.danger.suicide")]);
});

test("the same finger twice answers nothing that nobody has read", async () => {
  await taps("hurt_by");
  await noor.post("/danger?say=yes", { sent: "1" });
  expect(mine()).toEqual(["he is outside", says("youth.danger.hurt_by")]);
  expect(await page()).toContain(says("youth.danger.ask_hurt_by"));
});

test("whoever loses their counsellor in danger is told the same again, and whom to call", async () => {
  await give(home, id, home.anna);
  await act(home, home.anna, (tx, emit) =>
    leaveChat(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost", isHeard: () => false }),
  );
  const text = await page();
  expect(text).toContain(says("youth.danger.alerted"));
  expect(text).toContain('<div id="call">');
  expect(text).not.toContain(says("youth.feeling.before"));
});
