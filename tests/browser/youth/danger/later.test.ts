import { afterAll, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { inLine } from "#src/queue/claim.ts";
import { axe, close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { another, newest } from "#tests/support/states/youth/youth.ts";

// Who came as anybody else says that they are in danger. Everything as shipped.

afterAll(close);

test.each([true, false])(
  "Noor says it while she waits, is the first, and Anna sees it at once (scripts: %s, 360 px)",
  async (js) => {
    const house = await server({ asShipped: true });
    await open(house);
    await another(house, "I came before");
    const [noor, anna] = [await young(house, { js, width: 360 }), await counsellor(house)];
    const { page } = noor;
    await noor.start("things at home are bad");
    const id = newest(house);
    await anna.signIn();
    expect(await anna.page.locator("#queue .row").first().textContent()).toContain("I came before");
    const button = page.getByRole("button", { name: "I’m in danger" });
    // In sight before anything is scrolled, and large enough for a thumb in haste.
    const box = (await button.boundingBox())!;
    expect(box.y + box.height).toBeLessThan(page.viewportSize()!.height);
    expect(box.height).toBeGreaterThanOrEqual(44);
    expect(await axe(page)).toEqual([]);
    if (js) await page.fill("#text", "he is at the d");
    await button.click();

    await noor.told("We’ve been alerted");
    await button.waitFor({ state: "detached" });
    await page.locator("#call a", { hasText: "Call 112" }).waitFor();
    // Red, as on the page that comes with the tick.
    const colour = (of: string, what: string) =>
      page.evaluate(`getComputedStyle(document.querySelector("${of}")).${what}`);
    expect(await colour("#call a", "color")).toBe(await colour(".red", "borderTopColor"));
    if (js) expect(await page.inputValue("#text")).toBe("he is at the d");
    expect(await page.locator("#feeling").isVisible()).toBe(false);
    expect(await axe(page)).toEqual([]);
    expect(inLine(house.helpline.db)[0]).toMatchObject({ id, lane: "urgent" });
    const first = anna.page.locator("#queue .row").first();
    await expect.poll(() => first.textContent()).toContain("Urgent");
    expect(await first.textContent()).toContain("things at home are bad");
    await noor.answer("Someone may hurt me").click({ noWaitAfter: true });
    await noor.sees("Someone may hurt me");
    await anna.take();
    await anna.sees("Someone may hurt me");
    expect(await anna.page.locator(".pane").textContent()).toContain(says("youth.door.danger"));
    for (const one of [noor, anna]) await one.page.context().close();
    await house.stop();
  },
);

test("the answer to the first try is lost, and the tick of the second counts", async () => {
  const house = await server({ asShipped: true });
  await open(house);
  await another(house, "I came before");
  const noor = await young(house, { width: 360 });
  const { page } = noor;
  await noor.come();
  await page.fill("#text", "help me");
  const lost = new Promise<void>((done) => {
    page.route("**/start", async (route) => {
      // It arrives, and nothing comes back.
      await route.fetch();
      await route.abort();
      await page.unroute("**/start");
      done();
    });
  });
  const send = page.locator("form[action^='/start'] .big");
  await send.click();
  await lost;
  await page.locator("#refused", { hasText: "You’re offline, so that didn’t work" }).waitFor();
  const id = newest(house);
  expect(conversation(house.helpline.db, id)!.lane).toBe("normal");
  await page.getByLabel("I’m in danger").check();
  await send.click();
  await noor.told("We’ve been alerted");
  expect(inLine(house.helpline.db).map((one) => one.id)[0]).toBe(id);
  expect(inLine(house.helpline.db)).toHaveLength(2);
  await page.context().close();
  await house.stop();
});

test.each([true, false])(
  "in a chat that goes on Anna hears it from a second tab, and her page of it is marked (scripts: %s)",
  async (js) => {
    const house = await server({ asShipped: true });
    await open(house);
    const noor = await young(house, { js, width: 360 });
    const tab = await noor.page.context().newPage();
    // Opened before she came, and left open.
    await tab.goto(house.origin, { waitUntil: "commit" });
    await tab.getByLabel("I’m in danger").waitFor();
    await noor.start("things at home are bad");
    const anna = await counsellor(house);
    await anna.signIn();
    await anna.take();
    await tab.getByLabel("I’m in danger").check();
    await tab.locator("form[action^='/start'] .big").click();
    await anna.sees(says("youth.danger.words_now"));
    await anna.page.locator("#chats .row", { hasText: "Urgent" }).waitFor();
    await noor.sees(says("youth.danger.words_now"));
    for (const one of [noor, anna]) await one.page.context().close();
    await house.stop();
  },
);
