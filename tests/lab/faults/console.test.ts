import type { Page } from "playwright-core";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { chatDraft } from "#src/conversation/messages/draft.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, takes, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { annaJoins, porchlight } from "#tests/support/outside/process.ts";
import { proxy } from "#tests/support/outside/proxy.ts";
import { type Counsellor, counsellor, young } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";
import { canBrowse } from "#tests/support/run/programs.ts";

afterAll(close);

const browsed = test.skipIf(!canBrowse);

const offline = (page: Page) =>
  page.waitForSelector("#offline:not(:empty)", { state: "attached", timeout: patience(60_000) });
const online = (page: Page) => page.waitForSelector("#offline:empty", { state: "attached", timeout: patience(60_000) });

/** Anna at her console, perhaps behind a line, with a conversation open and the cursor in its field. */
async function atWork(house: Server, address: { origin: string } = house): Promise<{ anna: Counsellor; id: number }> {
  await open(house);
  const anna = await counsellor(address);
  await anna.signIn();
  const id = await comesIn(house, "hello");
  await takes(house, house.anna, id);
  await anna.page.goto(`${address.origin}/staff/conversation/${id}`);
  await anna.page.click(`#say-${id}`);
  return { anna, id };
}

browsed("what Anna is typing keeps its place, focus and caret through fifty live updates", async () => {
  const house = await server();
  onTestFinished(() => house.stop());
  const { anna, id } = await atWork(house);
  const field = anna.page.locator(`#say-${id}`);
  await field.pressSequentially("I hear you,  and I am here.");
  for (let n = 0; n < " and I am here.".length; n += 1) await field.press("ArrowLeft");
  const between = "that sounds hard and you are not alone with it at all, truly";
  for (const [n, letter] of [...between].entries()) {
    await anna.page.keyboard.type(letter);
    if (n % 3 === 0) await youthSays(house, id, `word ${n}`);
    else if (n % 3 === 1) await comesIn(house, `somebody else ${n}`);
    else {
      house.helpline.db.announce({
        type: "typing",
        conversationId: id,
        staffId: house.anna.id,
        by: "youth",
        on: n % 2 === 0,
      });
      house.helpline.db.announce({
        type: "connection.changed",
        conversationId: id,
        staffId: house.anna.id,
        connection: n % 2 ? "lost" : "connected",
      });
    }
  }
  await anna.sees("word 57");
  await expect.poll(() => anna.page.locator("#queue .row").count()).toBe(20);
  expect(await field.inputValue()).toBe(`I hear you, ${between} and I am here.`);
  const caret = await field.evaluate((one) => [
    (one as { selectionStart?: number }).selectionStart,
    one.matches(":focus"),
  ]);
  expect(caret).toEqual([`I hear you, ${between}`.length, true]);
  expect(house.reported).toEqual([]);
  await anna.page.context().close();
});

browsed("a draft survives a reload, in the middle of typing", async () => {
  const house = await server();
  onTestFinished(() => house.stop());
  const { anna, id } = await atWork(house);
  await anna.page.locator(`#say-${id}`).pressSequentially("half a sentence");
  await anna.page.reload();
  await expect.poll(() => anna.page.inputValue(`#say-${id}`)).toBe("half a sentence");
  await anna.page.context().close();
});

browsed.each(["refused", "dead"] as const)(
  "a draft survives a socket that is lost (%s), and what is typed meanwhile is kept too",
  async (how) => {
    const house = await server();
    const line = await proxy(Number(new URL(house.origin).port));
    onTestFinished(async () => {
      await line.stop();
      await house.stop();
    });
    const { anna, id } = await atWork(house, line);
    const field = anna.page.locator(`#say-${id}`);
    await field.pressSequentially("before");
    line.set(how);
    await field.pressSequentially(", meanwhile");
    await youthSays(house, id, "are you there?");
    await offline(anna.page);
    line.set("through");
    await online(anna.page);
    await anna.sees("are you there?");
    expect(await field.inputValue()).toBe("before, meanwhile");
    expect(await field.evaluate((one) => one.matches(":focus"))).toBe(true);
    await field.pressSequentially(", after");
    const kept = () => chatDraft(house.helpline.db, { conversationId: id, staffId: house.anna.id });
    await expect.poll(kept).toBe("before, meanwhile, after");
    await anna.page.context().close();
  },
);

browsed("a draft survives the server being killed and started again, on the page and for the next page", async () => {
  const house = await porchlight();
  onTestFinished(() => house.remove());
  await annaJoins(house);
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const noor = await young(house);
  await noor.start("hello");
  const id = await anna.take();
  const field = anna.page.locator(`#say-${id}`);
  await field.pressSequentially("kept before the end");
  const kept = async () => {
    const other = await anna.page.context().newPage();
    await other.goto(`${house.origin}/staff/conversation/${id}`);
    const value = await other.inputValue(`#say-${id}`);
    await other.close();
    return value;
  };
  await expect.poll(kept).toBe("kept before the end");
  await house.kill();
  await field.pressSequentially(", and after");
  await offline(anna.page);
  await house.start();
  expect(await kept()).toBe("kept before the end");
  await online(anna.page);
  expect(await field.inputValue()).toBe("kept before the end, and after");
  // She need not type again for the rest to be kept.
  await expect.poll(kept).toBe("kept before the end, and after");
  await Promise.all([noor, anna].map((one) => one.page.context().close()));
});
