import { beforeEach, describe, expect, test } from "vitest";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person, says, script, youth } from "#tests/support/house/http.ts";
import { onScreen } from "../danger/on-screen.ts";

// Leaving in danger: asked once, with whom to call; and afterwards the numbers before all else (SG5, SG7).

let home: House & { clock: FakeClock };
let noor: Person;
let id: number;
beforeEach(async () => {
  const clock = fakeClock();
  home = { ...(await house({ clock })), clock };
  await open(home);
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  noor = person(home);
  await noor.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "he is outside", danger: "yes" });
  id = inLine(home.helpline.db)[0]!.id;
});

const main = (html: string) => html.split('<main id="main">')[1]!.split("</main>")[0]!;
const way = (html: string) => html.split('<div id="way">')[1]!;
const out = (html: string) => html.split('<div id="out">')[1]!.split("</form></details>")[0]!;
const state = (html: string) => /<div id="state".*?<\/div>\s*<div id="call"/s.exec(html)![0];
const numbers = (html: string) => [...html.matchAll(/href="tel:(\d+)"/g)].map(([, number]) => number);
const isWaiting = () => stateOf(conversation(home.helpline.db, id)!) === "waiting";
const question = says("youth.danger.leave_sure", { number: "112" });
const sentence = says("youth.danger.leave");
const taps = (say: string) => {
  home.clock.pass(1_000);
  return noor.post(`/danger?say=${say}`, { sent: "1" });
};
const leaves = () => noor.post("/end", { from: "waiting", sure: "yes" });

describe("out of the line", () => {
  test("in danger is a question, folded, with 112 in it and what can be read after; a page that asks nothing ends nothing", async () => {
    const folded = /<details>.*/s.exec(out((await noor.get("/")).text))![0];
    expect(folded).toContain(`<summary>${says("youth.waiting.leave")}</summary>`);
    for (const said of [question, sentence, says("youth.danger.leave_yes")]) expect(folded).toContain(said);
    expect((await noor.post("/end", { from: "waiting" })).to).toBe("/");
    expect(isWaiting()).toBe(true);
    await leaves();
    expect(isWaiting()).toBe(false);
  });

  test("without danger it is one tap, as ever", async () => {
    const sam = await youth(home, "hello");
    expect(out((await sam.get("/")).text)).not.toContain(question);
    await sam.post("/end", { from: "waiting" });
    expect(stateOf(conversation(home.helpline.db, sam.id)!)).toBe("ended");
  });

  test("a page that is open asks as soon as danger is said in it, by the socket and by a poll", async () => {
    const sam = await youth(home, "hello");
    const v = (await sam.get("/")).text.match(/id="state"[^>]*data-v="(\w+)"/)![1]!;
    const heard: string[] = [];
    home.helpline.hub.join(topics.youth(sam.id), { send: (html) => heard.push(html) });
    await sam.post("/danger?say=now", {}, script);
    for (const html of [heard.join(""), (await sam.post("/updates", { after: "1", v }, script)).text]) {
      expect(out(html)).toContain(question);
    }
  });
});

describe("afterwards whom to call stands before all else, by what they said was happening", () => {
  test.each([
    ["hurt_by", ["101", "112"]],
    ["hurt_self", ["112"]],
    ["suicide", ["112", "101"]],
    [null, ["112", "101"]],
  ] as const)("at the door, after %s", async (kind, expected) => {
    if (kind) await taps(kind);
    await leaves();
    const html = (await noor.get("/")).text;
    const before = main(html).split(`<h1>${says("youth.danger.left")}`)[0]!;
    expect(numbers(before)).toEqual(expected);
    // Nothing else comes before it, and it is as red and as large as in line.
    expect(before).not.toContain("<h1");
    expect(html).toContain("#call .big{");
    // Whoever opens the page later learns nothing of it.
    home.clock.pass(60_000);
    expect(main((await noor.get("/")).text)).not.toContain('id="call"');
  });

  test("with the ways without a voice", async () => {
    await leaves();
    expect(main((await noor.get("/")).text).split("<h1")[0]).toContain("112 BE");
  });

  test("where they were lost in line", async () => {
    await taps("hurt_by");
    home.clock.pass(5 * 60_000);
    await runJob(home.helpline, jobs.find(({ name }) => name === "young persons who are gone")!);
    const before = main((await noor.get("/")).text).split(says("youth.over.place_title"))[0]!;
    expect(numbers(before)).toEqual(["101", "112"]);
  });

  test("where they deleted their chat", async () => {
    await taps("hurt_by");
    const { text } = await noor.post("/clear", { sure: "yes" });
    expect(numbers(main(text).split(says("rules.clear.done"))[0]!)).toEqual(["101", "112"]);
    expect(text).toContain("#call .big{");
  });

  test("but not where nobody was in danger", async () => {
    const sam = await youth(home, "hello");
    await sam.post("/end", { from: "waiting" });
    expect(main((await sam.get("/")).text)).not.toContain('id="call"');
    const kim = await youth(home, "hello");
    expect(main((await kim.post("/clear", { sure: "yes" })).text)).not.toContain('id="call"');
  });
});

describe("the end of a chat says before what can be read after", () => {
  test("on a screen that is watched too, where only the folded question says it", async () => {
    await leaves();
    const screen = await onScreen(home);
    await screen.watches();
    const html = await screen.page();
    expect(state(html)).not.toContain(sentence);
    const folded = /<details>.*?<\/details>/s.exec(way(html))![0];
    expect(folded).toContain(says("youth.end.sure"));
    expect(folded).toContain(sentence);
  });

  test("as soon as her counsellor marks that she is in danger, on the page that is open, and no longer than that", async () => {
    const sam = await youth(home, "hello");
    await give(home, sam.id, home.anna);
    const heard: string[] = [];
    home.helpline.hub.join(topics.youth(sam.id), { send: (html) => heard.push(html) });
    const marks = (present: boolean) =>
      act(home, home.anna, (tx, emit) =>
        markRisk(tx, emit, { conversationId: sam.id, staffId: home.anna.id, present, why: "talked" }),
      );
    expect(out((await sam.get("/")).text)).not.toContain(sentence);
    await marks(true);
    expect(way(heard.join(""))).toContain(sentence);
    heard.length = 0;
    await marks(false);
    expect(way(heard.join(""))).not.toContain(sentence);
  });
});
