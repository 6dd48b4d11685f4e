import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";

afterAll(close);

test("on a low screen whoever waits is seen, with the button that takes them; what is over stands last and apart", async () => {
  const house = await server();
  await open(house);
  const [over, on] = [await talking(house, "I am Noor"), await talking(house, "I am Sam")];
  for (let n = 1; n <= 6; n++) await comesIn(house, `person ${n}`);
  await youthEnds(house, over);
  const { page, signIn } = await counsellor(house);
  await signIn();
  const ids = await page.locator("#chats .row").evaluateAll((rows) => rows.map((row) => row.id));
  expect(ids).toEqual([`chat-${on}`, `chat-${over}`]);
  for (const [width, height, most] of [
    [1280, 600, 2],
    [1024, 480, 1],
    [360, 640, 3],
    [568, 320, 1],
  ] as const) {
    await page.setViewportSize({ width, height });
    // A row is seen when the button at its end is what a pointer meets.
    const seen = await page.evaluate(`[...document.querySelectorAll("#queue .row .link")].filter((link) => {
      const { left, top, bottom } = link.getBoundingClientRect();
      return [top + 2, bottom - 2].every((y) => link.contains(document.elementFromPoint(left + 4, y)));
    }).length`);
    expect(seen, `${width} × ${height}`).toBeGreaterThanOrEqual(most);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  }
  await page.context().close();
  await house.stop();
});
