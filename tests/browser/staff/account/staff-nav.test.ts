import { afterAll, expect, test } from "vitest";
import { languages } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { member } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

afterAll(close);

/** How high the top line is, in lines. */
const lines = `Math.round(document.querySelector(".sheet-bar").getBoundingClientRect().height / 52)`;

test("whoever has every role has every page of the top line in one line at 1280 px, in every language", async () => {
  const house = await server();
  for (const language of oneInTurn("top line", languages)) {
    const roles = ["counsellor", "supervisor", "admin"] as const;
    const name = `aino-${language}`;
    await member(house.helpline, name, "Aino Virtanen", `Robin ${language}`, [...roles], language);
    const { page, signIn } = await counsellor(house, { name });
    await signIn("/staff/holds");
    expect(await page.evaluate(lines), language).toBe(1);
    expect(await page.locator(".sheet-bar [aria-current]").count(), language).toBe(1);
    await page.context().close();
  }
  await house.stop();
});
