import { afterAll, expect, test } from "vitest";
import { writeAnswer } from "#src/conversation/complaint/complaint-answer.ts";
import { concernsFor } from "#src/conversation/complaint/complaint-reading.ts";
import { axe, close, shot } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, says } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { codeOn } from "#tests/support/people/codes.ts";
import { opening, openMenu, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
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
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator("#wrong [role=status]", { hasText: "and 14 days after" }).waitFor();
    const [said] = concernsFor(helpline.db, house.bela, helpline.clock.now());
    expect(said).toMatchObject({ kind: "hurt", words: "he laughed at me" });
    await page.getByRole("button", { name: says("youth.code.get") }).click();
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

const ways = [
  [true, 360],
  [true, 1280],
  [false, 360],
  [false, 1280],
] as const;

test.each(oneInTurn("what was wrong, from the menu", ways))(
  "scripts %s, %d px: from the menu of her chat; what she types is there after Back and a reload, and after she has sent it the code is",
  async (js, width) => {
    const house = await server();
    await open(house);
    const noor = await young(house, { js, width });
    const { page } = noor;
    await noor.start("things at home are bad");
    await take(house);
    if (js) await page.locator("#state.talking").waitFor();
    else await noor.log.locator(".top a").click({ noWaitAfter: true });
    const link = page.locator("#way a[href='/help#wrong']");
    const form = page.locator("#wrong form:has(#text)");
    const kept = () => house.helpline.wrongTyped.of(1)?.words;
    const opens = async () => {
      await openMenu(page);
      await link.click({ noWaitAfter: true });
      await form.waitFor();
    };
    await opens();
    await page.locator("#wrong", { hasText: says("youth.help.wrong_right") }).waitFor();
    expect(await axe(page)).toEqual([]);
    await shot(page, `wrong-${js}-${width}`);
    await form.locator("textarea").fill("he laughed at");
    await form.getByText("They said something that hurt").click();
    if (js) {
      await expect.poll(kept).toBe("he laughed at");
      await page.goBack();
      await page.waitForSelector("#wrong", { state: "detached" });
      await page.reload();
      await page.locator("#state.talking").waitFor();
    } else {
      await form.getByRole("button", { name: says("youth.help.wrong_later") }).click({ noWaitAfter: true });
      await link.waitFor({ state: "attached" });
    }
    await opens();
    expect(await form.locator("textarea").inputValue()).toBe("he laughed at");
    expect(await form.locator(":checked").inputValue()).toBe("hurt");
    // By its own address, and loaded once more.
    await page.goto(`${house.origin}/help`, opening);
    await form.waitFor();
    await page.reload();
    expect(await form.locator("textarea").inputValue()).toBe("he laughed at");
    // In the same moment as she types the last of it: it is not kept once more after that.
    await form.locator("textarea").fill("he laughed at me");
    await form.getByRole("button", { name: "Send", exact: true }).click();
    const told = page.locator("#wrong [role=status]", { hasText: "We’ve got it." });
    await told.waitFor();
    expect(concernsFor(house.helpline.db, house.bela, house.helpline.clock.now())[0]).toMatchObject({
      kind: "hurt",
      words: "he laughed at me",
    });
    await shot(page, `wrong-said-${js}-${width}`);
    expect(await axe(page)).toEqual([]);
    await page.reload();
    await told.waitFor();
    // She passes the code over, and comes back for it.
    await page.goto(house.origin, opening);
    await openMenu(page);
    await link.click({ noWaitAfter: true });
    await told.waitFor();
    const box = (await told.boundingBox())!;
    expect(box.y + box.height).toBeLessThan(page.viewportSize()!.height);
    await page.getByRole("button", { name: says("youth.code.get") }).click();
    await page.waitForSelector("#words");
    await page.goto(`${house.origin}/help`, opening);
    await page.getByText(says("youth.help.answer_made")).waitFor();
    await page.locator("summary", { hasText: says("youth.help.answer_lost") }).click();
    await page.getByText(says("youth.help.answer_stops")).waitFor();
    await shot(page, `wrong-made-${js}-${width}`);
    expect(kept()).toBeUndefined();
    expect(house.reported).toEqual([]);
    await page.context().close();
    await house.stop();
  },
);
