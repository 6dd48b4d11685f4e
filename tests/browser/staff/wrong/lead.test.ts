import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { says } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { namesLead, wrongIn } from "#tests/support/rights/lead.ts";

// Three browsers: Dora, who leads safeguarding, Anna at her console, and Noor.

afterAll(close);

/** Before any script of a page: notes are counted. */
const instruments = `{
  window.notes = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (at) {
    notes += 1;
    return start.call(this, at);
  };
}`;
const notes = (page: Page) => page.evaluate<number>("notes");
const isWide = (page: Page) => page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");

test("SG20 and SG22: Dora is called on any page until she reads it, takes Anna off new chats, tells her, and closes it once she was heard", async () => {
  const house = await server();
  const lead = await namesLead(house);
  const [anna, dora, noor] = [await counsellor(house), await counsellor(house, { name: "dora" }), await young(house)];
  await anna.signIn();
  await anna.available();
  await noor.start("things at home are bad");
  const id = await anna.take();
  await dora.page.addInitScript(instruments);
  await dora.signIn();
  expect(new URL(dora.page.url()).pathname).toBe("/staff/concerns");
  await dora.page.goto(`${house.origin}/staff/me`);
  await dora.page.click("#sound");
  await expect.poll(() => notes(dora.page)).toBe(2);
  await expect.poll(() => house.helpline.hub.heard(`bar:${lead.id}`)).toBe(true);
  await dora.page.fill("#alias", "Hero");

  await wrongIn(house, id);
  await dora.page.waitForSelector("#to-concern-1");
  await expect.poll(() => notes(dora.page)).toBe(4);
  expect(await dora.page.textContent("#emergencies")).not.toMatch(/contact|where I live/);
  // What she was typing is still there.
  expect(await dora.page.inputValue("#alias")).toBe("Hero");
  await youthEnds(house, id);

  await dora.page.click("#to-concern-1");
  await dora.page.click("form[action$='/read'] button");
  await dora.page.locator(".pre", { hasText: "he asked where I live" }).waitFor();
  expect(await dora.page.locator("#to-concern-1").count()).toBe(0);
  await dora.page.click("#new-chats-1 button");
  await dora.page.waitForSelector(`text=${says("staff.new_chats.lift", { alias: "Mika" })}`);
  await anna.page.waitForSelector("#be-away[aria-pressed=true]");
  expect(await anna.page.content()).not.toMatch(/staff\/heard|something was said to be wrong/i);

  await dora.page.click("#concern-1 form[action*='/open'] button");
  await dora.page.waitForSelector("#concern-log");
  await dora.page.goto(`${house.origin}/staff/concerns/1`);
  await dora.page.fill("#words", "Somebody felt asked for their number.");
  await dora.page.click("form[action*='/inform'] button");
  await dora.page.locator(".wrong", { hasText: says("staff.concern.inform.sure_wrong") }).waitFor();
  expect(await dora.page.inputValue("#words")).toBe("Somebody felt asked for their number.");
  expect(await isWide(dora.page)).toBe(false);
  await dora.page.check("#sure");
  await dora.page.click("form[action*='/inform'] button");
  await dora.page.waitForSelector("#told-1");
  await dora.page.click("#concern-1 button[value=yes]");
  await dora.page.locator(".error", { hasText: says("error.concern_unheard", { alias: "Mika" }) }).waitFor();

  // It comes to Anna’s console by itself.
  await anna.page.click("#heard-1 a");
  await anna.page.locator(".pre", { hasText: "Somebody felt asked for their number." }).waitFor();
  await anna.page.fill("#text-1", "I asked for the town, to find a place.");
  await anna.page.click("form[action='/staff/heard/1'] button");
  await anna.page.waitForSelector("text=Saved");
  await anna.page.goto(`${house.origin}/staff`);
  await anna.page.waitForSelector("#bar");
  await dora.page.goto(`${house.origin}/staff/concerns/1`);
  await dora.page.locator(".pre", { hasText: "I asked for the town" }).waitFor();
  await dora.page.click("#concern-1 button[value=yes]");
  await dora.page.locator("#concern-1", { hasText: "Reviewed by Heron" }).waitFor();
  // Nor does its end pass in silence: it comes to her console by itself, and she puts it away.
  await anna.page.waitForSelector("#closed-1");
  expect(await anna.page.locator("#to-answer > *").count()).toBe(1);
  await anna.page.click("#told-closed-1");
  await expect.poll(() => anna.page.locator("#closed-1").count()).toBe(0);
  expect(house.reported).toEqual([]);
  for (const one of [anna, dora, noor]) await one.page.context().close();
  await house.stop();
});
