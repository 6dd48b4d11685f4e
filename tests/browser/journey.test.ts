import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { close, page, shot } from "../support/browser.ts";
import { password } from "../support/helpline.ts";
import { type Server, server } from "../support/server.ts";

let house: Server;

beforeAll(async () => {
  house = await server();
});
afterAll(async () => {
  await close();
  await house.stop();
});

async function signIn(staff: Page, name: string) {
  await staff.goto(`${house.origin}/staff/sign-in`);
  await staff.fill("[name=name]", name);
  await staff.fill("[name=password]", password);
  await staff.click("form[action='/staff/sign-in'] button.main");
  await staff.waitForURL(`${house.origin}/staff`);
}

test("first look", async () => {
  const anna = await page({ width: 1280 });
  const errors: string[] = [];
  anna.on("console", (m) => errors.push(`anna ${m.text()}`));
  anna.on("pageerror", (m) => errors.push(`anna ${m.message}`));
  anna.on("websocket", (ws) => {
    console.log("ws", ws.url());
    ws.on("framereceived", (f) => console.log("got", String(f.payload).slice(0, 90)));
    ws.on("close", () => console.log("closed"));
    ws.on("socketerror", (e) => console.log("err", e));
  });
  await signIn(anna, "anna");
  await anna.click("#be-available");
  await anna.waitForSelector("#be-available[aria-pressed=true]");
  const noor = await page({ width: 360 });
  noor.on("console", (m) => errors.push(`noor ${m.text()}`));
  noor.on("pageerror", (m) => errors.push(`noor ${m.message}`));
  await noor.goto(house.origin);
  await noor.fill("#text", "things at home are bad again");
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
  await shot(noor, "first-waiting");
  await anna.waitForSelector("#queue .row", { timeout: 3000 }).catch(async (e) => {
    console.log(errors, house.reported, await anna.evaluate("document.getElementById('queue').outerHTML"));
    throw e;
  });
  await shot(anna, "first-queue");
  await anna.click("#take-next");
  await anna.waitForSelector(".pane");
  await noor.waitForSelector("#state.talking");
  await anna.fill(".compose textarea", "Hi, I am here.");
  await anna.press(".compose textarea", "Enter");
  await noor.waitForSelector(".them");
  await noor.fill("#text", "thank you");
  await noor.click(".send");
  await anna.waitForSelector(".m.youth >> nth=1");
  await shot(noor, "first-chat");
  await shot(anna, "first-chat-anna");
  console.log(errors, house.reported);
  expect(errors).toEqual([]);
}, 60000);
