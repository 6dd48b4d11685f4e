import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close, page as opened } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

let house: Server;
beforeEach(async () => {
  house = await server();
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await house.stop();
});
afterAll(close);

/** Anna at her own browser, and how she begins and goes through a practice chat. */
async function annaPractises(width: 360 | 1280) {
  const anna = await counsellor(house, { width });
  await anna.signIn();
  const { page } = anna;
  const lines = page.locator(".practice-log > li:visible");
  return {
    page,
    lines,
    begins: async (name: string, way: string) => {
      await page.goto(`${house.origin}/staff/practice`);
      await page.getByRole("link", { name, exact: true }).click();
      await page.check(`[value=${way}]`);
      await page.click("main form .main");
      await page.waitForSelector("#practice-foot");
    },
    says: async (words: string) => {
      await page.fill("#say", words);
      await page.press("#say", "Enter");
      await page.locator(".practice-log .other", { hasText: words }).waitFor();
    },
    sees: (words: string) => page.locator(".practice-log .youth", { hasText: words }).last().waitFor(),
  };
}

test.each(oneInTurn("practice", [360, 1280] as const))(
  "guided, with hints and alone (%d px): Anna goes through one of each, and shares one",
  async (width) => {
    const anna = await annaPractises(width);
    const { page } = anna;

    await anna.begins("Not in the group chat", "guided");
    await page.locator(".choices button").first().click();
    await page.locator(".practice-log .why").waitFor();

    await anna.begins('Only "hi"', "hints");
    await page.click("[value=hint]");
    await page.locator(".practice-hint").waitFor();
    await page.fill("#say", "half a thought");
    await page.click("[value=wait]");
    await page.locator(".practice-log .notice").waitFor();
    // What is half written stays, whatever else she does.
    expect(await page.inputValue("#say")).toBe("half a thought");
    // Left a moment after the last letter, by a link and by a reload.
    await page.locator("#say").pressSequentially(", and more");
    await page.goto(`${house.origin}/staff/practice`);
    await page.goBack();
    await expect.poll(() => page.inputValue("#say")).toBe("half a thought, and more");
    await page.reload();
    await expect.poll(() => page.inputValue("#say")).toBe("half a thought, and more");

    await anna.begins("Don't tell", "alone");
    await anna.says("Hi, I’m Mika. I can’t promise to tell no one.");
    await page.reload();
    await page.locator(".practice-log .other", { hasText: "I can’t promise" }).waitFor();
    await page.goBack();
    await page.goForward();
    await page.locator(".practice-log .other", { hasText: "I can’t promise" }).waitFor();
    await page.click("[value=ended]");
    await page.locator(".practice-after").waitFor();
    await page.click("[value=hand_in]");
    await page.locator("[value=take_back]").waitFor();

    const bela = await counsellor(house, { name: "bela" });
    await bela.signIn();
    await bela.page.goto(`${house.origin}/staff/practice`);
    await bela.page.getByRole("link", { name: "Don't tell" }).first().click();
    await bela.page.locator(".practice-log .other", { hasText: "I can’t promise" }).waitFor();
    await bela.page.context().close();
    await page.context().close();
  },
);

test("a colleague plays without scripts; what they write is there, and what Anna had half written stays", async () => {
  const anna = await annaPractises(1280);
  const { page } = anna;
  await anna.begins("Don't tell", "colleague");
  const link = (await page.locator(".pre code").textContent())!;
  const kim = await opened({ js: false, width: 360 });
  await kim.goto(link);
  await kim.getByRole("button", { name: says("staff.practice.guest_begin") }).click();
  await page.fill("#say", "I am just");
  await kim.fill("#say", "will u tell someone");
  await kim.getByRole("button", { name: says("staff.composer.send") }).click();
  await anna.sees("will u tell someone");
  expect(await page.inputValue("#say")).toBe("I am just");
  await anna.says("I would tell you first.");
  await kim.frameLocator("iframe").getByText("I would tell you first.").waitFor();
  await kim.getByRole("button", { name: says("staff.practice.guest_leave") }).click();
  await kim.getByText(says("staff.practice.guest_over")).waitFor();
  await kim.context().close();
  await page.context().close();
});

test("somebody real who comes is seen at once on the page of a practice chat, and the practice chat waits", async () => {
  await open(house);
  const anna = await annaPractises(1280);
  const { page } = anna;
  await anna.begins('Only "hi"', "alone");
  const noor = await young(house);
  await noor.start("are you really there?");
  await page.locator('#wait[data-ids]:not([data-ids=""])').waitFor();
  await page.click("#to-waiting");
  await page.waitForSelector("#queue .row");
  await page.goto(`${house.origin}/staff/practice`);
  await page.getByRole("link", { name: 'Only "hi"' }).first().click();
  await page.locator("#practice-foot").waitFor();
  await noor.page.context().close();
  await page.context().close();
});

test("too long a message comes back beside the field, with every word", async () => {
  const anna = await annaPractises(360);
  const { page } = anna;
  await anna.begins('Only "hi"', "alone");
  await page.fill("#say", "x".repeat(4001));
  await page.press("#say", "Enter");
  await page.locator("#say-wrong", { hasText: says("error.too_long", { length: 4001, most: 4000 }) }).waitFor();
  expect(await page.inputValue("#say")).toBe("x".repeat(4001));
  await page.context().close();
});

test("the network is cut while Anna sends: her words are not lost, and said once", async () => {
  const anna = await annaPractises(360);
  const { page } = anna;
  await anna.begins('Only "hi"', "alone");
  await page.route("**/staff/practice/*", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await page.fill("#say", "take your time");
  await page.press("#say", "Enter");
  await page.locator("#practice-off").waitFor();
  expect(await page.inputValue("#say")).toBe("take your time");
  await page.unroute("**/staff/practice/*");
  await page.press("#say", "Enter");
  await page.locator(".practice-log .other", { hasText: "take your time" }).waitFor();
  expect(await page.locator(".practice-log .other").count()).toBe(1);
  await page.context().close();
});
