import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { look, person, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, inLanguage, young } from "#tests/support/people/people.ts";
import { answerAll, choose, saturdayNight, withPlaces } from "#tests/support/states/admin/assessment.ts";
import { another } from "#tests/support/states/youth/youth.ts";

let house: Server;

beforeEach(async () => {
  house = await server({ clock: fakeClock(saturdayNight) });
  await withPlaces(house);
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

test("a 13-year-old at 23:00, without JavaScript, comes to a line that is open, and leaves helped", async () => {
  const sam = await young(house, { js: false, remembers: true });
  const { page } = sam;
  await sam.come();
  await page.getByText("Not sure? Answer a few questions").click();
  await page.waitForURL("**/which");
  await answerAll(page, ["No", "Bullying", "13–14"]);
  await page.getByRole("heading", { name: "This could help you" }).waitFor();
  const places = page.locator("article");
  expect(await places.locator("h2").allTextContents()).toEqual(["Night line", "Suicide line", "Bully help"]);
  expect(await places.first().textContent()).toContain("02:00");
  expect(await places.first().locator("a[href^='tel:']").getAttribute("href")).toBe("tel:080011122");
  expect(await page.locator("p.soft", { hasText: "Because you chose: Bullying, 13–14" }).count()).toBe(1);
  await page.getByText("You can stop here.").waitFor();
  // Nobody was kept, and the address says nothing.
  expect(house.heard.filter(({ type }) => type === "conversation.started")).toEqual([]);
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toMatch(/^\/which\?w=[\w-]{43}$/);
  expect(await page.title()).toBe("Chat");
  expect(await page.context().cookies()).toEqual([]);
  // From a place Back leads to what was suggested, and not to an error of the browser.
  await places.first().locator("h2 button").click();
  await page.locator("h1", { hasText: "Night line" }).waitFor();
  await page.goBack({ waitUntil: "commit" });
  await page.getByRole("heading", { name: "This could help you" }).waitFor();
  expect(await places.count()).toBe(3);
  await page.context().close();
});

test("words beside what was suggested outlast a place that cannot be fetched, and go along into another language", async () => {
  const { page } = await young(house);
  await page.goto(`${house.origin}/which`);
  await answerAll(page, ["No", "Bullying", "13–14"]);
  await page.fill("#text", "not sent yet");
  await page.context().setOffline(true);
  await page.locator("h2 button").first().click();
  await page.locator("#refused", { hasText: "turn Wi-Fi off, or on" }).waitFor();
  await page.context().setOffline(false);
  await inLanguage(page, "fr");
  await page.waitForSelector("html[lang=fr]");
  expect(await page.inputValue("#text")).toBe("not sent yet");
  await page.context().close();
});

test("beside her words Back leads from question to question with the answers, and then to the words", async () => {
  const noor = await young(house);
  const { page } = noor;
  await noor.come();
  await page.fill("#text", "not sent yet");
  const asked = (words: string) => page.locator("main:not([id='main']) h1", { hasText: words }).waitFor();
  const go = () => page.locator(".dock .big").click();
  await page.getByText("Not sure? Answer a few questions").click();
  await asked("Is it urgent?");
  await choose(page, "It can’t wait");
  await go();
  await asked("What’s it about?");
  await choose(page, "Bullying");
  await page.goBack();
  await asked("Is it urgent?");
  expect(await page.getByLabel("It can’t wait").isChecked()).toBe(true);
  await go();
  await asked("What’s it about?");
  expect(await page.getByLabel("Bullying", { exact: true }).isChecked()).toBe(true);
  await page.locator(".dock").getByText("Back", { exact: true }).click();
  await asked("Is it urgent?");
  await page.goBack();
  await page.locator("#text").waitFor();
  expect(await page.inputValue("#text")).toBe("not sent yet");
  await page.getByText("Not sure? Answer a few questions").click();
  await asked("Is it urgent?");
  await go();
  await asked("What’s it about?");
  await page.getByText("Straight to the chat").click();
  await page.locator("#text").waitFor();
  expect(await page.evaluate("history.state")).toBe(null);
  expect(await page.inputValue("#text")).toBe("not sent yet");
  await page.context().close();
});

test("danger is said once, and comes first in Anna’s queue, with what was chosen", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await another(house, "I was here before");
  const noor = await young(house, { js: false });
  const { page } = noor;
  await page.goto(`${house.origin}/which`);
  // Back from what helps in danger leads to the questions again, and the other answers go along.
  await answerAll(page, ["No", "Violence at home", "16–17"]);
  for (const asked of ["get in touch", "live", "How old", "about", "urgent"]) {
    await page.getByRole("button", { name: asked === "get in touch" ? "Change my answers" : "Back" }).click();
    await page.locator("h1", { hasText: asked }).waitFor();
  }
  await answerAll(page, ["Someone is hurt or in danger now"]);
  await page.getByText("so you go first").waitFor();
  const first = page.locator("main a[href^='tel:']").first();
  expect(await first.getAttribute("href")).toBe("tel:112");
  await page.fill("#text", "he is at the door");
  await page.locator("form[action^='/start'] .big").click({ noWaitAfter: true });
  await anna.page.locator(".rows .row").nth(1).waitFor();
  const rows = anna.page.locator(".rows .row");
  expect(await rows.first().textContent()).toContain("Urgent");
  expect(await rows.first().textContent()).toContain("he is at the door");
  expect(await rows.nth(1).textContent()).not.toContain("Urgent");
  expect(await rows.first().locator(".urgent-mark svg").count()).toBe(1);
  await anna.take();
  await anna.sees("he is at the door");
  const about = anna.page.locator(".about-list").first();
  await about.waitFor({ state: "attached" });
  const words = await about.textContent();
  for (const one of ["Ticked", "Someone is hurt or in danger now", "Violence at home", "16–17"])
    expect(words).toContain(one);
  expect(await anna.page.locator(".pane .urgent-mark").count()).toBe(1);
  await page.context().close();
});

test("whoever chose suicide asks to be taken first with a tick, and needs no other word", async () => {
  const noor = await young(house);
  const { page } = noor;
  await page.goto(`${house.origin}/which`);
  await answerAll(page, ["", "Suicide"]);
  await choose(page, "I need someone fast – answer me first");
  await page.locator("form[action^='/start'] .big").click();
  await page.waitForSelector("#chat");
  const queue = (await (await staff(house, house.anna, house)).get("/staff")).text;
  expect(queue).toContain("urgent-mark");
  await page.context().close();
});

test("Y13: the questions and what they lead to stay within the first packets, in every language", async () => {
  for (const language of ["en", "fr", "nl", "es", "fi", "hu"]) {
    const noor = person(house, house);
    const asked = await noor.get(`/which?l=${language}`);
    const answers: [string, string][] = [
      ["urgent", "danger"],
      ["topics", "suicide"],
      ["topics", "bullying"],
      ["age", "13-14"],
    ];
    const found = await look(noor, answers, `/which?l=${language}`);
    for (const { text, headers } of [asked, found]) {
      const bytes = gzipSync(text).length + [...headers].join("").length;
      expect(bytes, language).toBeLessThan(14_000);
      if (text === asked.text) expect(bytes, language).toBeLessThan(10_240);
    }
  }
});
