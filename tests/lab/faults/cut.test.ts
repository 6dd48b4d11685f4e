import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openConversations } from "#src/conversation/conversation.ts";
import { limits } from "#src/http/limits/limits.ts";
import { end } from "#src/queue/end/ending.ts";
import { setSetting } from "#src/settings/settings.ts";
import { close } from "#tests/support/browser/browser.ts";
import { takes } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { proxy } from "#tests/support/outside/proxy.ts";
import { withoutSockets, young } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";
import { canBrowse } from "#tests/support/run/programs.ts";

let house: Server;
const browsed = test.skipIf(!canBrowse);

beforeAll(async () => {
  house = await server();
  await open(house);
  await house.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
});
afterAll(async () => {
  await close();
  await house.stop();
});

/** What hangs is waited for no longer: it says nothing about how soon a person has it. */
const within = { timeout: patience(60_000) };

const port = () => Number(new URL(house.origin).port);

// The cuts of 12 s and 30 s are in back.test.ts.

browsed("a line that dies without a word is noticed while typing, before anything is sent", async () => {
  const way = await proxy(port());
  onTestFinished(() => way.stop());
  const noor = await young(way);
  await noor.start("typing only");
  way.set("dead");
  await noor.page.type("#text", "hello");
  await noor.page.locator("#net:not(.back)").waitFor(within);
  expect(await noor.page.inputValue("#text")).toBe("hello");
  way.set("through");
  await noor.page.locator("#net.back").waitFor(within);
  expect(await noor.page.inputValue("#text")).toBe("hello");
});

browsed("coming back more often than one conversation may have channels open, what arrives is still seen", async () => {
  const way = await proxy(port());
  onTestFinished(() => way.stop());
  const noor = await young(way);
  await noor.start("flickering");
  const { id } = openConversations(house.helpline.db).at(-1)!;
  for (let round = 0; round < limits.channelsPerConversation + 2; round += 1) {
    await noor.page.waitForSelector("#check", { state: "hidden" });
    // The server does not notice: what was open stays open on its side.
    way.set("lost");
    way.set("through");
    await noor.come();
  }
  await takes(house, house.bela, id);
  await noor.told("Luna");
  expect(await noor.page.locator("#net:not(.back)").isVisible()).toBe(false);
});

browsed("the chat ends while the line is down: the words that did not go out are shown on the last page", async () => {
  const way = await proxy(port());
  onTestFinished(() => way.stop());
  const noor = await young(way);
  await noor.start("before the end");
  const { id } = openConversations(house.helpline.db).at(-1)!;
  await takes(house, house.anna, id);
  await noor.told("Mika");
  way.set("dead");
  await noor.say("never arrived");
  await noor.page.fill("#text", "half a thought");
  const input = { conversationId: id, reason: "ended_by_counsellor", staffId: house.anna.id } as const;
  await house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) => end(tx, emit, input));
  await noor.page.locator("#net:not(.back)").waitFor(within);
  way.set("through");
  await noor.page.locator("[data-ended]").waitFor(within);
  expect(await noor.page.inputValue("#kept-words")).toBe("never arrived\nhalf a thought");
  expect(await noor.page.locator("#kept-words").isVisible()).toBe(true);
});

browsed("a message that is refused comes back into the box, with what was typed since", async () => {
  const noor = await young(house);
  await withoutSockets(noor.page);
  await noor.start("hello");
  await noor.page.route(
    "**/send",
    (route) => route.fulfill({ status: 422, headers: { "X-Chat": "1" }, body: "Not like this." }),
    { times: 1 },
  );
  await noor.say("refused words");
  await expect.poll(() => noor.page.locator("#refused").textContent()).toBe("Not like this.");
  expect(await noor.page.inputValue("#text")).toBe("refused words");
  expect(await noor.page.locator(".m.sending").count()).toBe(0);
});

browsed("an answer that is not ours, as from a hotel's sign-in page, is not taken for stored", async () => {
  const noor = await young(house);
  await withoutSockets(noor.page);
  await noor.start("hello");
  const foreign = { status: 200, contentType: "text/html", body: "<!doctype html><title>Wi-Fi</title><p>Sign in" };
  await noor.page.route("**/send", (route) => route.fulfill(foreign), { times: 1 });
  await noor.say("must not get lost");
  await expect.poll(() => noor.page.locator(".m.sending").count(), within).toBe(0);
  expect(await noor.lines()).toEqual(["me: hello", "me: must not get lost"]);
  await noor.come();
  expect(await noor.lines()).toEqual(["me: hello", "me: must not get lost"]);
});
