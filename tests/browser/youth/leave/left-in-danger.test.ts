import { afterAll, expect, test } from "vitest";
import { axe, close } from "#tests/support/browser/browser.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { exitSite, holds, leadTo, pressBack } from "#tests/support/people/leaving.ts";
import { counsellor, openMenu, young } from "#tests/support/people/people.ts";
import { newest } from "#tests/support/states/youth/youth.ts";

// Noor leaves or deletes in danger, on a small phone; Anna, on shift, reads what she wrote and closes the danger. Everything as shipped.

const site = exitSite();
afterAll(async () => {
  await close();
  await site.stop();
});

const noWait = { noWaitAfter: true } as const;
const sentence = "If you leave, we can still read what you wrote, to get you help.";

test.each([
  [true, "deletes"],
  [false, "deletes"],
  [true, "leaves fast"],
  [false, "leaves fast"],
] as const)(
  "scripts: %s, Noor %s: her screen is clear, nothing comes back, and Anna can still help",
  async (js, way) => {
    const house = await server({ clock: fakeClock(), asShipped: true });
    await open(house);
    await leadTo(house, site);
    const [noor, anna] = [await young(house, { js, width: 360 }), await counsellor(house)];
    await anna.signIn();
    await anna.page.waitForSelector("#queue");
    await noor.come();
    await noor.page.fill("#text", "canary at the gate");
    await noor.page.getByLabel("I’m in danger").check();
    await noor.page.click("form[action^='/start'] .big");
    await noor.told("We’ve been alerted");
    // Before anything is pressed, whole on a small screen: on the page, and where its script is off in the frame that goes on.
    const told = (js ? noor.page.locator("#read-after") : noor.log.locator(".status"))
      .filter({ hasText: sentence })
      .last();
    await told.waitFor();
    const box = (await told.boundingBox())!;
    expect([box.x >= 0, box.x + box.width <= 360]).toEqual([true, true]);
    expect(await axe(noor.page)).toEqual([]);
    const id = newest(house);
    const { cookies } = await noor.page.context().storageState();

    if (way === "deletes") {
      await openMenu(noor.page);
      await noor.page.locator("#way form[action='/clear'] button").click(noWait);
      await noor.page.locator(".narrow > p", { hasText: "If you delete it, we can still read" }).waitFor();
      await noor.page.click("form[action='/clear'] .big");
      await noor.page.locator("p", { hasText: "Your chat is gone for you." }).waitFor();
      expect(await noor.page.content()).not.toContain("Your chat is deleted.");
    } else {
      await noor.page.click("#leave", noWait);
      await noor.page.waitForURL((url) => url.href.startsWith(site.url));
    }
    expect(await holds(noor.page)).not.toContain("canary");
    if (way === "deletes") {
      // What was asked before is not kept, and is not asked anew.
      await noor.page.goBack({ waitUntil: "commit" }).catch(() => {});
      await expect.poll(() => noor.page.content().catch(() => "canary")).not.toContain("canary");
    } else {
      for (const before of await pressBack(noor.page)) expect(before).not.toContain("canary");
    }
    await noor.page.context().addCookies(cookies);
    await noor.come();
    expect(await holds(noor.page)).not.toContain("canary");

    // Her console has the row without being asked for it; one click leads there.
    const row = anna.page.locator(`#danger-${id}`);
    await row.waitFor();
    expect(await row.textContent()).toContain(way === "deletes" ? "deleted by them" : "left fast");
    expect(await row.textContent()).not.toContain("canary");
    await anna.page.click(`#to-danger-${id}`);
    await anna.page.waitForSelector("#read-left");
    expect(await axe(anna.page)).toEqual([]);
    await anna.page.click("#read-left");
    await anna.page.locator("#concern-log p", { hasText: "canary at the gate" }).waitFor();
    await anna.page.click("#close-danger");
    await anna.page.locator("[role=alert]", { hasText: "Is help on its way" }).waitFor();
    await anna.page.click("#close-danger");
    await anna.page.waitForSelector("#queue");
    expect(await anna.page.locator(`#danger-${id}`).count()).toBe(0);
    expect(house.files.data.prepare("SELECT count(*) FROM message").pluck().get()).toBe(0);
    expect(house.files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(0);
    for (const { page } of [noor, anna]) await page.context().close();
    expect(house.reported).toEqual([]);
    await house.stop();
  },
);
