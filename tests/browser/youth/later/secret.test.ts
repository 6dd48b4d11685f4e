import { afterAll, expect, test } from "vitest";
import { topics } from "#src/live/topics.ts";
import { setSetting } from "#src/settings/settings.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { opening, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { gone, newest, take, timedServer, write } from "#tests/support/states/youth/youth.ts";

afterAll(close);

const written = /my brother reads|not right of him|Mika/;

/** Sends the first words with a secret word, and is let in. */
async function comesWithSecret(who: Young, js: boolean) {
  const { page } = who;
  await who.come();
  await page.fill("#text", "my brother reads my phone");
  await page.locator("form[action^='/start'] summary").click();
  await page.fill("#secret", "abc");
  await page.click("form[action^='/start'] .big");
  // Beside its field, with and without scripts, and nothing typed is lost.
  await page.waitForSelector("#secret-wrong");
  expect(await page.inputValue("#text")).toBe("my brother reads my phone");
  expect(await page.inputValue("#secret")).toBe("abc");
  await page.fill("#secret", "Moonstone");
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#chat", { state: "attached" });
  if (js) await page.waitForSelector("#check", { state: "hidden" });
  else await who.log.locator(".status").last().waitFor();
}

test.each(oneInTurn("secret word", [true, false]))(
  "scripts %s: Noor’s brother opens her phone and sees nothing; she gives her word and goes on",
  async (js) => {
    const house = await timedServer();
    await open(house);
    const noor = await young(house, { js });
    const { page } = noor;
    await comesWithSecret(noor, js);
    const id = newest(house);
    await take(house);
    await write(house, id, "counsellor", "That is not right of him.");
    await noor.sees("not right of him");
    // Who has the page open is not asked.
    house.clock.pass(10 * 60_000);
    house.helpline.staff.touched(house.anna.id);
    await noor.say("are you still there?");
    await noor.sees("are you still there?");

    await page.goto("about:blank");
    await gone(house, id);
    house.clock.pass(60_000);
    const seen: string[] = [];
    page.on(
      "response",
      (answer) =>
        void answer.text().then(
          (text) => seen.push(text),
          () => {},
        ),
    );
    for (const path of ["/", "/?earlier=1", "/back", "/change"]) await page.goto(house.origin + path, opening);
    await page.goto(house.origin, opening);
    await page.fill("#secret", "football");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#secret-wrong");
    await page.goBack(opening);
    expect(seen.join()).not.toMatch(written);
    await page.goto(house.origin, opening);
    await page.fill("#secret", "moon stone");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#chat", { state: "attached" });
    await noor.sees("not right of him");
    await page.context().close();
    expect(house.reported).toEqual([]);
    await house.stop();
  },
  90_000,
);

test("a page that comes back to life after a while shows nothing more, and keeps what was typed for whoever gives the word", async () => {
  const house = await timedServer();
  await open(house);
  const noor = await young(house);
  const { page } = noor;
  await comesWithSecret(noor, true);
  const id = newest(house);
  await take(house);
  await write(house, id, "counsellor", "That is not right of him.");
  await noor.sees("not right of him");
  await page.context().setOffline(true);
  house.helpline.hub.shut(topics.youth(id));
  await gone(house, id);
  house.clock.pass(120_000);
  await noor.say("did not go out");
  await page.fill("#text", "half a thought");
  await page.context().setOffline(false);
  await page.waitForSelector("#secret");
  expect(await page.textContent("body")).not.toMatch(written);
  expect(await page.textContent("body")).not.toMatch(/did not go out|half a thought/);
  expect(await page.textContent("#kept")).toBe(says("youth.secret.kept"));
  await page.fill("#secret", "football");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#secret-wrong");
  await page.fill("#secret", "moonstone");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#state.talking");
  expect(await page.inputValue("#text")).toBe("did not go out\nhalf a thought");
  await noor.sees("not right of him");
  await page.click(".send");
  await noor.sees("half a thought");
  await page.context().close();
  expect(house.reported).toEqual([]);
  await house.stop();
}, 60_000);

test("a word that stands in its field is not swept away by what the door says meanwhile", async () => {
  const house = await timedServer();
  await open(house);
  const noor = await young(house);
  const { page } = noor;
  await noor.come();
  await page.locator("form[action^='/start'] summary").click();
  await page.fill("#secret", "moonstone");
  await page.evaluate("document.activeElement.blur()");
  const before = await page.getAttribute("#door", "data-v");
  await house.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "ageFrom", value: 12 }));
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await expect.poll(() => page.getAttribute("#door", "data-v")).not.toBe(before);
  expect(await page.inputValue("#secret")).toBe("moonstone");
  await page.context().close();
  await house.stop();
}, 60_000);
