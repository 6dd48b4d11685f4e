import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { says } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { placeForCopies } from "#tests/support/keys/copies.ts";
import { counsellor } from "#tests/support/people/people.ts";

afterAll(close);

test("on a phone the page of the copies is short; it prints the page for the envelope, and copies a command", async () => {
  const house = await server({ config: placeForCopies().config });
  const { page, signIn } = await counsellor(house, { name: "aino", width: 360 });
  await signIn("/admin/backup");
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  expect([height < 3 * 740, width]).toEqual([true, 360]);
  await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
  expect(await page.locator(".paper").isVisible()).toBe(true);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const row = page.locator(".paper .copied").last();
  await row.getByRole("button").click();
  await row.getByRole("button", { name: says("staff.copied"), exact: true }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("sudo systemctl start porchlight");
  const printed = page.getByRole("button", { name: says("staff.paper.print"), exact: true });
  await page.evaluate("globalThis.print = () => { document.body.dataset.printed = ''; }");
  await printed.click();
  await page.locator("body[data-printed]").waitFor();
  await page.context().close();

  const plain = await counsellor(house, { name: "aino", js: false });
  await plain.signIn("/admin/backup");
  await plain.page.locator("#restore > summary").click();
  expect(await plain.page.locator(".paper").isVisible()).toBe(true);
  expect(await plain.page.getByRole("button", { name: says("staff.paper.print"), exact: true }).count()).toBe(0);
  expect(await plain.page.getByRole("button", { name: says("staff.copy"), exact: true }).count()).toBe(0);
  await plain.page.context().close();
  await house.stop();
});
