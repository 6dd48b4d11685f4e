import type { Page } from "playwright-core";
import { q } from "#src/db/schema.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { comesIn, youthEnds } from "#tests/support/house/chats.ts";
import { member, open, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { keepsAddresses, locksAddress } from "#tests/support/keys/addresses.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { type LookAt, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of danger: beside the chat, in it, and in its record afterwards. */
export async function everyEmergencyState(lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  await open(house);
  const { kim } = await keepsAddresses(house);
  const [anna, noor] = [await counsellor(house), await young(house)];
  await anna.signIn();
  await anna.available();
  await noor.come();
  await lookAt("address-told", noor.page);
  await noor.start("I took all of them");
  const id = await anna.take();
  await locksAddress(house, id, "203.0.113.9");
  await anna.say("I am here with you.", id);
  const { page } = anna;
  await page.locator(`#scroll-${id}`).press("d");
  await page.waitForSelector(`#ask-emergency-${id}:visible`);
  await lookAt("emergency-steps", page);
  await page.click(`#ask-where-${id}`);
  await noor.page.waitForSelector('.m a[href="/where"]');
  await lookAt("where-asked", noor.page);
  await noor.page.click('.m a[href="/where"]');
  await noor.page.waitForSelector("#place");
  await lookAt("where", noor.page);
  await noor.page.click("form[action='/where'] .big:not(.line)");
  await noor.page.waitForSelector("#place[aria-invalid]");
  await lookAt("where-empty", noor.page);
  await noor.page.fill("#place", "By the river in Ghent");
  await noor.page.click("form[action='/where'] .big:not(.line)");
  // The form is gone once the answer is stored; what replaces it leads back to the chat.
  await noor.page.waitForSelector("#place", { state: "detached" });
  await noor.page.locator("main a.big").first().click();
  await noor.sees("By the river in Ghent");
  await anna.sees("By the river in Ghent");
  await page.click(`#ask-emergency-${id}`);
  await page.waitForSelector(`#emergency-${id} a[href^="/staff/emergencies/"]`);
  await lookAt("emergency-declared", page);
  await page.goto(`${house.origin}/staff/emergencies/1`);
  await page.selectOption("#decided", String(house.bela.id));
  await page.check("[name=informed][value=ambulance]");
  await page.check("[name=passed][value=place]");
  await page.fill("#note", "a".repeat(2_000));
  await page.evaluate("document.querySelector('#note').value += 'a'");
  await page.click(".record .main");
  await page.waitForSelector(".record .wrong");
  await lookAt("emergency-wrong", page);
  await page.fill("#note", "Luna called 112 at five past.");
  await page.click(".record .main");
  await page.waitForSelector("#saved");
  await lookAt("emergency-record", page);
  await page.context().close();
  await noor.page.context().close();
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn("/staff");
  await bela.page.waitForSelector("#acknowledge-1");
  await lookAt("emergency-bar", bela.page);
  await bela.page.goto(`${house.origin}/staff/me`);
  await lookAt("emergency-bar-elsewhere", bela.page);
  await bela.page.click("#acknowledge-1");
  await bela.page.waitForSelector(".emergency-line.seen");
  await lookAt("emergency-bar-seen", bela.page);
  await bela.page.goto(`${house.origin}/staff/emergencies`);
  await lookAt("emergencies", bela.page);
  const record = `${house.origin}/staff/emergencies/1`;
  await bela.page.goto(record);
  await lookAt("address-locked", bela.page);
  await bela.page.click("#address button");
  await bela.page.waitForSelector("#address [role=status]");
  await lookAt("address-asked", bela.page);
  const other = await counsellor(house, { name: kim.signInName });
  await other.signIn();
  // On a phone too, in any view: there is a quarter of an hour to say yes.
  await other.page.setViewportSize({ width: 360, height: 740 });
  await other.page.waitForSelector("#opening-1");
  await other.page.setViewportSize({ width: 1280, height: 800 });
  await lookAt("address-for-you", other.page);
  await other.page.goto(record);
  await other.page.fill("#confirm_password", password);
  await lookAt("address-confirm", other.page);
  await other.page.click("#address button");
  await other.page.waitForSelector("#address [role=status]");
  await other.page.context().close();
  await bela.page.goto(record);
  await bela.page.fill("#confirm_password", "something else entirely");
  await bela.page.click("#address button");
  await bela.page.waitForSelector("#confirm_password-wrong");
  await lookAt("address-wrong", bela.page);
  await bela.page.fill("#confirm_password", password);
  await bela.page.click("#address button");
  await bela.page.waitForSelector("#address [role=alert]");
  await lookAt("address-shown", bela.page);
  await afterDeleting(house, bela.page, id, lookAt);
  await bela.page.goto(`${house.origin}/staff/emergencies/1`);
  await bela.page.selectOption("#outcome", "help_came");
  await bela.page.click(".record .main");
  await bela.page.waitForSelector("#to-phone-1");
  await lookAt("emergency-to-phone", bela.page);
  await bela.page.context().close();
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  await aino.page.goto(`${house.origin}/admin/settings/address`);
  await lookAt("address-setting", aino.page);
  await aino.page.context().close();
  return house;
}

/** Noor deletes the chat, still in danger. */
async function afterDeleting(house: TimedServer, page: Page, id: number, lookAt: LookAt) {
  await house.helpline.db.change(`conversation:${id}`, (tx, emit) => eraseChat(tx, emit, { conversationId: id }));
  await page.goto(`${house.origin}/staff`);
  await page.waitForSelector(`#danger-${id}`);
  await lookAt("left-row", page);
  await page.click(`#to-danger-${id}`);
  await page.waitForSelector("#read-left");
  await lookAt("left-in-danger", page);
  await page.click("#read-left");
  await page.waitForSelector("#concern-log");
  await lookAt("left-read", page);
  await page.click("#close-danger");
  await page.waitForSelector("[role=alert]");
  await lookAt("left-asks", page);
  // Her call for help outlives the chat, in its place.
  const anna = await counsellor(house);
  await anna.signIn(`/staff/conversation/${id}`);
  await anna.page.waitForSelector(`#help-after-back-${id}`);
  await lookAt("help-left", anna.page);
  await anna.page.context().close();
  await withoutEmergency(house, page, lookAt);
  const paul = await counsellor(house, {
    name: (await member(house.helpline, "paul", "Paul Maes", "Plover", ["counsellor"])).signInName,
  });
  await paul.signIn();
  await act(house, house.bela, (tx) =>
    tx.run(q.deleteFrom("presence_log").where("staff_id", "not in", [house.bela.id])),
  );
  await paul.page.goto(`${house.origin}/staff/danger/${id}`);
  await lookAt("left-not-yours", paul.page);
  await paul.page.context().close();
}

/** Sam leaves the line in danger, without an emergency. */
async function withoutEmergency(house: TimedServer, page: Page, lookAt: LookAt) {
  const sam = await comesIn(house, "he is outside", { urgent: true });
  await youthEnds(house, sam);
  await page.goto(`${house.origin}/staff/danger/${sam}`);
  await page.waitForSelector("#declare-left");
  await lookAt("left-to-declare", page);
  await page.click("#close-danger");
  await page.waitForSelector("[role=alert]");
  await page.click("#close-danger");
  await page.waitForSelector("#saved");
  await lookAt("left-closed", page);
}
