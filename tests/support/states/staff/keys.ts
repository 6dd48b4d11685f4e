import type { Page } from "playwright-core";
import { expect } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { close } from "#src/queue/end/ending.ts";
import { agree } from "#src/retention/reading/opening.ts";
import { annaSays, talking, youthEnds } from "#tests/support/house/chats.ts";
import { member, open, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of a supervisor's keys. */
export async function everyKeysState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  await aino.page.goto(`${house.origin}/admin/keys`);
  await lookAt("keys-none", aino.page);

  const bela = await counsellor(house, { name: "bela" });
  const { page } = bela;
  const goThere = () => page.goto(`${house.origin}/admin/keys`);
  await bela.signIn();
  await goThere();
  await lookAt("keys-alone", page);
  await member(house.helpline, "carl", "Carl Janssens", "Finch", ["counsellor", "supervisor"]);
  await member(house.helpline, "dora", "Dóra Nagy", "Wren", ["supervisor"]);
  await comesOnShift(house, "carl");
  await goThere();
  await page.click("form[action='/admin/keys/sheet'] button");
  await page.locator(".paper").waitFor();
  await lookAt("keys-sheet", page);
  const words = await page.locator(".check-words code").allTextContents();
  await page.fill("#word-0", "mafuti");
  await page.fill("#word-1", "mafuti");
  await page.click("form[action='/admin/keys/prove'] button");
  await page.locator("#word-0-wrong").waitFor();
  await lookAt("keys-words-wrong", page);
  for (const n of [0, 1]) {
    const asked = await page.locator(`label[for=word-${n}]`).textContent();
    await page.fill(`#word-${n}`, words[Number(asked!.at(-1)) - 1]!);
  }
  await page.click("form[action='/admin/keys/prove'] button");
  await page.locator("#saved").waitFor();
  await lookAt("keys-proved", page);
  await page.click("form[action='/admin/keys/give'] button");
  await page.locator("#saved").waitFor();
  await page.click("details.group:has(form[action='/admin/keys/rotate']) summary");
  await lookAt("keys-rotate", page);
  await page.click("details.group:has(#secret) summary");
  await page.fill("#secret", "AGE-SECRET-KEY-1 AAAA");
  await page.click("form[action='/admin/keys/use'] button");
  await page.locator("#secret-wrong").waitFor();
  await lookAt("keys-given-use-wrong", page);

  house.helpline.opened.sweep(() => false);
  await goThere();
  await page.fill("#password", "not this one");
  await page.click("form[action='/admin/keys/open'] button");
  await page.locator("#password-wrong").waitFor();
  await lookAt("keys-shut", page);
  return house;
}

/** Goes through a chat with locked words: seen by someone who holds the key, who does not, and who was in it. */
export async function everyLockedState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  const { db } = house.helpline;
  await open(house);
  await comesOnShift(house, "bela");
  await member(house.helpline, "carl", "Carl Janssens", "Finch", ["counsellor", "supervisor"]);
  const id = await talking(house, "he asked me where I live");
  await annaSays(house, id, "You did well to tell me.");
  await youthEnds(house, id);
  await act(house, house.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: house.anna.id }));
  await db.change("porchlight", (tx) => tx.keyring.sealToTeam(tx, id));
  await db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId: id, text: "it felt wrong" }));

  const anna = await counsellor(house, { name: "anna" });
  await anna.signIn();
  await anna.page.goto(`${house.origin}/staff/conversation/${id}`);
  await lookAt("locked-own-chat", anna.page);
  // Neither the page nor its socket shows a row of words that are not there.
  expect(await anna.page.locator(".log .m").count()).toBe(0);

  const carl = await counsellor(house, { name: "carl" });
  await carl.signIn();
  const opens = async (page: Page) => {
    await page.goto(`${house.origin}/staff/concerns`);
    await page.locator("form[action*='/open#'] button").first().click();
  };
  await opens(carl.page);
  await carl.page.waitForURL("**/staff/concerns#*");
  await act(house, house.bela, (tx, emit) =>
    agree(tx, emit, { conversationId: id, member: house.bela, why: "concern" }),
  );
  await opens(carl.page);
  await carl.page.locator("#shut").waitFor();
  await lookAt("locked-ask", carl.page);

  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  house.helpline.opened.sweep(() => false);
  await opens(bela.page);
  await bela.page.click("#shut a");
  await bela.page.locator("#password").waitFor();
  await lookAt("locked-open-key", bela.page);
  await bela.page.fill("#password", password);
  await bela.page.click("form[action='/admin/keys/open'] button");
  await bela.page.waitForURL("**/staff/concerns*");
  await opens(bela.page);
  await bela.page.locator("#concern-log").waitFor();
  await lookAt("locked-read", bela.page);
  return house;
}
