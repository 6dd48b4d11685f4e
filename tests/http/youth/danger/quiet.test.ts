import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { holdClock } from "#src/conversation/silence/steps.ts";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  give,
  heardSince,
  type Person,
  person,
  says,
  script,
  youth,
} from "#tests/support/house/http.ts";

// "I can't write now" can be said at any time in danger, whatever was answered before and whoever is there (SG6).

let home: House;
let clock: FakeClock;
let noor: Person;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
  noor = person(home);
  await noor.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "he is outside", danger: "yes" });
  id = inLine(home.helpline.db)[0]!.id;
});

const words = says("youth.danger.silent");
const button = `<form id="quiet" method="post" action="/here"><button class="plain" name="value" value="quiet">${words}</button></form>`;
const said = `<p id="quiet" class="soft">${says("youth.danger.heard_silent")}</p>`;
const presses = (headers = {}) => noor.post("/here", { value: "quiet" }, headers);
const writes = (text: string) => noor.post("/send", { client_id: clientId(), text });
const page = async () => (await noor.get("/")).text;
const times = () => messages(home.helpline.db, id).filter(({ text }) => text === words).length;
const isHeld = () => conversation(home.helpline.db, id)!.heldAt !== null;
const heard = () => {
  const frames: string[] = [];
  home.helpline.hub.join(topics.youth(id), { send: (html) => frames.push(html) });
  return frames;
};

describe.each([
  ["in line", async () => {}],
  ["once Mika is there", () => give(home, id, home.anna)],
] as const)("%s", (_, comes) => {
  test("it stands there, also after “No”; said once it is answered, until she writes, on the page that is open too", async () => {
    for (const say of ["hurt_by", "no"]) {
      clock.pass(1_000);
      await noor.post("/danger", { value: say });
    }
    await comes();
    expect(await page()).toContain(button);
    const frames = heard();
    const [first, again] = [await presses(script), await presses(script)];
    expect([first.status, first.text, again.text]).toEqual([200, said, said]);
    expect(times()).toBe(1);
    expect(await page()).toContain(said);
    expect(await page()).not.toContain(button);
    expect(frames.join("")).toContain(said);
    frames.length = 0;
    await writes("he went down");
    expect(await page()).toContain(button);
    expect(frames.join("")).toContain(button);
    await presses();
    expect(times()).toBe(2);
  });

  test("without a script it leads back to the chat", async () => {
    await comes();
    expect((await presses()).to).toBe("/");
    expect(times()).toBe(1);
  });
});

test("Mika’s clock stands as with the question of a silence, until she writes; and when Mika lets it run it can be said again", async () => {
  await give(home, id, home.anna);
  const before = home.heard.length;
  await presses();
  expect(heardSince(home, before)).toEqual(["message.written", "silence.broken"]);
  expect(isHeld()).toBe(true);
  await act(home, home.anna, (tx, emit) =>
    holdClock(tx, emit, { conversationId: id, staffId: home.anna.id, held: false }),
  );
  expect(await page()).toContain(button);
  await presses();
  expect([times(), isHeld()]).toEqual([2, true]);
  await writes("I’m back");
  expect(isHeld()).toBe(false);
});

test("whoever tapped it as an answer has said it, and says it to Mika too", async () => {
  for (const say of ["hurt_by", "silent"]) {
    clock.pass(1_000);
    await noor.post("/danger", { value: say });
  }
  expect(await page()).toContain(said);
  await give(home, id, home.anna);
  expect(await page()).toContain(button);
  await presses();
  expect(isHeld()).toBe(true);
});

test("nobody else finds it", async () => {
  const sam = await youth(home, "I am sad");
  expect((await sam.get("/")).text).not.toContain('id="quiet"');
});

describe("what is asked in danger, for a script", () => {
  const taps = async (value: string) => {
    clock.pass(1_000);
    return (await noor.post("/danger", { value }, script)).text;
  };

  test("each answer is answered, and what comes next takes the place of the question alone", async () => {
    const next = await taps("hurt_by");
    expect(next).toMatch(/^<div id="in-danger"><div class="card">.*<\/div>$/s);
    for (const key of ["heard", "ask_hurt_by", "no", "silent"] as const)
      expect(next).toContain(says(`youth.danger.${key}`));
    const last = await taps("no");
    expect(last).toBe(`<div id="in-danger"><div class="card"><p>${says("youth.danger.heard")}</p></div></div>`);
    expect(await page()).toContain(last);
  });

  test("“I can’t write now” is not asked for words", async () => {
    await taps("hurt_by");
    const last = await taps("silent");
    expect(last).toContain(says("youth.danger.heard_silent"));
    expect(last).not.toContain(says("youth.danger.heard"));
  });

  test("“Skip” says nothing, and once Mika is there nothing is asked", async () => {
    expect(await taps("skip")).toBe('<div id="in-danger"></div>');
    await give(home, id, home.anna);
    expect(await taps("hurt_by")).toBe('<div id="in-danger" hidden=""></div>');
  });
});
