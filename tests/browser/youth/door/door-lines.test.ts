import type { Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { change, evenings, french, hours, houseWithHours } from "#tests/support/states/youth/door.ts";
import { newest, type TimedServer } from "#tests/support/states/youth/youth.ts";

// The door of a helpline with two lines.

let house: TimedServer;
afterEach(() => house.stop());
afterAll(close);

/** Looks at the page again, as a phone that is taken up: the door asks at once. */
const lookedAt = (of: Page) => of.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

test("of two lines the one of her language is chosen for her; another choice stays while the door changes", async () => {
  house = await houseWithHours(Date.UTC(2026, 10, 24, 17));
  await open(house);
  const second = await french(house);
  const noor = await page({ locale: "fr" });
  await noor.goto(house.origin);
  const main = noor.getByLabel("Main line");
  expect(await noor.getByLabel("Chat en français").isChecked()).toBe(true);
  await main.check();
  await noor.fill("#text", "bonjour");
  await hours(house, { ...evenings, week: evenings.week.map(() => [{ opens: 0, closes: 1380 }]) }, second);
  await lookedAt(noor);
  // 23:00 where that line is, by the clock of her own browser.
  await noor.locator(".choice", { hasText: "21:00" }).waitFor();
  expect(await main.isChecked()).toBe(true);
  expect(await noor.inputValue("#text")).toBe("bonjour");
  await noor.locator("form button").click();
  await noor.waitForSelector("#state.waiting");
  expect(conversation(house.helpline.db, newest(house))!.lineId).toBe(1);
  await noor.context().close();
});

test("the line that she chose shuts while she writes: she is told, and the words go to the other only then", async () => {
  house = await houseWithHours(Date.UTC(2026, 10, 24, 17));
  await open(house);
  await french(house);
  const noor = await page({ locale: "fr" });
  await noor.goto(house.origin);
  await noor.getByLabel("Main line").check();
  await noor.fill("#text", "bonjour");
  await hours(house, { ...evenings, week: evenings.week.map(() => []) });
  await lookedAt(noor);
  await noor.locator("#refused", { hasText: "autre chat" }).waitFor();
  expect(await noor.inputValue("#text")).toBe("bonjour");
  await noor.context().close();
});

test.each(oneInTurn("answered in", [true, false]))(
  "she reads before the box in which language she is answered, where scripts run: %s",
  async (js) => {
    house = await houseWithHours(Date.UTC(2026, 10, 24, 17));
    await open(house);
    const speaks = (staffId: number, language: "fr" | "hu") =>
      change(house, (tx, emit) => setMember(tx, emit, { staffId, values: { languages: [language] } }));
    await speaks(house.anna.id, "fr");
    await speaks(house.bela.id, "hu");
    const noor = await page({ locale: "hu", js });
    await noor.goto(house.origin);
    const said = noor.getByText("Itt franciául írhatsz.");
    await said.waitFor();
    const [above, box] = [await said.boundingBox(), await noor.locator("#text").boundingBox()];
    expect(above!.y).toBeLessThan(box!.y);
    await noor.fill("#text", "szia");
    if (js) {
      // Béla comes while she writes: the sentence goes, and her words stay.
      await open(house, house.bela);
      await lookedAt(noor);
      await said.waitFor({ state: "detached" });
      expect(await noor.inputValue("#text")).toBe("szia");
    }
    await noor.locator("form[action^='/start'] button.big").click();
    await noor.locator("#chat").waitFor();
    await noor.context().close();
  },
);
