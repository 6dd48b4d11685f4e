import { member } from "./helpline.ts";
import { comesOnShift } from "./keys.ts";
import { counsellor } from "./people.ts";
import { type Server, server } from "./server.ts";
import type { LookAt } from "./youth-states.ts";

/** Everything a supervisor can meet at the keys, one state after the other. */
export async function everyKeysState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  await aino.page.goto(`${house.origin}/admin/keys`);
  await lookAt("keys-none", aino.page);

  const bela = await counsellor(house, { name: "bela" });
  const { page } = bela;
  const open = () => page.goto(`${house.origin}/admin/keys`);
  await bela.signIn();
  await open();
  await lookAt("keys-alone", page);
  await member(house.helpline, "carl", "Carl Janssens", "Finch", ["counsellor", "supervisor"]);
  await member(house.helpline, "dora", "Dóra Nagy", "Wren", ["supervisor"]);
  await comesOnShift(house, "carl");
  await open();
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
  await open();
  await page.fill("#password", "not this one");
  await page.click("form[action='/admin/keys/open'] button");
  await page.locator("#password-wrong").waitFor();
  await lookAt("keys-shut", page);
  return house;
}
