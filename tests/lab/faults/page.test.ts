import type { WebSocketRoute } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { exactly, settled } from "#tests/support/browser/cut-off.ts";
import { annaSays, takes } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { proxy } from "#tests/support/outside/proxy.ts";
import { openMenu, withoutSockets, type Young, young } from "#tests/support/people/people.ts";
import { canBrowse } from "#tests/support/run/programs.ts";

let house: Server;

beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

const browsed = test.skipIf(!canBrowse);

/** Anna takes whoever came in last and says the first words. */
async function answered(noor: Young): Promise<number> {
  await noor.start("things at home");
  const id = house.heard.findLast((event) => event.type === "conversation.started")!.conversationId;
  await takes(house, house.anna, id);
  await annaSays(house, id, "Hi, I am Mika");
  await noor.sees("Hi, I am Mika");
  return id;
}

browsed("frames that come doubled and in the wrong order are shown once and in the right one", async () => {
  const noor = await young(house);
  let held: string | Buffer | null = null;
  let mixing = false;
  /** Every second message overtakes the one before, and each comes twice. */
  const mix = (page: WebSocketRoute) => {
    const far = page.connectToServer();
    far.onMessage((frame) => {
      if (!mixing || !String(frame).includes("data-seq")) return page.send(frame);
      if (held === null) {
        held = frame;
        return;
      }
      for (const one of [frame, frame, held, held, frame]) page.send(one);
      held = null;
    });
  };
  await noor.page.routeWebSocket(/\/live/, mix);
  const id = await answered(noor);
  await expect.poll(() => house.helpline.youth.here()).toEqual([id]);
  mixing = true;
  const words = ["three", "four", "five", "six", "seven", "eight"];
  for (const one of words) await annaSays(house, id, one);
  await noor.sees("seven");
  await exactly({ house, noor, id }, [
    "me: things at home",
    "them: Hi, I am Mika",
    ...words.map((one) => `them: ${one}`),
  ]);
});

browsed("what a proxy says while the server is away is never shown and never taken for a refusal", async () => {
  const noor = await young(house);
  await withoutSockets(noor.page);
  const id = await answered(noor);
  const foreign = [
    { status: 502, contentType: "text/html", body: "<html><h1>502 Bad Gateway" },
    { status: 404, contentType: "text/plain", body: "404 page not found" },
    { status: 503, contentType: "text/plain", body: "upstream connect error" },
    { status: 410, contentType: "text/plain", body: "gone" },
  ];
  await noor.page.route("**/send", (route) => {
    const answer = foreign.shift();
    return answer ? route.fulfill(answer) : route.continue();
  });
  await noor.say("can you hear me?");
  await noor.page.locator("#net:not([hidden])").waitFor();
  expect(await noor.page.inputValue("#text")).toBe("");
  await settled(noor);
  expect(foreign).toEqual([]);
  expect(await noor.page.textContent("#refused")).toBe("");
  await exactly({ house, noor, id }, ["me: things at home", "them: Hi, I am Mika", "me: can you hear me?"]);
});

browsed("a tab the phone has put to sleep shows what came meanwhile when it wakes", async () => {
  const noor = await young(house);
  const id = await answered(noor);
  const phone = await noor.page.context().newCDPSession(noor.page);
  await phone.send("Page.setWebLifecycleState", { state: "frozen" });
  for (const one of ["three", "four"]) await annaSays(house, id, one);
  await phone.send("Page.setWebLifecycleState", { state: "active" });
  await noor.sees("four");
  await noor.say("back again");
  await settled(noor);
  await exactly({ house, noor, id }, [
    "me: things at home",
    "them: Hi, I am Mika",
    "them: three",
    "them: four",
    "me: back again",
  ]);
});

browsed("on a long poll a network that was gone for a moment is believed again at once", async () => {
  const line = await proxy(Number(new URL(house.origin).port), { sockets: false });
  onTestFinished(() => line.stop());
  const noor = await young(line);
  const id = await answered(noor);
  await noor.page.evaluate("dispatchEvent(new Event('offline'))");
  await noor.page.locator("#net:not(.back)").waitFor();
  await noor.page.evaluate("dispatchEvent(new Event('online'))");
  // Well before the poll that was open then would have ended by itself, after 25 s.
  await noor.page.locator("#net.back").waitFor({ timeout: 9_000 });
  await annaSays(house, id, "there you are");
  await noor.sees("there you are");
});

browsed("the question whether to end stays open while the line comes back", async () => {
  const line = await proxy(Number(new URL(house.origin).port));
  onTestFinished(() => line.stop());
  const noor = await young(line);
  await answered(noor);
  await openMenu(noor.page);
  await noor.page.click("#way summary");
  await noor.page.focus("#way .big");
  line.set("refused");
  await noor.page.locator("#net:not(.back)").waitFor();
  line.set("through");
  await noor.page.locator("#net.back").waitFor();
  expect(await noor.page.locator("#way .big").isVisible()).toBe(true);
  await noor.page.keyboard.press("Enter");
  await noor.page.waitForSelector("[data-ended]");
});
