import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { close } from "#tests/support/browser/browser.ts";
import { type Server, server } from "#tests/support/house/server.ts";
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

/** Noor and Anna have talked, and Noor has ended it. */
async function ended(js: boolean, danger: boolean) {
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
  await noor.end();
  await anna.page.context().close();
  return noor.page;
}

test.each([true, false])(
  "one question at a time, each in the place of the one before; the second is passed over (JavaScript: %s)",
  async (js) => {
    const page = await ended(js, false);
    const questions = () => page.locator("#after form").count();
    const asked = (door: string) => page.locator(`#after form[action="${door}"]`).waitFor();
    await asked("/helped");
    expect(await questions()).toBe(1);
    await page.locator('#after button[value="bit"]').click(noWait);
    await asked("/feeling");
    expect(await questions()).toBe(1);
    expect(await page.locator("#after").textContent()).toContain("You can always write again");
    await page.locator('#after button[value="skip"]').click(noWait);
    await asked("/next");
    expect(await questions()).toBe(1);
    await page.locator('#after button[value="no"]').click(noWait);
    await page.locator("#after.thanks").waitFor();
    expect(await questions()).toBe(0);
    expect(contact()).toMatchObject({ helped: "bit", after_asked: "skipped", feeling_after: null, next_step: "no" });
    // Wide, the same page is one column still: nothing lies beside another thing.
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(1280);
    const places = await page
      .locator("#chat > *:visible")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  },
  60_000,
);

test.each([true, false])(
  "after danger whom to call stands there, and nothing is asked before it is wanted (JavaScript: %s)",
  async (js) => {
    const page = await ended(js, true);
    const call = page.locator('#chat a[href="tel:112"]').first();
    const ask = page.locator('#after button[value="ask"]');
    await ask.waitFor();
    const top = async (one: typeof ask) => (await one.boundingBox())!.y;
    expect(await top(call)).toBeLessThan(await top(ask));
    expect(await page.locator("#after .scale").count()).toBe(0);
    expect(contact()).toMatchObject({ helped_asked: "never" });
    await ask.click(noWait);
    await page.locator('#after button[value="yes"]').click(noWait);
    await page.locator('#after form[action="/feeling"]').waitFor();
    expect(contact()).toMatchObject({ helped: "yes", helped_asked: "given" });
  },
  60_000,
);
