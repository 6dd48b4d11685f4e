import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { sayDanger, sayInDanger } from "#src/conversation/safety/danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { setNewChats } from "#src/staff/shift/new-chats.ts";
import { close, shot } from "#tests/support/browser/browser.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { member, open } from "#tests/support/house/helpline.ts";
import { act, says } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { namesLead, wrongIn } from "#tests/support/rights/lead.ts";

// What a page that is open does by itself: for Anna, who is off new chats for a while, for Paul, who comes on shift where Noor left in
// danger, and for Dora, who leads safeguarding.

let house: Server;
beforeEach(async () => {
  house = await server();
  await open(house, house.bela);
});
afterEach(() => house.stop());
afterAll(close);

const sets = (takes: boolean) =>
  act(house, house.aino, (tx, emit) => setNewChats(tx, emit, { staffId: house.anna.id, by: house.aino.id, takes }));

test.each([360, 1280] as const)(
  "off new chats, Anna’s buttons are still and it says why, until it is lifted (%i px)",
  async (width) => {
    const anna = await counsellor(house, { width });
    await anna.signIn();
    await anna.available();
    await comesIn(house, "hello");
    const take = anna.page.locator("#take-next");
    const beside = anna.page.locator("#off-new-chats");
    await expect.poll(() => take.isEnabled()).toBe(true);
    await sets(false);
    await expect.poll(() => beside.textContent()).toBe(says("error.new_chats_off"));
    await expect.poll(() => take.isDisabled()).toBe(true);
    expect(await anna.page.locator("#be-available").isDisabled()).toBe(true);
    // Whoever comes meanwhile is painted for all who see this queue alike.
    const next = await comesIn(house, "my turn");
    await anna.page.waitForSelector(`#waiting-${next}`);
    await expect.poll(() => anna.page.locator(`#claim-${next}`).isDisabled()).toBe(true);
    await shot(anna.page, `off-new-chats-${width}`);
    await anna.page.goto(`${house.origin}/staff/me`);
    expect(await beside.textContent()).toBe(says("error.new_chats_off"));
    await shot(anna.page, `off-new-chats-me-${width}`);
    await anna.page.goto(`${house.origin}/staff`);
    await sets(true);
    await expect.poll(() => beside.textContent()).toBe(says("staff.new_chats.again"));
    await expect.poll(() => take.isEnabled()).toBe(true);
    await anna.available();
    await expect.poll(() => beside.textContent()).toBe("");
  },
);

test.each([360, 1280] as const)(
  "where Noor left in danger, whoever presses Available reads at once (%i px)",
  async (width) => {
    const [anna, bela, noor] = [
      await counsellor(house),
      await counsellor(house, { name: "bela", width }),
      await young(house),
    ];
    await member(house.helpline, "paul", "Paul Maes", "Wren", ["counsellor"]);
    const paul = await counsellor(house, { name: "paul", width });
    await anna.signIn();
    await anna.available();
    await noor.start("he waits at the gate");
    const id = await anna.take();
    await anna.page.waitForSelector(`#head-${id}`);
    const marked = { conversationId: id, staffId: house.anna.id, present: true };
    await act(house, house.anna, (tx, emit) => markRisk(tx, emit, marked));
    await bela.signIn("/staff/me");
    await expect.poll(() => house.helpline.hub.heard(`bar:${house.bela.id}`)).toBe(true);
    await noor.page.click("#leave");
    await bela.page.waitForSelector(`#to-left-${id}`);
    await shot(bela.page, `left-bar-${width}`);
    await anna.page.locator(`#left-way-${id} a`).waitFor();
    await shot(anna.page, `left-pane-${width}`);
    await paul.signIn(`/staff/danger/${id}`);
    await paul.page.locator("#left-why").waitFor();
    await shot(paul.page, `left-why-${width}`);
    await paul.page.click("#be-available");
    await paul.page.locator("#read-left").waitFor();
    expect(new URL(paul.page.url()).pathname).toBe(`/staff/danger/${id}`);
    await paul.page.click("#close-danger");
    const asked = paul.page.locator("form[action$='/close'] button");
    await asked.waitFor();
    const box = await asked.boundingBox();
    expect(box!.y + box!.height).toBeLessThan(width === 360 ? 740 : 800);
    await shot(paul.page, `left-asked-${width}`);
  },
);

test("the list of complaints that was empty says that one has come, where Dora looks at it", async () => {
  const lead = await namesLead(house);
  const [anna, dora] = [await counsellor(house), await counsellor(house, { name: "dora" })];
  await anna.signIn();
  await anna.available();
  await comesIn(house, "hello");
  const id = await anna.take();
  await dora.signIn();
  await expect.poll(() => house.helpline.hub.heard(`bar:${lead.id}`)).toBe(true);
  expect(await dora.page.textContent("#no-concerns")).not.toBe(says("staff.concern.came"));
  await wrongIn(house, id);
  await expect.poll(() => dora.page.textContent("#no-concerns")).toBe(says("staff.concern.came"));
});

test.each([360, 1280] as const)("marks of danger have room in the lists and the head (%i px)", async (width) => {
  const anna = await counsellor(house, { width });
  const id = await comesIn(house, "I took something");
  await house.helpline.db.change("youth", (tx, emit) => sayDanger(tx, emit, { conversationId: id }));
  await house.helpline.db.change("youth", (tx, emit) =>
    sayInDanger(tx, emit, { conversationId: id, say: "hurt_self" }),
  );
  await anna.signIn();
  await anna.available();
  expect(await anna.page.textContent(`#waiting-${id}`)).toContain(says("staff.danger.hurt_self"));
  await shot(anna.page, `marks-row-${width}`);
  await anna.take();
  await anna.page.evaluate(
    `fetch("/staff/conversation/${id}/hold", { method: "POST", body: new URLSearchParams({ watched: "yes" }) })`,
  );
  const mark = anna.page.locator(`#head-${id} .facts`, { hasText: says("staff.watched.mark") });
  await mark.waitFor();
  await shot(anna.page, `marks-head-${width}`);
  const seen = await anna.page.evaluate<boolean>(`(() => {
    const facts = document.querySelector("#head-${id} .facts").getBoundingClientRect();
    const mark = [...document.querySelectorAll("#head-${id} .facts .urgent-mark")].at(-1).getBoundingClientRect();
    return mark.bottom <= facts.bottom + 1 && mark.right <= facts.right + 1;
  })()`);
  expect(seen).toBe(true);
});
