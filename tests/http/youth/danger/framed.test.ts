import { beforeEach, describe, expect, test } from "vitest";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person, says } from "#tests/support/house/http.ts";

// Without scripts only the streamed frame changes: what is asked in danger stands in it, and goes when somebody comes.

let home: House;
let clock: FakeClock;
let noor: Person;
let id: number;
/** What was written into her frame since it is open. */
let frames: string[];
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
  noor = await comes("yes");
  id = inLine(home.helpline.db)[0]!.id;
  frames = [];
  home.helpline.hub.join(topics.log(id), { send: (html) => frames.push(html) });
});

async function comes(danger: "yes" | ""): Promise<Person> {
  const who = person(home);
  await who.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "he is outside", danger });
  return who;
}
async function frame(who = noor, path = "/log"): Promise<string> {
  const reader = (await who.send(path)).body!.getReader();
  const text = new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  return text;
}
const asks = (html: string) => [...html.matchAll(/<button name="say" value="(\w+)">/g)].map(([, say]) => say);
const nothing = '<i class="taps" hidden=""></i>';
/** The newest that was written, which hides those before it. */
const newest = () =>
  /<(?:div|i) class="taps".*/s.exec(
    frames
      .join("")
      .split(/(?=<(?:div|i) class="taps")/)
      .at(-1)!,
  )?.[0];
const taps = (say: string) => {
  clock.pass(1_000);
  return noor.post("/danger", { frame: "1", say });
};

test("what is happening is asked in the frame, with its look; a tap there leads to the frame, and to what is asked next", async () => {
  const first = await frame();
  expect(asks(first)).toEqual(["hurt_by", "hurt_self", "suicide", "other", "skip"]);
  expect(first).toContain(says("youth.danger.what"));
  expect(first).toContain(".taps{");
  expect((await taps("hurt_by")).to).toBe("/log?from=waiting");
  const then = await frame();
  expect(then).toContain(`<p dir="auto">${says("youth.danger.hurt_by")}</p>`);
  expect(then).toContain(says("youth.danger.ask_hurt_by"));
  expect(asks(then)).toEqual(["yes", "no", "silent"]);
  await taps("no");
  expect(asks(await frame())).toEqual([]);
});

test("whoever is not in danger is asked nothing there, nor gets its look", async () => {
  const sam = await comes("");
  const html = await frame(sam);
  expect(asks(html)).toEqual([]);
  expect(html).not.toContain(".taps{");
});

test("when Mika comes the question goes from the frame that is open, and stands in none that is opened", async () => {
  await give(home, id, home.anna);
  expect(newest()).toContain(nothing);
  expect(asks(await frame(noor, "/log?from=waiting"))).toEqual([]);
});

describe("once somebody is with her nothing brings it back", () => {
  beforeEach(() => give(home, id, home.anna));

  test.each([
    [
      "her screen is watched",
      () =>
        act(home, home.anna, (tx, emit) =>
          watchScreen(tx, emit, { conversationId: id, staffId: home.anna.id, watched: true }),
        ),
    ],
    [
      "an emergency is declared",
      () =>
        act(home, home.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: id, staffId: home.anna.id })),
    ],
  ])("%s", async (_what, happens) => {
    await happens();
    expect(newest()).toContain(nothing);
    expect(asks(await frame())).toEqual([]);
    expect((await noor.get("/")).text).not.toContain('action="/danger');
  });
});

test("whoever loses their counsellor is asked again, but not on a screen that is watched", async () => {
  const leaves = () =>
    act(home, home.anna, (tx, emit) =>
      leaveChat(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost", isHeard: () => false }),
    );
  await give(home, id, home.anna);
  await leaves();
  expect(asks(newest()!)).toContain("hurt_by");
  await give(home, id, home.anna);
  await act(home, home.anna, (tx, emit) =>
    watchScreen(tx, emit, { conversationId: id, staffId: home.anna.id, watched: true }),
  );
  await leaves();
  expect(newest()).toContain(nothing);
});

test("whoever says it only while they wait is asked in the frame that is open", async () => {
  const sam = await comes("");
  const other = inLine(home.helpline.db).find((one) => one.id !== id)!.id;
  const heard: string[] = [];
  home.helpline.hub.join(topics.log(other), { send: (html) => heard.push(html) });
  await sam.post("/danger?say=now");
  expect(asks(heard.join(""))).toContain("hurt_by");
});
