import { writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { writeAsYouth } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { readToAll, writeShiftNote } from "#src/staff/shift/shift-room.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Counsellor, counsellor, young } from "#tests/support/people/people.ts";
import { passes } from "#tests/support/states/youth/silence.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";

interface Evening {
  house: TimedServer;
  anna: Counsellor;
  bela: Counsellor;
  id: number;
  lookAt: LookAt;
}

/** Goes through colleagues' messages and calls to each other. */
export async function everyRoomState(house: TimedServer, lookAt: LookAt): Promise<void> {
  const [anna, bela, noor] = [await counsellor(house), await counsellor(house, { name: "bela" }), await young(house)];
  await anna.signIn();
  await anna.available();
  await bela.signIn();
  await bela.page.goto(`${house.origin}/staff/concerns`);
  await lookAt("concerns-none", bela.page);
  await bela.page.goto(`${house.origin}/staff`);
  await open(house, house.bela);
  await noor.start("my friends made a new group without me and I can see it");
  const id = await anna.take();
  await anna.say("Hi, I am Mika. That hurts to see.", id);
  const evening = { house, anna, bela, id, lookAt };
  await help(evening);
  await sideNotes(evening);
  await shiftRoom(evening);
  await stepIn(evening);
  await concerns(evening);
  for (const one of [anna, bela, noor]) await one.page.context().close();
}

async function help({ anna, bela, id, lookAt }: Evening) {
  await anna.page.locator(`#scroll-${id}`).press("q");
  await anna.page.waitForSelector(`#help-words-${id}:focus`);
  await lookAt("help-asked", anna.page);
  await anna.page.fill(`#help-words-${id}`, "is this abuse?");
  await anna.page.keyboard.press("Enter");
  await bela.page.locator("#help-menu summary").waitFor();
  await lookAt("help-waits", anna.page);
  await bela.page.click("#help-menu summary");
  await lookAt("help-wanted", bela.page);
  await bela.page.click(`#come-${id}`);
  await bela.page.waitForSelector(`#say-${id}`);
  await anna.page.waitForSelector(`#ask-help-${id}`);
  await lookAt("help-answered", anna.page);
}

async function sideNotes({ house, anna, id, lookAt }: Evening) {
  const { page } = anna;
  const note = (who: StaffMember, text: string) =>
    act(house, who, (tx, emit) =>
      writeNote(tx, emit, { conversationId: id, staffId: who.id, clientId: newClientId(), text }),
    );
  await page.locator(`#scroll-${id}`).press("c");
  await page.waitForSelector(`#note-text-${id}:focus`);
  await lookAt("notes-empty", page);
  await page.keyboard.press("Escape");
  await note(house.bela, "Ask plainly who else knows of it. She may be waiting to be asked.");
  await page.waitForSelector(`#notes-mark-${id} b`);
  await lookAt("notes-unread", page);
  await note(house.anna, "Thank you, I will.");
  await page.locator(`#scroll-${id}`).press("c");
  await page.fill(`#note-text-${id}`, "Her aunt may be somebody who");
  await lookAt("notes-some", page);
  await page.keyboard.press("Escape");
}

async function shiftRoom({ house, anna, bela, id, lookAt }: Evening) {
  const say = (who: StaffMember, text: string, toAll = false) =>
    act(house, who, (tx, emit) => writeShiftNote(tx, emit, { staffId: who.id, clientId: newClientId(), text, toAll }));
  await bela.page.locator(`#scroll-${id}`).press("s");
  await bela.page.waitForSelector("#shift-text:focus");
  await lookAt("shift-empty", bela.page);
  await bela.page.keyboard.press("Escape");
  await say(house.aino, "Who has ten minutes for a word about Clear stone?");
  const toAll = await say(
    house.bela,
    "We close at nine today, half an hour early. Please hand over what goes on.",
    true,
  );
  await anna.page.waitForSelector(`#to-all-${toAll}`);
  await lookAt("shift-unread", anna.page);
  await act(house, house.anna, (tx, emit) => readToAll(tx, emit, { staffId: house.anna.id, noteId: toAll }));
  await say(house.anna, "I have, in a moment.");
  await bela.page.locator(`#scroll-${id}`).press("s");
  await bela.page.locator("#shift-notes li").nth(2).waitFor();
  await bela.page.fill("#shift-text", "I can take the next one, if");
  await lookAt("shift-some", bela.page);
  await bela.page.keyboard.press("Escape");
}

/** No one answers Noor, so others may step in. Béla's top line holds the most it can. */
async function stepIn({ house, anna, bela, id, lookAt }: Evening) {
  const { page } = bela;
  await page.click(`#leave-${id}`);
  await page.waitForSelector(".room");
  await page.goto(`${house.origin}/staff`);
  const said = { conversationId: id, clientId: newClientId(), text: "are you still there?" };
  await house.helpline.db.change(`conversation:${id}`, (tx, emit) => writeAsYouth(tx, emit, said));
  await passes(house, 7);
  await page.waitForSelector(`#step-in-${id}`);
  await lookAt("step-in", page);
  const over = await talking(house, "it felt strange");
  await youthEnds(house, over);
  for (const one of [over, await talking(house, "is anybody there")]) await wrong(house, one);
  await anna.page.locator(`#scroll-${id}`).press("q");
  await page.waitForSelector("#to-concerns");
  await page.waitForSelector("#help-menu");
  await lookAt("bar-full", page);
  await comesIn(house, "he is outside", { urgent: true });
  await page.goto(`${house.origin}/staff/me`);
  await page.waitForSelector("#to-help");
  await lookAt("bar-elsewhere", page);
  await page.evaluate(`(() => {
    const { dataset, firstElementChild } = document.getElementById("live");
    dataset.off = "";
    firstElementChild.querySelector("#live-off").textContent = dataset.signedOut + " " + dataset.signIn;
  })()`);
  await lookAt("bar-elsewhere-off", page);
}

const wrong = (house: TimedServer, conversationId: number) =>
  house.helpline.db.change(`conversation:${conversationId}`, (tx, emit) =>
    raiseConcern(tx, emit, { conversationId, text: "" }),
  );

async function concerns({ house, bela, lookAt }: Evening) {
  const { page } = bela;
  await page.goto(`${house.origin}/staff/concerns`);
  await lookAt("concerns-two", page);
  await page.click(".list form[action*='/open#'] button");
  await page.waitForSelector("#concern-log");
  await page.click(".list [value=yes]");
  await page.waitForSelector(".list [value=no]");
  await lookAt("concerns-done", page);
  await page.goto(`${house.origin}/staff/holds`);
  await lookAt("holds-none", page);
  // Whatever the browser lets through.
  await page.locator(".list details summary").first().click();
  await page.evaluate("document.querySelector('[name=days]').removeAttribute('max')");
  await page.locator("[name=days]").first().fill("400");
  await page.locator("form[action^='/staff/holds/'] button").first().click();
  await page.waitForSelector(".wrong");
  await lookAt("holds-wrong", page);
  await page.locator("[name=days]").first().fill("40");
  await page.locator("form[action^='/staff/holds/'] button").first().click();
  await page.waitForSelector("form[action$='/lift']");
  await page.click("form[action*='/open#'] button");
  await page.waitForSelector("#concern-log");
  await lookAt("holds-read", page);
  // No one else could have said yes: Aino, an admin, has to look at it.
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  await aino.page.goto(`${house.origin}/staff/read-alone`);
  await aino.page.waitForSelector("form[action^='/staff/read-alone/']");
  await lookAt("read-alone", aino.page);
  await aino.page.context().close();
}
