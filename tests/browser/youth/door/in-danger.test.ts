import { afterAll, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import { override } from "#src/hours/rules/override.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { another, newest } from "#tests/support/states/youth/youth.ts";

afterAll(close);

test.each(oneInTurn("in danger", [true, false]))(
  "who is in danger says so at the door and stands first, where scripts run: %s",
  async (js) => {
    const house = await server();
    await open(house);
    await another(house, "I came before");
    const [noor, sam] = [await young(house, { js }), await young(house, { js })];
    await noor.come();
    await noor.page.getByLabel("I’m in danger").check();
    if (js) {
      // Somebody comes: the door says so, and what was ticked stays.
      await noor.page.evaluate("document.activeElement.blur()");
      await another(house, "I came before too");
      await noor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      await noor.page.locator("#now", { hasText: "2 waiting" }).waitFor();
      expect(await noor.page.getByLabel("I’m in danger").isChecked()).toBe(true);
    }
    await noor.page.fill("#text", "he is at the door");
    await noor.page.click("form[action^='/start'] .big");
    await noor.told("We’ve been alerted");
    expect(conversation(house.helpline.db, newest(house))!.lane).toBe("urgent");
    await sam.start("I am only sad");
    expect(conversation(house.helpline.db, newest(house))!.lane).toBe("normal");
    const anna = await counsellor(house);
    await anna.signIn();
    const first = anna.page.locator("#queue .row").first();
    expect(await first.textContent()).toContain("Urgent");
    expect(await first.textContent()).toContain("he is at the door");
    for (const { page } of [noor, sam, anna]) await page.context().close();
    await house.stop();
  },
);

test("at a shut door the button goes once, however often it is pressed and whatever the door says meanwhile; without a network the page stays", async () => {
  const house = await server({ asShipped: true });
  await open(house);
  const by = { lineId: 1, kind: "paused", until: null, reason: "", staffId: house.bela.id } as const;
  await act(house, house.bela, (tx, emit) => override(tx, emit, by));
  const noor = await young(house, { width: 360 });
  const { page } = noor;
  await noor.come();
  const danger = page.getByRole("button", { name: "in danger" });

  // The script is there.
  await page.locator("#itself").waitFor();
  await page.context().setOffline(true);
  await danger.click();
  await page.getByText("Call 112 now. Or turn Wi-Fi off").waitFor();
  expect(await danger.getAttribute("aria-busy")).toBe(null);
  await page.context().setOffline(false);

  const begun: string[] = [];
  const held = new Promise<() => void>((go) => {
    page.route("**/start", async (route) => {
      begun.push(route.request().postData() ?? "");
      await new Promise<void>((answer) => go(answer));
      await route.continue();
    });
  });
  await danger.click();
  const answer = await held;
  await danger.click();
  // The door has news, and asks for them now: what is on its way stays as it is.
  await act(house, house.bela, (tx, emit) => override(tx, emit, { ...by, reason: "" }));
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await danger.click();
  answer();
  await noor.told("We’ve been alerted");
  expect(begun).toHaveLength(1);
  expect(house.helpline.db.all(q.selectFrom("conversation").select("lane"))).toEqual([{ lane: "urgent" }]);
  await page.context().close();
  await house.stop();
});
