import { beforeEach, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { askWhere } from "#src/conversation/safety/where.ts";
import { holdClock } from "#src/conversation/silence/steps.ts";
import { topics } from "#src/live/topics.ts";
import { annaSays, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, heardSince, says, staff } from "#tests/support/house/http.ts";
import { type OnScreen, onScreen } from "./on-screen.ts";

// A screen that somebody else may read (SG6): one act stops the clocks and everything automatic, until it is lifted by hand.

let home: House & { clock: FakeClock };
let screen: OnScreen;
let id: number;
let sent: string[];
beforeEach(async () => {
  const clock = fakeClock();
  home = { ...(await house({ clock, asShipped: true })), clock };
  await open(home);
  screen = await onScreen(home);
  ({ id, sent } = screen);
});

test("what her counsellor says goes through: words, and the question where she is", async () => {
  await screen.watches();
  await annaSays(home, id, "I see");
  await act(home, home.anna, (tx, emit) => askWhere(tx, emit, { conversationId: id, staffId: home.anna.id }));
  expect((await screen.lines())[0]!.slice(-2)).toEqual(["I see", says("notice.where", { alias: "Mika" })]);
});

test("what she is asked when it is pressed goes at once, on every channel, and nothing is asked after that", async () => {
  await act(home, home.anna, (tx, emit) =>
    markRisk(tx, emit, { conversationId: id, staffId: home.anna.id, present: true }),
  );
  await screen.passes(12);
  expect(await screen.page()).toContain(says("youth.silence.title"));
  sent.length = 0;
  await screen.watches();
  expect(sent.join("")).toContain('<div id="asked" role="alert"></div>');
  expect(sent.join("")).toContain('<i class="asks" hidden=""></i>');
  expect(await screen.page()).not.toContain(says("youth.silence.title"));
});

test("her own words do not lift it, nor does a tap; only whoever writes there, twice is once, and the clock begins anew", async () => {
  await screen.watches();
  const before = home.heard.length;
  await screen.watches();
  expect(heardSince(home, before)).toEqual([]);
  // Also where the clock was stopped besides, which her words let run.
  await act(home, home.anna, (tx, emit) =>
    holdClock(tx, emit, { conversationId: id, staffId: home.anna.id, held: true }),
  );
  await youthSays(home, id, "hi mum");
  await screen.noor.post("/here?say=here");
  expect(screen.now().watchedAfter).not.toBeNull();
  await annaSays(home, id, "ok");
  await screen.passes(60);
  expect(await screen.page()).not.toContain(says("youth.silence.title"));
  await expect(screen.watches(false, home.bela)).rejects.toMatchObject({ code: "not_allowed" });
  await act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: id, staffId: home.bela.id }));
  await screen.watches(false, home.bela);
  await screen.watches(false);
  expect(home.heard.filter(({ type }) => type === "conversation.watched")).toMatchObject([
    { present: true, staffId: home.anna.id },
    { present: false, staffId: home.bela.id },
  ]);
  await screen.passes(7);
  expect(screen.written().at(-1)).toBe("notice.silence_soft");
  expect((await screen.lines())[0]!.at(-1)).toBe(says("notice.silence_soft", { alias: "Mika" }));
});

test("whom to call stays where it stood, and nothing is said anew when she waits again", async () => {
  const card = (html: string) => /<div id="call".*?<\/div>/s.exec(html)?.[0];
  const before = card(await screen.page());
  await screen.watches();
  expect(card(await screen.page())).toBe(before);
  await screen.annaLeaves("lost");
  await screen.passes(5);
  expect(card(await screen.page())).toBe(before);
  expect(await screen.page()).toContain(says("youth.waiting.place", { place: 1 }));
  expect(await screen.frame()).toContain(`<p class="status">${says("youth.waiting.place", { place: 1 })}`);
});

test("whoever was not in danger either, and waits again, is asked and offered nothing", async () => {
  screen = await onScreen(home, "");
  await screen.watches();
  await screen.annaLeaves("lost");
  const page = await screen.page();
  expect(page).toContain(says("youth.waiting.place", { place: 1 }));
  expect(page).not.toContain(says("youth.feeling.before"));
  expect(page).not.toContain('id="meanwhile"');
  expect(page).not.toContain(says("youth.door.danger"));
});

test("the console: one act in the steps, in the menu Risk, and above the field once she is silent in danger; the mark, the state, the way back", async () => {
  const anna = await staff(home, home.anna);
  const path = `/staff/conversation/${id}`;
  await screen.passes(3);
  const html = (await anna.get(path)).text;
  for (const place of ["prompts", "risk", "emergency"]) {
    expect(html).toContain(`id="watched-${place}-${id}" name="watched" value="yes">${says("staff.watched.set")}`);
  }
  expect((await anna.post(`${path}/hold`, { watched: "yes" })).to).toBe(path);
  const watched = (await anna.get(path)).text;
  for (const place of ["prompts", "risk", "emergency"]) {
    expect(watched).toContain(`id="watched-${place}-${id}" name="watched" value="no">${says("staff.watched.lift")}`);
  }
  expect(watched.split(says("staff.watched.mark")).length).toBeGreaterThan(2);
  await anna.post(`${path}/hold`, { watched: "no" });
  expect((await anna.get(path)).text).not.toContain(says("staff.watched.mark"));
  expect((await anna.post(`${path}/hold`, { watched: "maybe" })).status).toBe(422);
});

test("every console that shows it hears it: the head, the list, the steps and what stands above the field", async () => {
  const heard: string[] = [];
  home.helpline.hub.join(topics.staff(home.anna.id), { send: (html) => heard.push(html) });
  await screen.watches();
  const html = heard.join("");
  for (const place of [`#watched-of-${id}`, `#prompts-${id}`, `#head-${id}`])
    expect(html).toContain(`hx-target="${place}"`);
  expect(html).toContain(says("staff.watched.on"));
});

test("a colleague who would take her from the line sees it before", async () => {
  await screen.watches();
  await screen.available(home.bela);
  await screen.annaLeaves("left");
  const bela = await staff(home, home.bela);
  expect((await bela.get("/staff")).text).toContain(says("staff.watched.mark"));
});
