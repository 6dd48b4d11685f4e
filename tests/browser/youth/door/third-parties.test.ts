import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { setSetting } from "#src/settings/settings.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { samplePlaces } from "#tests/support/people/other-places.ts";
import { inTurn, night, oneInTurn } from "#tests/support/run/night.ts";

let house: Server;
beforeAll(async () => {
  house = await server();
  await open(house);
  await samplePlaces(house.helpline.db);
  await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: true }));
});
afterAll(async () => {
  await close();
  await house.stop();
});

/** Every page that has one address; the streamed log never ends, and leaving leads elsewhere because it is meant to. */
const paths = doors
  .filter((one) => one.method === "GET" && !one.socket && !one.path.includes(":") && !/^\/(leave|log)$/.test(one.path))
  .map((one) => one.path);
const isStaff = (path: string) => /^\/(staff|admin)(\/|$)/.test(path);
/** Whoever has not signed in is led from each page of the staff to the same one. */
const forNobody = paths.filter((path) => night || !isStaff(path) || path === "/staff");
const forStaff = paths.filter((path) => isStaff(path) && inTurn(`third parties ${path}`, 5));

/** Goes through pages in Chromium; gives all that was asked of anybody but the helpline, and how much was asked in all. */
async function lookedAt(by: Page, which: string[]) {
  const asked: string[] = [];
  by.on("request", (one) => asked.push(one.url()));
  by.on("websocket", (one) => asked.push(one.url().replace("ws:", "http:")));
  for (const path of which) {
    // What is a file is fetched and not shown.
    await by.goto(house.origin + path, { waitUntil: "load" }).catch((error: Error) => {
      if (!error.message.includes("Download is starting")) throw error;
    });
  }
  const foreign = asked.filter((url) => !url.startsWith(`${house.origin}/`) && !/^(data:|about:blank)/.test(url));
  return { foreign, asked: asked.length };
}

test.each(oneInTurn("third parties", [true, false]))(
  "[ASVS 3.6.1, 14.2.3] S16: before “start” no page sets a cookie or asks anybody else for anything (JavaScript: %s)",
  async (js) => {
    const nobody = await page({ js });
    const { foreign, asked } = await lookedAt(nobody, forNobody);
    expect(foreign).toEqual([]);
    expect(asked).toBeGreaterThan(forNobody.length);
    expect(await nobody.context().cookies()).toEqual([]);
    await nobody.context().close();
  },
);

test("[ASVS 3.6.1, 14.2.3] S16: no page of the staff asks anybody else for anything", async () => {
  const aino = await page({ width: 1280 });
  const value = (await staff(house, house.aino)).cookies.get("staff")!;
  await aino.context().addCookies([{ name: "staff", value, url: house.origin }]);
  const { foreign, asked } = await lookedAt(aino, forStaff);
  expect(foreign).toEqual([]);
  expect(asked).toBeGreaterThan(forStaff.length);
  await aino.context().close();
}, 180_000);
