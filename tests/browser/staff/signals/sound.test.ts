import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { giveDebrief } from "#src/record/debrief.ts";
import { writeShiftNote } from "#src/staff/shift/shift-room.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";

// What is heard has a twin that is seen, and who has no sound, or wants no motion, misses nothing.

let house: Server;
let carl: StaffMember;
/** Anna's, from before anybody listens. */
let chats: number[];

beforeEach(async () => {
  house = await server();
  carl = await member(house.helpline, "carl", "Carl Maes", "Wren", ["counsellor", "supervisor"]);
  await open(house);
  chats = [await talking(house), await talking(house)];
});
afterEach(() => house.stop());
afterAll(close);

/**
 * Before any script of the page: whatever goes to the loudspeaker is listened to on its way, and every note that is begun is
 * counted, with whether anything could be heard of it then.
 */
const ear = `{
  window.notes = [];
  window.pitches = [];
  const ears = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (at) {
    notes.push(this.context.state);
    pitches.push(this.frequency.value);
    return start.call(this, at);
  };
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    notes.push("media");
    return play.call(this);
  };
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode) {
      const one = new AnalyserNode(this.context, { fftSize: 32768 });
      connect.call(this, one);
      ears.push(one);
    }
    return connect.call(this, to, ...more);
  };
  window.loudest = () =>
    Math.max(0, ...ears.map((one) => {
      const heard = new Float32Array(one.fftSize);
      one.getFloatTimeDomainData(heard);
      return Math.max(...heard);
    }));
}`;

const notes = (page: Page) => page.evaluate<string[]>("notes");
/** Whether the last two notes rise, as those of young people, or fall, as those of colleagues. */
const lastRise = (page: Page) => page.evaluate<boolean>("pitches.at(-1) > pitches.at(-2)");
const loudest = (page: Page) => page.evaluate<number>("loudest()");

/** What the console calls for: what happens, and what is seen of it as long as it matters. */
const signals: [what: string, happens: () => Promise<unknown>, twin: string, rises: boolean][] = [
  ["someone comes", () => comesIn(house, "is anybody there?"), "#queue [data-fresh] .fresh", true],
  ["Anna asks for help", () => asks(chats[0]!), "#help-menu summary.called", false],
  ["Wren tells all", () => tellsAll("we close at nine"), ".to-all", false],
  ["Anna needs to talk", () => needsToTalk(chats[1]!), "#inbox.talk", false],
];

const asks = (conversationId: number) =>
  act(house, house.anna, (tx, emit) => askForHelp(tx, emit, { conversationId, staffId: house.anna.id, words: "" }));
const tellsAll = (text: string) =>
  act(house, carl, (tx, emit) =>
    writeShiftNote(tx, emit, { staffId: carl.id, clientId: newClientId(), text, toAll: true }),
  );
async function needsToTalk(conversationId: number) {
  await youthEnds(house, conversationId);
  await act(house, house.anna, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId, member: house.anna, weight: "talk", note: "" }),
  );
}

/** A supervisor at a console of her own, with sound or without. */
async function atConsole(sound: boolean): Promise<Page> {
  const { page, signIn } = await counsellor(house, { name: "bela" });
  await page.addInitScript(ear);
  await open(house, house.bela);
  await signIn();
  await page.waitForSelector("#sound:not([hidden])");
  if (!sound) return page;
  await page.click("#sound");
  await expect.poll(() => notes(page)).toEqual(["running", "running"]);
  return page;
}

test("each signal is two notes that can be heard and a mark that stands; muted, the mark alone", async () => {
  const [loud, muted] = [await atConsole(true), await atConsole(false)];
  for (const [what, happens, twin, rises] of signals) {
    await expect.poll(() => loudest(loud)).toBe(0);
    const before = (await notes(loud)).length;
    await happens();
    for (const page of [loud, muted]) await page.locator(twin).first().waitFor();
    await expect.poll(() => loudest(loud), { message: what }).toBeGreaterThan(0.05);
    expect((await notes(loud)).slice(before), what).toEqual(["running", "running"]);
    expect(await lastRise(loud), what).toBe(rises);
  }
  expect([await notes(muted), await loudest(muted)]).toEqual([[], 0]);
  // Switched off again it is quiet at once, and what comes is seen all the same.
  await loud.click("#sound");
  const before = await notes(loud);
  await comesIn(house, "me too");
  await loud.locator("#queue .row").nth(1).waitFor();
  expect(await loud.locator("#queue [data-fresh] .fresh:visible").count()).toBe(2);
  expect(await notes(loud)).toEqual(before);
});

test("sound that is on is heard after a reload too, from the first key on: no browser lets it be heard before", async () => {
  const page = await atConsole(true);
  await page.reload();
  await page.waitForSelector("#sound[aria-pressed=true]");
  await page.keyboard.press("Shift");
  await page.waitForFunction("navigator.userActivation.hasBeenActive");
  await comesIn(house, "is anybody there?");
  await page.locator("#queue .row .fresh").waitFor();
  await expect.poll(() => loudest(page)).toBeGreaterThan(0.05);
});

/** How long what moves moves, s, and what of the page moves now. */
const moves = `({
  longest: Math.max(...[...document.querySelectorAll("*")].flatMap((one) => {
    const { animationDuration, transitionDuration, animationName } = getComputedStyle(one);
    const lasting = transitionDuration.split(", ").map(parseFloat);
    return animationName === "none" ? lasting : [...lasting, parseFloat(animationDuration)];
  })),
  running: document.getAnimations().length,
})`;

test("who wants no motion gets none: nothing moves by itself, and nothing glides from one look to another", async () => {
  const noor = await young(house);
  const bela = await atConsole(false);
  const look = async (page: Page, reducedMotion: "reduce" | "no-preference") => {
    await page.emulateMedia({ reducedMotion });
    return page.evaluate<{ longest: number; running: number }>(moves);
  };
  await noor.come();
  await noor.page.waitForSelector(".face");
  expect(await look(noor.page, "no-preference")).toMatchObject({ running: 1 });
  // Nothing glides at the console, where somebody works for hours; on the other pages buttons do.
  expect((await look(bela, "no-preference")).longest).toBe(0);
  const still = { longest: 0, running: 0 };
  expect(await look(noor.page, "reduce")).toEqual(still);
  expect(await look(bela, "reduce")).toEqual(still);
  await bela.goto(`${house.origin}/staff/session`);
  expect((await look(bela, "no-preference")).longest).toBeGreaterThan(0);
  expect(await look(bela, "reduce")).toEqual(still);
  await noor.start("hello");
  expect(await look(noor.page, "reduce")).toEqual(still);
});

/** What the loudspeaker in the bar says of itself, where it is to be read. */
const soundSays = (page: Page) =>
  page.evaluate<string>(`(() => {
    const { content, display } = getComputedStyle(document.querySelector("#sound"), "::after");
    return content === "none" || display === "none" ? "" : content;
  })()`);

test.each([360, 1280] as const)(
  "whoever never chose reads that sound is off while no chat is open; one tap turns it on, and it is said no more (%i px)",
  async (width) => {
    const { page, signIn } = await counsellor(house, { name: "bela", width });
    await signIn();
    await expect.poll(() => soundSays(page)).toContain("Sound is off");
    const box = (await page.locator("#sound").boundingBox())!;
    // Nothing that can be pressed lies beneath it.
    await page.click("#be-available", { trial: true });
    await page.click("#sound");
    await expect.poll(() => soundSays(page)).toBe("");
    expect(await page.locator("#sound").boundingBox()).toEqual(box);
    await page.click("#sound");
    await page.reload();
    await page.waitForSelector("#sound[aria-pressed=false]:not([hidden])");
    // Off by choice: nobody is told again.
    expect(await soundSays(page)).toBe("");
    await page.context().close();
  },
);

test("sound that is on and not heard before the first press says so, until there is one", async () => {
  const { page, signIn } = await counsellor(house, { name: "bela" });
  await page.addInitScript(`{
    localStorage.setItem("porchlight.sound", "on");
    // As a browser that lets nothing be heard before somebody pressed anything.
    let isPressed = false;
    addEventListener("keydown", () => (isPressed = true), true);
    window.AudioContext = class extends EventTarget {
      state = "suspended";
      resume() {
        if (isPressed) this.state = "running";
        this.dispatchEvent(new Event("statechange"));
        return Promise.resolve();
      }
    };
  }`);
  await signIn();
  await expect.poll(() => soundSays(page)).toContain("No sound yet");
  await page.keyboard.press("Shift");
  await expect.poll(() => soundSays(page)).toBe("");
  await page.context().close();
});
