import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { openCallbacks } from "#src/callback/callback.ts";
import { offerCallback } from "#src/callback/offering.ts";
import { close, page as newPage } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import {
  asks,
  houseThatWrites,
  kindOf,
  lateEvening,
  linkTo,
  nextEvening,
  type WritingHouse,
} from "#tests/support/people/later.ts";
import { inLanguage, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { change, hour } from "#tests/support/states/youth/door.ts";
import { another, newest, take } from "#tests/support/states/youth/youth.ts";

// From a closed evening to the front of the line on the next one, by a mail that a real server took.

let house: WritingHouse;

beforeEach(async () => {
  house = await houseThatWrites();
});
afterEach(() => house.stop());
afterAll(close);

const heading = (of: Page, words: string) => of.locator("h1:visible", { hasText: words }).waitFor();
const press = (of: Page, words: string) =>
  of.locator("main button:visible, main a:visible", { hasText: words }).click();
const noor = "noor.secret@mail.example";

describe.each(oneInTurn("written to", [true, false]))("with JavaScript: %s", (js) => {
  test("closed evening, address, next day somebody is free, mail, link, Continue?, claimed first", async () => {
    const { page, come } = await young(house, { js });
    await come();
    await press(page, "Leave an email address");
    await heading(page, "We can email you");
    expect(await page.locator(".mail").textContent()).toContain("Info");
    await page.fill("#address", noor);
    await page.check("[name=shared][value=no]");
    await press(page, "Email me");
    await heading(page, "We’ll email you");
    const subject = await page.locator(".mail .row-2").textContent();

    // The form is not there for whoever presses Back on this device.
    await page.goBack({ waitUntil: "commit" });
    await heading(page, "We can email you");
    expect(await page.locator("#address:visible").inputValue()).toBe("");

    await nextEvening(house);
    const path = await linkTo(house, noor);
    const [mail] = house.post.taken;
    expect(mail!.to).toEqual([noor]);
    expect(mail!.read.subject).toBe(subject);
    expect(mail!.read.from?.value[0]?.name).toBe("Info");
    expect(Buffer.byteLength(mail!.read.text ?? "")).toBeLessThanOrEqual(1024);

    // Whoever only looks, as programs do that look through mails, uses nothing up.
    for (let n = 0; n < 3; n += 1) await (await fetch(house.origin + path)).text();
    await another(house, "I came before her");
    const opened = await young(house, { js });
    await opened.page.goto(house.origin + path);
    await heading(opened.page, "Continue?");
    await press(opened.page, "Continue");
    await opened.told("You’re next");
    const claimed = await take(house);
    const words = "I am glad you wrote";
    await opened.told("is here");
    await opened.say(words);
    await opened.sees(words);
    expect(claimed).toBe(newest(house));
    expect(kindOf(house, path)).toBe("used");

    // By then nothing is known of her address.
    expect(openCallbacks(house.helpline.db)).toEqual([]);
    const second = await newPage({ js });
    await second.goto(house.origin + path);
    await heading(second, "This link has been used");
    await press(second, "Go to the first page");
    await second.waitForSelector("#now");
    expect(house.reported).toEqual([]);
  });

  test("expired, refused, unknown and closed: each a kind, clear page with a way on", async () => {
    await asks(house, noor);
    await nextEvening(house);
    const path = await linkTo(house, noor);
    const page = await newPage({ js });
    const go = async (to: string) => void (await page.goto(house.origin + to));

    await go("/later/nothing");
    await heading(page, "This link doesn’t work");

    // After hours it only waits.
    house.clock.pass(4 * hour);
    await go(path);
    await heading(page, "Nobody’s here right now");
    expect(await page.locator("main").textContent()).toContain("We’re back");

    house.clock.pass(8 * 24 * hour);
    await go(path);
    await heading(page, "This link is too old");
    await press(page, "Go to the first page");
    await page.waitForSelector("#now");

    await asks(house, "sam@mail.example");
    await nextEveningAgain();
    const other = await linkTo(house, "sam@mail.example");
    await go(other);
    await press(page, "Don’t write again");
    await heading(page, "We won’t write again");
    expect(kindOf(house, other)).toBe("refused");
    await go(other);
    await heading(page, "We won’t write again");
    expect(house.reported).toEqual([]);
  });

  test("what was typed stays: beside an error, in another language, and where someone else could read it", async () => {
    const { page } = await young(house, { js });
    await page.goto(`${house.origin}/later`);
    await page.fill("#address", "noor at mail");
    await page.selectOption("#from", "1140");
    await press(page, "Email me");
    await page.waitForSelector("#address[aria-invalid]");
    await page.waitForSelector("#shared-wrong");
    expect(await page.locator("#address").inputValue()).toBe("noor at mail");
    await page.fill("#address", noor);
    await page.check("[name=shared][value=unsure]");
    await inLanguage(page, "fr");
    await heading(page, "On peut t’envoyer un e-mail");
    expect(await page.locator("#address").inputValue()).toBe(noor);
    expect(await page.locator("#from").inputValue()).toBe("1140");
    expect(await page.locator("[value=unsure]").isChecked()).toBe(true);
    await press(page, "M’envoyer un e-mail");
    await heading(page, "Quelqu’un d’autre pourrait voir l’e-mail");
    expect(openCallbacks(house.helpline.db)).toEqual([]);
    await press(page, "M’envoyer l’e-mail quand même");
    await heading(page, "On t’enverra un e-mail");
    expect(openCallbacks(house.helpline.db)).toMatchObject([{ language: "fr", window: { from: 1140, to: 0 } }]);
  });

  test("a counsellor offers it in the chat, and the words that are being typed stay", async () => {
    await nextEvening(house);
    const sam = await young(house, { js });
    await sam.start("can I come back to you?");
    const conversationId = await take(house);
    await sam.told("is here");
    await change(house, (tx, emit) => offerCallback(tx, emit, { conversationId, staffId: house.anna.id }));
    await sam.sees("shall we email you");
    if (js) await sam.page.fill("#text", "half a sentence");
    await sam.log.locator("a", { hasText: "Leave an email address" }).click();
    await heading(sam.page, "We can email you");
    await sam.page.locator("#address:visible").fill("sam@mail.example");
    await sam.page.locator("[name=shared][value=no]:visible").check();
    await press(sam.page, "Email me");
    await heading(sam.page, "We’ll email you");
    await press(sam.page, "Back to your chat");
    await sam.sees("can I come back to you?");
    if (js) expect(await sam.page.locator("#text").inputValue()).toBe("half a sentence");
    expect(openCallbacks(house.helpline.db)).toHaveLength(1);
  });
});

/** From wherever the clock stands to 19:00 in Helsinki, with Anna there. */
async function nextEveningAgain(): Promise<void> {
  const day = 24 * hour;
  const evening = lateEvening - 4 * hour;
  const now = house.clock.now();
  house.clock.pass(evening + Math.ceil((now - evening) / day) * day - now);
  // After a week without a sign of her she may have been taken for gone.
  await open(house);
}
