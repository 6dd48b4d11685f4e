import { chatDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { act } from "#tests/support/house/http.ts";
import { monday } from "#tests/support/people/admin.ts";
import { chatWith } from "#tests/support/people/in-chat.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";
import { type LookAt, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

const table = "name,text,language\nTea,I drink tea too.,en\nGreeting,Hello you.,en\nBad,Hi {you}.,en\n";

/** Goes through every state of ready replies beside a chat. */
export async function everyReplyBesideChat(lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  const { anna, noor, id, page } = await chatWith(house);
  await page.click(`#pane-${id} .to-ready`);
  await page.waitForSelector(".ready-row");
  await lookAt("replies-all", page);
  await page.fill(`#reply-words-${id}`, "feel");
  await page.locator(".ready-row").first().focus();
  await lookAt("replies-found", page);
  await page.fill(`#reply-words-${id}`, "xyzzy");
  await page.waitForSelector(".ready .nothing:visible");
  await lookAt("replies-nothing", page);
  await page.keyboard.press("Escape");
  // What another tab wrote, as the server has it.
  const of = { conversationId: id, staffId: house.anna.id };
  await act(house, house.anna, (tx) => keepDraft(tx, { ...of, text: "a thought in another tab" }));
  await page.fill(`#say-${id}`, "a thought in this one");
  await page.waitForSelector(`#other-draft-${id}:visible`);
  await lookAt("replies-other-draft", page);
  if (chatDraft(house.helpline.db, of) !== "a thought in another tab") throw new Error("it was overwritten");
  await page.click("[data-draft=leave]");
  await page.fill(`#say-${id}`, "");
  await page.click(`#pane-${id} .to-ready`);
  await anna.end();
  await lookAt("replies-over", page);
  await page.context().close();
  await noor.page.context().close();
  return house;
}

/** Goes through every state of the pages that keep them. */
export async function everyRepliesPage(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(monday);
  const { page } = aino;
  await page.goto(`${house.origin}/admin/replies`);
  await lookAt("replies-list", page);
  await page.click("form[action$='/greeting.en/remove'] button");
  await page.waitForSelector("#saved");
  await lookAt("replies-removed", page);
  await page.click("#saved button");
  await page.waitForSelector("#saved");
  await page.setInputFiles("#upload", { name: "ours.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.click("[value=read]");
  await page.waitForSelector("#file-read");
  await lookAt("replies-file", page);
  await page.goto(`${house.origin}/admin/replies/slow.en`);
  await lookAt("reply-edit", page);
  await page.fill("#text", "Hello {you}");
  await page.click(".save .main");
  await page.waitForSelector(".summary");
  await lookAt("reply-wrong", page);
  await page.context().close();
  const anna = await counsellor(house, { js: false });
  await anna.signIn();
  await anna.page.goto(`${house.origin}/staff/replies`);
  await lookAt("replies-own-none", anna.page);
  await anna.page.context().close();
  return house;
}
