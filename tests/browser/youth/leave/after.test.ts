import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { sendReferrals } from "#src/conversation/messages/referral.ts";
import { q } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { close } from "#tests/support/browser/browser.ts";
import { place } from "#tests/support/house/directory.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { always } from "#tests/support/people/other-places.ts";
import { counsellor, young } from "#tests/support/people/people.ts";

// What is asked after a chat, in browsers, as shipped.

let house: Server;
beforeEach(async () => {
  house = await server({ asShipped: true });
});
afterEach(() => house.stop());
afterAll(close);

const contact = () => house.helpline.db.first(q.selectFrom("contact").selectAll().orderBy("id", "desc").limit(1))!;
const noWait = { noWaitAfter: true } as const;

/** Noor and Anna have talked, and Noor has ended it; `unsent`: what did not go out before. */
async function ended({ js, danger = false, unsent }: { js: boolean; danger?: boolean; unsent?: string }) {
  const [noor, anna] = [await young(house, { js }), await counsellor(house)];
  await noor.page.setViewportSize({ width: 360, height: 640 });
  await anna.signIn();
  await anna.available();
  await noor.start("things at home are bad again");
  const id = await anna.take();
  await noor.told("Mika is here");
  if (danger) {
    await house.helpline.db.change("porchlight", (tx) =>
      tx.run(q.updateTable("conversation").set({ risk_at: tx.at }).where("id", "=", id)),
    );
  }
  if (unsent) {
    await muchToSee(id);
    await noor.page.fill("#text", unsent);
  }
  await noor.end();
  await anna.page.context().close();
  return noor.page;
}

/** The most that can stand on the last page: numbers of two kinds, a way without a voice, and places with two ways each. */
async function muchToSee(conversationId: number) {
  const { helpline, anna, aino } = house;
  const channels = [plainChannel("phone", "103"), plainChannel("sms", "8525")];
  const serviceIds = [await place(helpline.db, "Night line", { channels }), await place(helpline.db, "Day line")];
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(house, aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  const sent = { conversationId, staffId: anna.id, clientId: clientId(), serviceIds };
  await act(house, anna, (tx, emit) => sendReferrals(tx, emit, sent));
}

/** How many things a key reaches in what stands on the page; of radios one. */
const stops = (page: Page) =>
  page.evaluate<number>(`{
    const all = [...document.querySelectorAll("main :is(a[href], button, input, textarea, select, summary)")];
    const reached = all.filter((one) => one.tabIndex >= 0 && one.checkVisibility());
    const radios = reached.filter((one) => one.type === "radio");
    reached.length - Math.max(0, radios.length - 1);
  }`);
const isWide = (page: Page) =>
  page.evaluate<boolean>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

test.each([true, false])(
  "one question at a time, each one tap, in the place of the one before; at last thanks, with a face (JavaScript: %s)",
  async (js) => {
    const page = await ended({ js });
    const questions = page.locator("#after .asked");
    const seen = async (door: string) => {
      await page.locator(`#after .asked[action="${door}"]`).waitFor();
      expect(await questions.count()).toBe(1);
      expect(await stops(page)).toBeLessThanOrEqual(8);
      expect(await isWide(page)).toBe(false);
      expect(await page.locator(".face").count()).toBe(0);
    };
    await seen("/helped");
    expect(await page.locator("#after").textContent()).toContain("1 of 3");
    await page.locator('#after button[value="bit"]').click(noWait);
    await seen("/feeling");
    expect(await page.locator("#after").textContent()).toContain("You can always write again");
    // Going on by a button is there for keys alone: a number that is tapped leads on.
    expect(await page.getByRole("button", { name: "Continue" }).isVisible()).toBe(false);
    expect(await page.getByRole("radio").count()).toBe(11);
    await page.locator('#after button[value="4"]').click(noWait);
    await seen("/next");
    await page.locator('#after button[value="skip"]').click(noWait);
    await page.locator("#after.over .face").waitFor();
    expect(await questions.count()).toBe(0);
    expect(await stops(page)).toBeLessThanOrEqual(8);
    expect(contact()).toMatchObject({ helped: "bit", feeling_after: 4, next_step: null, next_asked: "skipped" });
    // A thank-you that is refused stays as typed, and once sent takes its own place.
    await page.locator("#thanks summary").click();
    await page.locator("#thanks textarea").fill("   ");
    await page.locator("#thanks button").click(noWait);
    await page.locator("#thanks [role=alert]").waitFor();
    await page.locator("#thanks textarea").fill("you listened");
    await page.locator("#thanks button").click(noWait);
    await page.locator("#thanks.thanks").waitFor();
    // Wide, the same page is one column still: nothing lies beside another thing.
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await isWide(page)).toBe(false);
    const places = await page
      .locator("#after > *:visible")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  },
  60_000,
);

test.each([true, false])(
  "after danger whom to call stands there, and nothing is asked before it is wanted (JavaScript: %s)",
  async (js) => {
    const page = await ended({ js, danger: true });
    const call = page.locator('#chat a[href="tel:112"]').first();
    const ask = page.locator('#after button[value="ask"]');
    await page.locator("#after .more summary").click();
    await ask.waitFor();
    const top = async (one: typeof ask) => (await one.boundingBox())!.y;
    expect(await top(call)).toBeLessThan(await top(ask));
    expect(await page.locator("#after .asked").count()).toBe(0);
    expect(contact()).toMatchObject({ helped_asked: "never" });
    await ask.click(noWait);
    await page.locator('#after button[value="yes"]').click(noWait);
    await page.locator('#after .asked[action="/feeling"]').waitFor();
    expect(await call.isVisible()).toBe(true);
    expect(contact()).toMatchObject({ helped: "yes", helped_asked: "given" });
  },
  60_000,
);

test.each([true, false])(
  "after danger “Can’t talk?” is a button beside the numbers, and leads to the app, and to places that chat (JavaScript: %s)",
  async (js) => {
    const { helpline, aino } = house;
    const value = shippedEmergency.filter(({ country }) => country === "BE");
    await act(house, aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
    const channels = [plainChannel("chat", "https://quiet.example")];
    await place(helpline.db, "Quiet Room", { channels, calendar: always });
    const page = await ended({ js, danger: true });
    const buttons = await page.evaluate<{ height: number; look: unknown }[]>(
      `[...document.querySelectorAll("#call a, #call summary")].map((one) => {
        const { top, height } = one.getBoundingClientRect();
        const { color, borderTopColor, fontSize } = getComputedStyle(one);
        return { height, look: { middle: Math.round(top + height / 2), color, borderTopColor, fontSize } };
      })`,
    );
    expect(buttons).toHaveLength(3);
    for (const { height, look } of buttons) {
      expect(look).toEqual(buttons[0]!.look);
      expect(height).toBeGreaterThanOrEqual(44);
    }
    await page.click("#call summary");
    await page.locator("#call p", { hasText: "112 BE" }).waitFor();
    expect(await isWide(page)).toBe(false);
    await page.click("#call form .way", noWait);
    await page.locator("#found h3", { hasText: "Quiet Room" }).waitFor();
    await page.goBack();
    await page.locator("#call a").first().waitFor();
  },
  60_000,
);

test.each([false, true])(
  "words that did not go out stay while they answer, and lead into a new chat; danger: %s",
  async (danger) => {
    const page = await ended({ js: true, danger, unsent: "wait there is more" });
    const kept = page.locator("#kept-words");
    const few = async () => {
      expect(await kept.inputValue()).toBe("wait there is more");
      expect(await stops(page)).toBeLessThanOrEqual(8);
    };
    if (danger) {
      await page.locator("#after.closed").waitFor();
      await few();
      await page.locator("#after .more summary").click();
      await page.locator('#after button[value="ask"]').click(noWait);
    }
    for (const door of ["/helped", "/feeling", "/next"]) {
      await page.locator(`#after .asked[action="${door}"]`).waitFor();
      await few();
      await page.locator('#after button[value="skip"]').click(noWait);
    }
    await page.locator("#after.over").waitFor();
    await few();
    await page.locator("#kept .big").click();
    await page.waitForSelector("form[action^='/start']");
    expect(await page.inputValue("#text")).toBe("wait there is more");
  },
  60_000,
);
