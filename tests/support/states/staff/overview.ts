import type { Page } from "playwright-core";
import { giveDebrief } from "#src/record/debrief.ts";
import { giveThanks, screenThanks } from "#src/record/thanks.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { annaSays, comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, opening, young } from "#tests/support/people/people.ts";
import { type LookAt, newest } from "#tests/support/states/youth/youth.ts";

/** Goes through the overview and the end of a shift, with JavaScript and without. */
export async function everyOverviewState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  await open(house);
  await fromAbove(house, lookAt);
  await afterAChat(house, lookAt);
  await thanks(house, lookAt);
  await aList(house, lookAt);
  return house;
}

async function fromAbove(house: Server, lookAt: LookAt) {
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await bela.page.goto(`${house.origin}/staff/overview`);
  await bela.page.waitForSelector("#overview");
  await lookAt("overview-calm", bela.page);
  await annaSays(house, await talking(house, "a secret"), "Hi");
  await comesIn(house, "please", { urgent: true });
  await comesIn(house, "bonjour", { language: "fr" });
  await bela.page.waitForSelector("#overview-waiting tbody tr >> nth=1");
  await lookAt("overview", bela.page);
  await act(house, house.anna, (tx, emit) =>
    setAvailability(tx, emit, { staffId: house.anna.id, availability: "away" }),
  );
  await bela.page.waitForSelector(".demand.short");
  await lookAt("overview-short", bela.page);
  await bela.page.context().close();
  const plain = await counsellor(house, { name: "bela", js: false });
  await plain.signIn();
  await plain.page.goto(`${house.origin}/staff/overview`);
  await lookAt("overview-plain", plain.page);
  await plain.page.context().close();
  await open(house);
}

async function afterAChat(house: Server, lookAt: LookAt) {
  const anna = await counsellor(house);
  const { page } = anna;
  await anna.signIn();
  await anna.take();
  await anna.end();
  await page.waitForSelector("#wrap-up");
  await lookAt("debrief-asked", page);
  await page.click(".debrief [value=talk]");
  await page.waitForSelector(".debrief [aria-pressed=true]");
  await lookAt("debrief-given", page);
  await page.context().close();
}

async function thanks(house: Server, lookAt: LookAt) {
  const noor = await young(house, { js: false });
  await noor.start("hello");
  const id = newest(house);
  await takes(house, house.aino, id);
  await youthEnds(house, id);
  await noor.page.goto(house.origin, opening);
  await noor.tapsAfter(3, "yes");
  await noor.page.click("#thanks summary");
  await noor.page.click("#thanks button");
  await noor.page.waitForSelector("#thanks [role=alert]");
  await lookAt("thanks-refused", noor.page);
  await noor.page.fill("#thank", "you listened to me");
  await noor.page.click("#thanks button");
  await noor.page.waitForSelector("#thanks.thanks");
  await lookAt("thanks-said", noor.page);
  await noor.page.context().close();
  const said = await aChat(house, "heavy", "I could not sleep");
  await aChat(house, "light", "");
  await act(house, house.bela, (tx, emit) =>
    screenThanks(tx, emit, { conversationId: said, member: house.bela, act: "passed" }),
  );
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.page.waitForSelector("#for-you li");
  await lookAt("for-you", anna.page);
  await anna.page.context().close();
  await inbox(house, lookAt);
}

/** Anna had a chat, said how it was, and was thanked. Returns its id. */
async function aChat(house: Server, weight: "light" | "heavy", note: string): Promise<number> {
  const id = await talking(house);
  await youthEnds(house, id);
  await act(house, house.anna, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId: id, member: house.anna, weight, note }),
  );
  await act(house, house.anna, (tx, emit) => giveThanks(tx, emit, { conversationId: id, text: "thank you" }));
  return id;
}

async function inbox(house: Server, lookAt: LookAt) {
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await bela.page.waitForSelector("#inbox.talk");
  await lookAt("inbox-marked", bela.page);
  await bela.page.click("#inbox");
  await bela.page.click(".list [value=take]");
  await bela.page.waitForSelector(".list [value=release]");
  await bela.page.click(".group summary");
  await lookAt("inbox", bela.page);
  await bela.page.context().close();
}

async function aList(house: Server, lookAt: LookAt) {
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  const list = async (text: string, button: string, then: string): Promise<Page> => {
    await aino.page.fill("#list", text);
    await aino.page.click(`[name=do][value=${button}]`);
    await aino.page.waitForSelector(then);
    return aino.page;
  };
  await aino.page.goto(`${house.origin}/admin/staff/list`);
  await lookAt("invite-list", await list("name,roles\nLena Maes,boss\nTom,", "look", ".error"));
  const right = "name,alias,languages\nLena Maes,Fox,nl\nTom,,";
  await lookAt("invite-list-says", await list(right, "look", "[value=make]"));
  await lookAt("invite-list-made", await list(right, "make", "#made-title"));
  await aino.page.context().close();
}
