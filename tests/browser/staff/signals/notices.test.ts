import type { Page } from "playwright-core";
import { afterAll, beforeEach, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { signalsOf } from "#src/staff/accounts/signals.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, takes, talking, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, says } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";

// What Anna's desktop says while she looks at something else: that she is needed, never who by or why.

let house: Server;
beforeEach(async () => {
  house = await server();
  return () => house.stop();
});
afterAll(close);

/** A browser whose permission Anna decides here, and in which she looks elsewhere when told to. */
const desktop = `
  window.shown = [];
  window.isElsewhere = false;
  window.answers = "granted";
  window.Notification = class extends EventTarget {
    static permission = sessionStorage.getItem("permission") ?? "default";
    static async requestPermission() {
      sessionStorage.setItem("permission", answers);
      return (Notification.permission = answers);
    }
    constructor(title, { body, tag }) {
      super();
      shown.push([title, body, tag].join(" | "));
    }
    close() {}
  };
  document.hasFocus = () => !isElsewhere;
`;

async function atDesk(path = "/staff", width: 360 | 1280 = 1280): Promise<Counsellor> {
  const anna = await counsellor(house, { name: "anna", width });
  await anna.page.addInitScript(desktop);
  await anna.page.clock.install();
  const later = anna.page.waitForResponse(/static\/notices\./);
  await anna.signIn(path);
  await later;
  return anna;
}
const asked = (page: Page) => page.locator("#signals:visible");
const shown = (page: Page) => page.evaluate<string[]>("shown");
const looks = (page: Page, where: "elsewhere" | "here") =>
  page.evaluate(`isElsewhere = ${where === "elsewhere"}; dispatchEvent(new Event("focus"))`);
/** What the notice says, in its own words. */
const notice = (body: string) => `Chat | ${body} | shift`;

test.each([360, 1280] as const)(
  "as she becomes available Anna is asked once whether notices may show, and nothing moves for it (%i px)",
  async (width) => {
    const { page } = await atDesk("/staff", width);
    expect(await asked(page).count()).toBe(0);
    await page.click("#be-available");
    await asked(page).waitFor();
    const queue = await page.locator("#queue").boundingBox();
    await page.click("#signals [data-answer=on]");
    await page.waitForSelector(`#signals:has-text("${says("staff.notices.granted")}")`);
    await expect.poll(() => signalsOf(house.helpline.db, house.anna.id).notices).toBe(true);
    await page.clock.fastForward(6_000);
    await expect.poll(() => asked(page).count()).toBe(0);
    expect(await page.locator("#queue").boundingBox()).toEqual(queue);
  },
);

test("“Not now” is remembered in this browser: the next time she is available nobody asks, and nothing is kept on the account", async () => {
  const { page } = await atDesk();
  await page.click("#be-available");
  await page.click("#signals [data-answer=later]");
  expect(await asked(page).count()).toBe(0);
  await page.click("#be-away");
  await page.waitForSelector("#availability[data-now=away]");
  await page.click("#be-available");
  await page.waitForSelector("#availability[data-now=available]");
  expect(await asked(page).count()).toBe(0);
  expect(signalsOf(house.helpline.db, house.anna.id).notices).toBeNull();
});

/** Anna allowed notices, has a chat with Noor, and looks elsewhere. */
async function allowed(path?: string): Promise<{ page: Page; noor: number }> {
  await open(house);
  const noor = await talking(house);
  const { page } = await atDesk(path);
  await page.evaluate(`Notification.requestPermission()`);
  return { page, noor };
}

test.each(["/staff", "/staff/replies"])(
  "a message in her chat is said on the desktop while she looks elsewhere, again five times, and no more once she has looked (%s)",
  async (path) => {
    const { page, noor } = await allowed(path);
    await youthSays(house, noor, "are you still there, Mika?");
    const unread = path === "/staff" ? "#chats .unread" : "#own-unread[data-unread$=':2']";
    await page.waitForSelector(unread, { state: "attached" });
    await page.clock.fastForward(6_000);
    // She saw it come.
    expect(await shown(page)).toEqual([]);
    await looks(page, "elsewhere");
    await youthSays(house, noor, "he is at the door");
    const told = notice(says("staff.live.message"));
    await expect.poll(() => shown(page)).toEqual([told]);
    for (let n = 0; n < 8; n += 1) await page.clock.fastForward(65_000);
    expect(await shown(page)).toEqual(Array(6).fill(told));
    await youthSays(house, noor, "please");
    await expect.poll(async () => (await shown(page)).length).toBe(7);
    await looks(page, "here");
    await page.clock.fastForward(65_000);
    expect((await shown(page)).length).toBe(7);
    for (const words of ["Mika", "door", "please"]) expect((await shown(page)).join()).not.toContain(words);
  },
);

test("someone who comes and a colleague’s call for help are said too; away, only if nobody else is there", async () => {
  await open(house);
  const bela = house.bela;
  await open(house, bela);
  const sam = await comesIn(house, "hello?");
  await takes(house, bela, sam);
  const { page } = await atDesk();
  await page.evaluate(`Notification.requestPermission()`);
  await looks(page, "elsewhere");
  await comesIn(house, "my name is Noor");
  await expect.poll(() => shown(page)).toEqual([notice(says("staff.queue.arrived"))]);
  await act(house, bela, (tx, emit) => askForHelp(tx, emit, { conversationId: sam, staffId: bela.id, words: "" }));
  await expect.poll(() => shown(page)).toEqual([notice(says("staff.queue.arrived")), notice(says("staff.help.said"))]);
  await page.click("#be-away");
  await page.waitForSelector("#availability[data-now=away]");
  await comesIn(house, "and I am Sam");
  await page.waitForSelector("#queue .row + .row");
  expect(await shown(page)).toHaveLength(2);
});

test("on her own page each change is kept at once and said, with what this browser lets be shown, and another browser follows", async () => {
  const { page } = await atDesk("/staff/me");
  const here = page.locator("#notices-here");
  await expect.poll(() => here.textContent()).toBe(says("staff.notices.default"));
  await page.evaluate(`answers = "denied"`);
  await page.check("#set-signals [name=notices]");
  await expect.poll(() => here.textContent()).toBe(`${says("admin.form.saved")} ${says("staff.notices.denied")}`);
  await page.check("#set-signals [name=colleagues]");
  await expect
    .poll(() => signalsOf(house.helpline.db, house.anna.id))
    .toEqual({ young: false, colleagues: true, notices: true });
  const other = await atDesk();
  await other.page.waitForSelector("#sound[aria-pressed=true]");
  expect(await other.page.getAttribute("#signals", "data-sound")).toBe("colleagues");
});
