import { afterAll, expect, test } from "vitest";
import { inLine } from "#src/queue/claim.ts";
import { axe, close } from "#tests/support/browser/browser.ts";
import { inEvenings, shut, stateNow } from "#tests/support/browser/shut-doors.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { give, youth } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { getsCode } from "#tests/support/people/codes.ts";
import { opening, young } from "#tests/support/people/people.ts";

// She was told to come back with her code, and is in danger while the line lets in nobody else. Everything as shipped.

afterAll(close);

const both = shut.flatMap(([name, shuts]) => [true, false].map((js) => [name, js, shuts] as const));

test.each(both)(
  "with her code at a line that is %s she comes in first (scripts: %s, 360 px)",
  async (name, js, shuts) => {
    const clock = fakeClock();
    const house = await server({ clock, asShipped: true });
    await open(house);
    await inEvenings(house);
    const before = await youth(house, "the words of before");
    await give(house, before.id, house.anna);
    const code = await getsCode(before);
    await before.post("/end");
    await shuts(house, clock);
    expect(stateNow(house)).toBe(name);

    const noor = await young(house, { js, width: 360 });
    const { page } = noor;
    await page.goto(`${house.origin}/back`, opening);
    await page.fill("#code", code);
    await page.click("form .big");
    const button = page.getByRole("button", { name: "in danger" });
    await button.waitFor();
    // Whom to call and the way in are in sight before anything is scrolled.
    for (const one of [page.locator("main [href='tel:112']").first(), button]) {
      const box = (await one.boundingBox())!;
      expect(box.y + box.height).toBeLessThan(page.viewportSize()!.height);
    }
    expect(await axe(page)).toEqual([]);
    await button.click();
    await noor.told("We’ve been alerted");
    expect(inLine(house.helpline.db)[0]).toMatchObject({ lane: "urgent", cameAgain: true });
    await page.context().close();
    await house.stop();
  },
);
