import { afterAll, expect, test } from "vitest";
import { writeAnswer } from "#src/conversation/concern-answer.ts";
import { concernsFor } from "#src/conversation/concern-reading.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, says } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { codeOn } from "#tests/support/people/codes.ts";
import { opening, young } from "#tests/support/people/people.ts";
import { take } from "#tests/support/states/youth/youth.ts";

afterAll(close);

test.each([true, false])(
  "SG20 and SG23, scripts %s: Noor ticks what was wrong, gets a code, and reads the answer on another phone",
  async (js) => {
    const house = await server();
    await open(house);
    const { origin, helpline } = house;
    const [noor, phone] = [await young(house, { js }), await young(house, { js })];
    await noor.start("things at home are bad");
    await take(house);
    const { page } = noor;
    await page.goto(`${origin}/help`, opening);
    await page.locator("label.choice", { hasText: "Something else" }).click();
    await page.locator("label.choice", { hasText: "They said something that hurt" }).click();
    expect(await page.locator("[name=kind]:checked").inputValue()).toBe("hurt");
    await page.fill("#text", "he laughed at me");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await page.click("#wrong button");
    await page.locator("#wrong [role=status]", { hasText: "and 14 days after" }).waitFor();
    const [said] = concernsFor(helpline.db, house.bela, helpline.clock.now());
    expect(said).toMatchObject({ kind: "hurt", words: "he laughed at me" });
    await page.click("#wrong button");
    await page.waitForSelector("#words");
    const code = codeOn(await page.content());
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await page.click("main a.big");
    await page.waitForSelector("#chat", { state: "attached" });

    const types = async () => {
      await phone.page.goto(`${origin}/back`, opening);
      await phone.page.fill("#code", code);
      await phone.page.click("form .big");
    };
    await types();
    await phone.page.locator("p", { hasText: says("youth.help.answer_none") }).waitFor();
    await act(house, house.bela, (tx, emit) =>
      writeAnswer(tx, emit, { id: said!.id, staffId: house.bela.id, text: "We talked with our team.\nThank you." }),
    );
    await types();
    await phone.page.locator("#answer", { hasText: "We talked with our team." }).waitFor();
    expect(await phone.page.content()).not.toMatch(/laughed|things at home/);
    // Her own chat goes on where it was.
    await noor.say("I am still here");
    expect(house.reported).toEqual([]);
    for (const one of [noor, phone]) await one.page.context().close();
    await house.stop();
  },
);
