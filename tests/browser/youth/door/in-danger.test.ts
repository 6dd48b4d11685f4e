import { afterAll, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { another, newest } from "#tests/support/states/youth/youth.ts";

afterAll(close);

test.each(oneInTurn("in danger", [true, false]))(
  "who is in danger says so at the door and stands first, where scripts run: %s",
  async (js) => {
    const house = await server();
    await open(house);
    await another(house, "I came before");
    const [noor, sam] = [await young(house, { js }), await young(house, { js })];
    await noor.come();
    await noor.page.getByLabel("I’m in danger").check();
    if (js) {
      // Somebody comes: the door says so, and what was ticked stays.
      await noor.page.evaluate("document.activeElement.blur()");
      await another(house, "I came before too");
      await noor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      await noor.page.locator("#now", { hasText: "2 waiting" }).waitFor();
      expect(await noor.page.getByLabel("I’m in danger").isChecked()).toBe(true);
    }
    await noor.page.fill("#text", "he is at the door");
    await noor.page.click("form[action^='/start'] .big");
    await noor.told("We’ve been alerted");
    expect(conversation(house.helpline.db, newest(house))!.lane).toBe("urgent");
    await sam.start("I am only sad");
    expect(conversation(house.helpline.db, newest(house))!.lane).toBe("normal");
    const anna = await counsellor(house);
    await anna.signIn();
    const first = anna.page.locator("#queue .row").first();
    expect(await first.textContent()).toContain("Urgent");
    expect(await first.textContent()).toContain("he is at the door");
    for (const { page } of [noor, sam, anna]) await page.context().close();
    await house.stop();
  },
);
