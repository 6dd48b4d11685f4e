import { afterAll, expect, test } from "vitest";
import { suggest } from "#src/conversation/messages/agreed-plan.ts";
import { inLine } from "#src/queue/claim.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { codeOn } from "#tests/support/people/codes.ts";
import { pressBack } from "#tests/support/people/leaving.ts";
import { counsellor, opening, openMenu, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn, patience } from "#tests/support/run/night.ts";
import { another, newest, take } from "#tests/support/states/youth/youth.ts";

afterAll(close);

/** Gets a code in her chat, reads it, and goes back to the chat. */
async function getsCode(who: Young, origin: string): Promise<string> {
  await who.page.goto(`${origin}/back`);
  await who.page.click("button:has-text('Get a code')");
  await who.page.waitForSelector("#words");
  const code = codeOn(await who.page.content());
  await who.page.click("main a.big");
  await who.page.waitForSelector("#chat", { state: "attached" });
  return code;
}

async function types(who: Young, origin: string, code: string) {
  await who.page.goto(`${origin}/back`, opening);
  await who.page.fill("#code", code);
  await who.page.click("form .big");
  await who.page.waitForSelector("#chat", { state: "attached" });
}

test.each(oneInTurn("another phone", [true, false]))(
  "scripts %s: Noor goes on on another phone, leaves it fast, and comes back first in line",
  async (js) => {
    const house = await server();
    await open(house);
    const { origin } = house;
    const [noor, phone, third] = [await young(house, { js }), await young(house, { js }), await young(house, { js })];
    await noor.start("I may have to leave");
    const id = await take(house);
    const anna = await counsellor(house);
    await anna.signIn();
    await anna.page.goto(`${origin}/staff/conversation/${id}`);
    const code = await getsCode(noor, origin);

    await types(phone, origin, code.toUpperCase().replaceAll(" ", "-"));
    await phone.sees("I may have to leave");
    expect(await phone.log.locator("body").textContent()).not.toContain(says("notice.moved"));
    await phone.say("now from here");
    await anna.sees("now from here");
    // The first one is told by itself, or, without scripts, in its frame and on the next look.
    if (!js) {
      await noor.log.locator("body", { hasText: says("youth.elsewhere.title") }).waitFor();
      await noor.page.goto(origin, opening);
    }
    await noor.page.waitForSelector("main a[href^='/back']");
    expect(await noor.page.textContent("h1")).toBe(says("youth.elsewhere.title"));
    expect(await noor.page.content()).not.toContain("I may have to leave");

    await another(house, "somebody who came before");
    const before = newest(house);
    // Without the site that it leads to.
    await phone.page.route("**/*", (route) =>
      route.request().url().startsWith(origin) ? route.continue() : route.abort(),
    );
    await phone.page.click("a[href^='/leave']");
    await expect.poll(() => house.heard.some((event) => event.type === "conversation.ended")).toBe(true);
    await types(third, origin, code);
    await third.sees("now from here");
    await third.sees(says("notice.reopened"));
    expect(inLine(house.helpline.db).map((one) => one.id)).toEqual([id, before]);
    for (const one of [noor, phone, third, anna]) await one.page.context().close();
    expect(house.reported).toEqual([]);
    await house.stop();
  },
  patience(90_000),
);

test.each(oneInTurn("a code is gone", [true, false]))(
  "scripts %s: a code is gone from the screen with leaving fast, also for Back",
  async (js) => {
    const house = await server();
    await open(house);
    // Where whole pages are kept for Back, as people’s browsers do.
    const noor = await young(house, { js, remembers: true });
    await noor.start("I may have to leave");
    // With scripts it stands beside the chat, without on a page of its own.
    await openMenu(noor.page);
    await noor.page.click("a[href='/back']");
    await noor.page.click("button:has-text('Get a code')");
    await noor.page.waitForSelector("#words");
    const code = codeOn(await noor.page.content());
    // Nobody is asked for the site that it leads to.
    await noor.page.route(
      (url) => url.origin !== house.origin,
      (route) => route.fulfill({ contentType: "text/html", body: "<title>Weather</title>" }),
    );
    await noor.page.click("a[href^='/leave']");
    await expect.poll(() => noor.page.title()).toBe("Weather");
    const back = await pressBack(noor.page, 4);
    expect(back.length).toBeGreaterThan(0);
    for (const shown of back) expect(shown).not.toContain(code);
    await noor.page.context().close();
    await house.stop();
  },
  patience(60_000),
);

test("what is being written outlasts a look at the code, a yes to the lines and a question about deleting", async () => {
  const house = await server();
  await open(house);
  const { origin, helpline } = house;
  const noor = await young(house);
  await noor.start("I may have to leave");
  const id = await take(house);
  await noor.page.waitForSelector("#state.talking");
  await noor.page.fill("#text", "half a sentence");
  const kept = () => noor.page.inputValue("#text");
  await openMenu(noor.page);
  await noor.page.click("a[href='/back']");
  await noor.page.click("button:has-text('Get a code')");
  const code = await noor.page.locator("#words").textContent();
  await noor.page.click(".beside a.big");
  await noor.page.waitForSelector("#words", { state: "detached" });
  expect(await kept()).toBe("half a sentence");
  expect(await noor.page.content()).not.toContain(code);

  const { id: staffId } = house.anna;
  await helpline.db.change(`staff:${staffId}`, (tx, emit) =>
    suggest(tx, emit, { conversationId: id, staffId, text: "Breathe out slowly" }),
  );
  await noor.page.click(".notice a[href='/back']");
  await noor.page.click("[value=agree]");
  await noor.sees(says("notice.approach_agreed"));
  expect(await kept()).toBe("half a sentence");

  await openMenu(noor.page);
  await noor.page.click("#way summary");
  await noor.page.click("form[action='/clear'] button");
  await noor.page.click(`a:has-text("${says("rules.clear.no")}")`);
  await noor.page.waitForSelector("#way summary", { state: "attached" });
  expect(await kept()).toBe("half a sentence");
  await openMenu(noor.page);
  await noor.page.click("form[action='/clear'] button:visible");
  await noor.page.click(`button:has-text("${says("rules.clear.yes")}")`);
  await noor.page.waitForSelector(`h1:has-text("${says("rules.clear.done")}")`);
  expect(await noor.page.content()).not.toContain("I may have to leave");
  await noor.page.goto(origin);
  expect(await noor.page.content()).not.toContain("I may have to leave");
  await noor.page.context().close();
  expect(house.reported).toEqual([]);
  await house.stop();
});

test("words at the door outlast a look at where a code is typed, and a code typed there leads to its chat", async () => {
  const house = await server();
  await open(house);
  const [noor, phone] = [await young(house), await young(house)];
  await noor.start("I may have to leave");
  await take(house);
  const code = await getsCode(noor, house.origin);
  await phone.come();
  await phone.page.fill("#text", "half a sentence");
  await phone.page.click("a[href='/back']");
  await phone.page.locator(".beside a.big").click();
  expect(await phone.page.inputValue("#text")).toBe("half a sentence");
  await phone.page.click("a[href='/back']");
  await phone.page.fill("#code", code);
  await phone.page.click("form[action='/back'] .big");
  await phone.sees("I may have to leave");
  for (const one of [noor, phone]) await one.page.context().close();
  await house.stop();
});
