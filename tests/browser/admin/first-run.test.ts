import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { firstLink } from "#tests/support/house/first-run.ts";
import type { Server } from "#tests/support/house/server.ts";
import { rows } from "#tests/support/house/tables.ts";
import { newHouse } from "#tests/support/states/admin/people.ts";

let house: Server;
let files: OpenFiles;
let first: string;

beforeEach(async () => {
  ({ house, files, first } = await newHouse());
});
afterEach(() => house.stop());
afterAll(close);

const drafts = () => rows<{ draft: string | null }>(files, "invitation").map(({ draft }) => draft ?? "");

test("the browser crashes in the middle of a word: another link, in another browser, goes on there", async () => {
  const aino = await page();
  await aino.goto(first);
  await aino.check("[name=language][value=fr]");
  await aino.click("button[value=language]:visible");
  await aino.locator("html[lang=fr]").waitFor();
  await aino.fill("#helpline", "La lanterne");
  await aino.press("#helpline", "Enter");
  await aino.locator("#password").waitFor();
  await aino.fill("#password", "a porch with a li");
  await aino.locator("#alias").pressSequentially("Kingfi");
  await expect.poll(drafts).toEqual([expect.stringContaining("Kingfi")]);
  expect(drafts().join()).not.toContain("porch");
  await aino.context().close();

  const again = await page();
  await again.goto(`${house.origin}/staff/welcome/${await firstLink(house)}`);
  await again.locator("html[lang=fr]").waitFor();
  expect(await again.inputValue("#alias")).toBe("Kingfi");
  expect(await again.inputValue("#password")).toBe("");
  await again.fill("#alias", "Kingfisher");
  await again.fill("#real_name", "Aino Virtanen");
  await again.fill("#name", "aino");
  await again.fill("#password", "a porch with a light");
  await again.press("#password", "Enter");
  await again.waitForURL(`${house.origin}/admin/open`);
  await again.context().close();
  expect(rows<{ languages: string }>(files, "staff")[0]).toMatchObject({
    alias: "Kingfisher",
    language: "fr",
    languages: "fr",
  });
  expect(drafts().join("")).toBe("");
});

test("the page is closed before the pause of typing is over: the last letters are kept all the same", async () => {
  const aino = await page();
  await aino.goto(first);
  await aino.fill("#helpline", "Night porch");
  await aino.goto("about:blank");
  await expect.poll(drafts).toEqual([expect.stringContaining("Night porch")]);
  await aino.context().close();
});

test("without JavaScript and by keyboard: language, name, account, asked once about a name that many have", async () => {
  const aino = await page({ js: false });
  await aino.goto(first);
  await aino.focus("[name=language]:checked");
  await aino.keyboard.press("ArrowDown");
  await aino.keyboard.press("ArrowDown");
  await aino.keyboard.press("Tab");
  await aino.keyboard.press("Enter");
  await aino.locator("html[lang=nl]").waitFor();
  await aino.fill("#helpline", "De lantaarn");
  await aino.press("#helpline", "Enter");
  await aino.locator("#password").waitFor();
  for (const [id, text] of Object.entries({ alias: "Luna", real_name: "Aino Virtanen", name: "aino" })) {
    await aino.fill(`#${id}`, text);
  }
  await aino.fill("#password", "a porch with a light");
  await aino.press("#password", "Enter");
  await aino.locator("#alias-wrong").waitFor();
  expect(await aino.inputValue("#real_name")).toBe("Aino Virtanen");
  await aino.fill("#password", "a porch with a light");
  await aino.press("#password", "Enter");
  await aino.waitForURL(`${house.origin}/admin/open`);
  await aino.goto(`${house.origin}/`);
  expect(await aino.textContent("body")).toContain("De lantaarn");
  await aino.context().close();
});
