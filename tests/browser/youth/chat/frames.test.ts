import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import { end } from "#src/queue/end/ending.ts";
import { axe, close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Young, young } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";
import { take, write } from "#tests/support/states/youth/youth.ts";

let house: Server;

beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

const ended = () => house.heard.filter(({ type }) => type === "conversation.ended");
const noWait = { noWaitAfter: true } as const;

async function annaEnds(conversationId: number) {
  const ending = { conversationId, reason: "ended_by_counsellor", staffId: house.anna.id } as const;
  await house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) => end(tx, emit, ending));
}

/** Noor's page shows the chat now, where ending takes two taps. */
async function seesTheChat(noor: Young) {
  await noor.page.locator("#way summary").waitFor({ state: "attached" });
  expect(await noor.page.locator("#feeling .scale").count()).toBe(0);
  expect(ended()).toEqual([]);
}

test("without JavaScript the frame takes Noor from the line into the chat when it begins", async () => {
  const noor = await young(house, { js: false });
  await noor.start("nobody listens");
  const id = await take(house);
  const link = noor.log.locator(".top a", { hasText: "Mika is here" });
  await link.waitFor();
  await write(house, id, "counsellor", "Hi Noor");
  await noor.sees("Hi Noor");
  expect(await axe(noor.page)).toEqual([]);
  await link.click(noWait);
  await seesTheChat(noor);
  await noor.page.context().close();
});

test("without JavaScript “leave the line” on a page that is too old ends no chat", async () => {
  const noor = await young(house, { js: false });
  await noor.start("nobody listens");
  await take(house);
  await noor.told("Mika is here");
  await noor.page.locator("#out [action='/end'] button").click(noWait);
  await seesTheChat(noor);
  await noor.end();
  expect(ended()).toHaveLength(1);
  await noor.page.context().close();
});

test("with JavaScript and a line that is dead, “leave the line” ends no chat either", async () => {
  const noor = await young(house);
  const { page } = noor;
  await page.addInitScript("delete window.WebSocket");
  await page.route("**/updates*", (route) => route.abort());
  await page.goto(house.origin);
  await page.fill("#text", "nobody listens");
  await page.click("form[action^='/start'] .big");
  await page.locator("#out [action='/end'] button").waitFor();
  await take(house);
  await page.click("#out [action='/end'] button");
  await seesTheChat(noor);
  await page.context().close();
});

test("what is sent from the frame after the end comes back in it, with a way out that takes the page along", async () => {
  const noor = await young(house, { js: false });
  await noor.start("nobody listens");
  const id = await take(house);
  await noor.told("Mika is here");
  await annaEnds(id);
  const box = noor.page.frameLocator(".frame-box");
  await box.locator("#text").fill("one more thing");
  await box.locator(".send").click();
  await box.locator("[role=alert]", { hasText: "This chat has ended." }).waitFor();
  expect(await box.locator("#kept-words").inputValue()).toBe("one more thing");
  expect(await box.locator("a[href='tel:112']").count()).toBe(1);
  expect(await axe(noor.page)).toEqual([]);
  await box.locator(".top a").click(noWait);
  await noor.page.waitForSelector("[data-ended]");
  await noor.page.context().close();
});

test("at the end the newest way on lies over the one from the beginning", async () => {
  const noor = await young(house, { js: false });
  await noor.start("nobody listens");
  const id = await take(house);
  await noor.log.locator(".top a").waitFor();
  await annaEnds(id);
  await noor.log.locator(".top a", { hasText: /^Continue$/ }).waitFor();
  const [first, second] = await Promise.all([0, 1].map((n) => noor.log.locator(".top").nth(n).boundingBox()));
  expect(second).toEqual(first);
  await noor.log.locator(".top a", { hasText: /^Continue$/ }).click(noWait);
  await noor.page.waitForSelector("[data-ended]");
  await noor.page.context().close();
});

test("a browser without scripts says by itself that it is still there", async () => {
  const noor = await young(house, { js: false });
  const complaints: string[] = [];
  noor.page.on("console", (said) => complaints.push(said.text()));
  const answered = noor.page.waitForResponse((answer) => answer.url().includes("/here?r="), {
    timeout: patience(40_000),
  });
  await noor.start("nobody listens");
  expect((await answered).status()).toBe(204);
  expect(complaints).toEqual([]);
  expect(await noor.log.locator("img").isVisible()).toBe(false);
  await noor.page.context().close();
});

test("what stands above the log is cut off in no language, on the smallest screen either", async () => {
  const noor = await young(house, { js: false, width: 320 });
  await noor.start("nobody listens");
  const status = noor.log.locator(".status").last();
  const range = { low: 25, high: 30 };
  for (const language of languages) {
    const t = translate(language);
    const waiting = { place: t("youth.waiting.place", { place: 11 }), range: t("youth.waiting.range", range) };
    const danger = [t("youth.danger.alerted"), t("youth.danger.text_police", { number: "112", police: "101" })];
    const inDanger = [...danger, t("youth.danger.leave")].join(" · ");
    for (const words of [t("youth.waiting.line", waiting), t("youth.talking.away", { alias: "Mika" }), inDanger]) {
      const over = await status.evaluate((one, text) => {
        one.textContent = text;
        const said = one.ownerDocument.createRange();
        said.selectNodeContents(one);
        return one.getBoundingClientRect().height - said.getBoundingClientRect().height;
      }, words);
      expect(over, words).toBeGreaterThanOrEqual(0);
    }
  }
  await noor.page.context().close();
});
