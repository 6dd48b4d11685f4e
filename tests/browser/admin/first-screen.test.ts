import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { doors } from "#src/http/server/doors.ts";
import { plainSubjects } from "#src/settings/draft.ts";
import { axe, close } from "#tests/support/browser/browser.ts";
import { place } from "#tests/support/house/directory.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { draftBegun } from "#tests/training/in-practice.ts";

// A phone of 360 × 640: what a page is about stands on its first screen, so the menu and the index are folded.

/** Doors behind which there is no page of their own to look at. */
const elsewhere = [
  "/admin/settings",
  "/admin/backup/state",
  "/admin/mail/state",
  "/admin/hours/file",
  "/admin/replies/file",
  "/admin/rules/publish",
  "/admin/directory/import/sample.csv",
  "/admin/practice/:name",
  "/admin/directory/import/:id",
  "/admin/directory/import/:id/left-out",
  "/admin/directory/import/:id/mapping",
  "/admin/directory/sources/:id",
];

let house: Server;
let page: Page;
beforeAll(async () => {
  house = await server();
  await place(house.helpline.db, "Night phone");
  await draftBegun(house);
  const aino = await counsellor(house, { name: "aino", width: 360 });
  await aino.signIn("/admin");
  page = aino.page;
});
afterAll(async () => {
  await page.context().close();
  await house.stop();
  await close();
});

function addresses(): string[] {
  const { db } = house.helpline;
  const organization = db.first(q.selectFrom("organization").select("id"))!.id;
  const named: Record<string, string> = {
    "/admin/lines/:id": "/admin/lines/1",
    "/admin/staff/:id": `/admin/staff/${house.anna.id}`,
    "/admin/directory/organizations/:id": `/admin/directory/organizations/${organization}`,
    "/admin/rules/:version": "/admin/rules/1",
    "/admin/practice/write/:id": "/admin/practice/write/own-2",
  };
  const pages = doors.filter(({ method, path }) => method === "GET" && /^\/admin(\/|$)/.test(path));
  return pages
    .map(({ path }) => path)
    .filter((path) => !path.endsWith("/preview") && !elsewhere.includes(path))
    .flatMap((path) => {
      if (path === "/admin/settings/:subject") return plainSubjects.map((one) => path.replace(":subject", one));
      return named[path] ?? path.replace(":id", "new");
    });
}

const topOfHeading = `Math.round(document.querySelector("h1").getBoundingClientRect().bottom)`;
const isWider = "document.documentElement.scrollWidth > innerWidth";

test("the heading of every page of the admins is on the first screen of a phone, and nothing is wider than it", async () => {
  const wrong: [string, unknown, unknown][] = [];
  for (const path of addresses()) {
    const answer = await page.goto(`${house.origin}${path}`);
    const [bottom, wide] = [await page.evaluate(topOfHeading), await page.evaluate(isWider)];
    if (answer?.status() !== 200 || Number(bottom) > 640 || wide) wrong.push([path, bottom, wide]);
  }
  expect(wrong).toEqual([]);
});

test("the menu and the index unfold by one button each, without a script, and lead on", async () => {
  const plain = await counsellor(house, { name: "aino", width: 360, js: false });
  await plain.signIn("/admin/look");
  expect(await plain.page.getByRole("link", { name: "Languages" }).isVisible()).toBe(false);
  await plain.page.getByRole("button", { name: "Texts and look › Look" }).click();
  await plain.page.getByRole("link", { name: "Languages" }).click();
  await plain.page.waitForURL("**/admin/settings/languages");
  expect(await plain.page.getByRole("link", { name: "Ready replies" }).isVisible()).toBe(false);
  await plain.page.getByRole("button", { name: "Menu" }).click();
  await plain.page.getByRole("navigation", { name: "Staff pages" }).getByRole("link", { name: "Settings" }).click();
  await plain.page.waitForURL("**/admin");
  await plain.page.context().close();
});

test("nothing is wrong for a screen reader with the menu or the index unfolded", async () => {
  await page.goto(`${house.origin}/admin/look`);
  await page.getByRole("button", { name: "Menu" }).click();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Texts and look › Look" }).click();
  expect(await axe(page)).toEqual([]);
});
