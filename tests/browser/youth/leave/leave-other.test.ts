import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { place } from "#tests/support/house/directory.ts";
import { server } from "#tests/support/house/server.ts";
import { exitSite, holds, leadTo } from "#tests/support/people/leaving.ts";
import { young } from "#tests/support/people/people.ts";
import { night, patience } from "#tests/support/run/night.ts";

// What somebody looked for must not come back when another presses Back.

const site = exitSite();

afterAll(async () => {
  await close();
  await site.stop();
});

const mostTold: [boolean, boolean] = [true, true];
const others: [boolean, boolean][] = [
  [true, false],
  [false, true],
];

// What the browser keeps whole it may show again: that is looked at by day too.
test.each([mostTold, ...(night ? others : [])])(
  "after leaving fast from a place, no Back shows what was looked for (JavaScript: %s, whole pages kept: %s)",
  async (js, remembers) => {
    const house = await server();
    await leadTo(house, site);
    await place(house.helpline.db, "Somebody listens", { topics: ["suicide"] });
    const { page } = await young(house, { js, remembers });
    await page.goto(`${house.origin}/other`);
    // A word that stands on no page of itself.
    await page.locator("#q").fill("cutting");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("button", { name: "Somebody listens" }).click();
    await page.locator("h1", { hasText: "Somebody listens" }).waitFor();
    await page.locator("#leave").click();
    await page.getByText("Sun and some clouds").waitFor();
    for (let back = 1; back <= 4; back += 1) {
      // The answer to a form is not there any more: the browser says so itself, and asks before it sends it again.
      await page.goBack({ waitUntil: "commit" }).catch(() => null);
      await expect.poll(() => page.evaluate("document.readyState"), { timeout: patience(10_000) }).toBe("complete");
      expect(await holds(page), `${back} times back`).not.toContain("cutting");
    }
    await house.stop();
  },
);
