import type { Page } from "playwright-core";
import { expect } from "vitest";
import { writeAsCounsellor, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import type { Role } from "#src/events.ts";
import { momentPages } from "#src/http/server/moment.tsx";
import { jobs, runJob } from "#src/jobs.ts";
import { claimNext } from "#src/queue/claim.ts";
import { end } from "#src/queue/end/ending.ts";
import { openStandIn } from "#src/upgrade/stand-in.ts";
import { type FakeClock, fakeClock, open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { opening, openMenu, type Young, young } from "#tests/support/people/people.ts";

export type LookAt = (name: string, page: Page) => Promise<void>;

/** A house whose clock the test moves. */
export interface TimedServer extends Server {
  clock: FakeClock;
}

export async function timedServer(options: Parameters<typeof server>[0] = {}): Promise<TimedServer> {
  // Begins now, to agree with the pages, which know the real time.
  const clock = fakeClock(Date.now());
  return { ...(await server({ ...options, clock })), clock };
}

/** Someone else waits, without a browser. */
export async function another(house: Server, words: string): Promise<void> {
  const body = new URLSearchParams({ client_id: newClientId(), text: words, rules: "1", l: "en" });
  const answer = await fetch(`${house.origin}/start`, { method: "POST", body, redirect: "manual" });
  expect(answer.status).toBe(303);
}

/** Returns the newest conversation. */
export function newest(house: Server): number {
  const started = house.heard.filter((event) => event.type === "conversation.started").at(-1);
  return started?.type === "conversation.started" ? started.conversationId : 0;
}

/** Writes words of either side, stored and heard like any other. */
export async function write(house: Server, conversationId: number, by: "youth" | "counsellor", text: string) {
  const words = { conversationId, clientId: newClientId(), text };
  const staffId = house.anna.id;
  await house.helpline.db.change(by === "youth" ? `conversation:${conversationId}` : `staff:${staffId}`, (tx, emit) =>
    by === "youth" ? writeAsYouth(tx, emit, words) : writeAsCounsellor(tx, emit, { ...words, staffId }),
  );
}

export async function take(house: Server): Promise<number> {
  const { id } = house.anna;
  const member = { ...house.anna, roles: ["counsellor"] as Role[] };
  return house.helpline.db.change(`staff:${id}`, (tx, emit) => claimNext(tx, emit, { member }));
}

/** Makes the words of one message bytes that no key opens. */
async function spoil(house: Server, conversationId: number, seq: number) {
  const body = new Uint8Array(64).fill(1);
  await house.helpline.db.change("porchlight", (tx) =>
    tx.run(q.updateTable("message").set({ body }).where("conversation_id", "=", conversationId).where("seq", "=", seq)),
  );
}

/** Disconnects the young person. */
export async function gone(house: Server, conversationId: number) {
  await expect.poll(() => house.helpline.youth.here()).not.toContain(conversationId);
}

const talk = [
  ["youth", "my parents fight every night and I lie awake"],
  ["youth", "I don’t know what to do"],
  ["counsellor", "That sounds exhausting, lying there and hearing it. How long has it been like this?"],
  ["youth", "since summer I think"],
  ["counsellor", "Thank you for telling me. Is there anyone at home or near you who knows how this feels for you?"],
  ["youth", "my grandma but she lives far away"],
] as const;

/** Goes through every state a young person can meet, with JavaScript. */
export async function everyYouthState(house: TimedServer, locale: string, lookAt: LookAt): Promise<void> {
  const noor = await young(house, { locale });
  const { page } = noor;
  await beforeTheChat(house, noor, lookAt);
  const id = newest(house);
  await theChat(house, noor, id, lookAt);

  await page.goto("about:blank");
  await gone(house, id);
  house.clock.pass(61_000);
  await noor.come();
  await lookAt("youth-continue", page);
  house.clock.pass(16 * 60_000);
  house.helpline.staff.touched(house.anna.id);
  await runJob(house.helpline, jobs.find((job) => job.name === "young persons who are gone")!);
  await noor.come();
  await lookAt("youth-over", page);

  await open(house);
  await noor.start("me again");
  const again = await take(house);
  await page.waitForSelector("#state.talking");
  await write(house, again, "counsellor", "Good to see you again.");
  await house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) =>
    end(tx, emit, { conversationId: again, reason: "ended_by_counsellor", staffId: house.anna.id }),
  );
  await page.waitForSelector("[data-ended]");
  await lookAt("youth-ended-asked", page);
  await noor.tapsAfter(3, "bit");
  await lookAt("youth-ended-answered", page);
  await house.helpline.db.change("porchlight", (tx) => {
    const never = { helped_asked: "never", after_asked: "never", next_asked: "never" } as const;
    tx.run(q.updateTable("contact").set(never).where("conversation_id", "=", again));
    tx.run(q.updateTable("conversation").set({ lane: "urgent" }).where("id", "=", again));
  });
  await noor.come();
  await lookAt("youth-ended-danger", page);
  await besideTheChat(house, noor, lookAt);
  await noor.come();
  await openMenu(page);
  await page.click("form[action='/clear'] button");
  await page.waitForSelector("form[action='/clear'] .big");
  await lookAt("youth-clear", page);
  await page.click("form[action='/clear'] .big");
  await page.waitForSelector("form[action='/clear']", { state: "detached" });
  await lookAt("youth-cleared", page);
  await duringAnUpgrade(house, page, lookAt);
  await page.context().close();
}

/** What stands in for the helpline while its program is replaced. */
async function duringAnUpgrade({ helpline }: TimedServer, page: Page, lookAt: LookAt) {
  const port = await freePort();
  const close = await openStandIn({ host: "127.0.0.1", port }, await momentPages(helpline));
  await page.goto(`http://127.0.0.1:${port}/`);
  await lookAt("youth-moment", page);
  await page.evaluate(`
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: "/send" });
    const text = document.createElement("textarea");
    Object.assign(text, { name: "text", value: "he is <b>here</b>" });
    form.append(text);
    document.body.append(form);
    form.submit();
  `);
  await page.waitForSelector("#kept-words");
  await lookAt("youth-moment-typed", page);
  await close();
}

async function beforeTheChat(house: TimedServer, noor: Young, lookAt: LookAt) {
  const { page } = noor;
  await noor.come();
  await lookAt("youth-closed", page);
  await open(house);
  await noor.come();
  await lookAt("youth-door", page);
  await page.fill("#text", "so much to say ".repeat(300));
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#refused:not(:empty)");
  await lookAt("youth-refused-too-long", page);
  await another(house, "first");
  await another(house, "second");
  await noor.start(talk[0][1]);
  await page.waitForSelector("#state.waiting");
  await lookAt("youth-waiting-third", page);
  await take(house);
  await take(house);
  for (const one of house.heard.filter((event) => event.type === "conversation.claimed")) {
    if (one.type !== "conversation.claimed") continue;
    const ended = {
      conversationId: one.conversationId,
      reason: "ended_by_counsellor",
      staffId: house.anna.id,
    } as const;
    await house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) => end(tx, emit, ended));
  }
  await expect.poll(() => page.locator("#state .number").textContent()).toContain("1");
  await lookAt("youth-waiting-first", page);
  await openMenu(page);
  await page.click("#meanwhile > summary");
  for (const one of await page.locator("#meanwhile > details > summary").all()) await one.click();
  await lookAt("youth-waiting-meanwhile", page);
  await page.click("#way a");
  await page.fill("textarea[name=words-1]", "so much to say ".repeat(300));
  await page.click("form[action='/change'] button");
  await page.waitForSelector("#wrong-1");
  await lookAt("youth-change-refused", page);
  await page.click("form[action='/change'] ~ a.big");
  await page.waitForSelector("#state.waiting");
}

async function theChat(house: TimedServer, noor: Young, id: number, lookAt: LookAt) {
  const { page } = noor;
  await take(house);
  await page.waitForSelector("#state.talking");
  for (const [by, words] of talk.slice(1)) await write(house, id, by, words);
  await noor.sees("my grandma");
  await lookAt("youth-chat-few", page);
  await openMenu(page);
  await lookAt("youth-chat-menu", page);
  await page.click("#more > summary");
  house.helpline.db.announce({
    type: "typing",
    conversationId: id,
    staffId: house.anna.id,
    by: "counsellor",
    on: true,
  });
  await page.waitForSelector("#typing:not([hidden])");
  await lookAt("youth-chat-typing", page);
  await openMenu(page);
  await page.click("#way summary");
  await lookAt("youth-chat-end", page);
  await page.click("#way summary");
  await page.click("#more > summary");
  await page.fill("#text", "x".repeat(3900));
  await lookAt("youth-chat-counter", page);
  await page.fill("#text", "");
  await page.context().setOffline(true);
  await noor.say("are you still there?");
  await page.waitForSelector("#net:not([hidden])");
  await lookAt("youth-chat-offline", page);
  await page.context().setOffline(false);
  await page.waitForSelector(".sending", { state: "detached" });
  for (let n = 1; n <= 34; n++) {
    await write(
      house,
      id,
      n % 2 ? "counsellor" : "youth",
      n % 5 ? `line ${n} of a long talk` : `${"a longer thought, ".repeat(9)}${n}`,
    );
  }
  await noor.sees("line 34");
  await lookAt("youth-chat-long", page);
  await spoil(house, id, 5);
  await page.reload();
  await page.waitForSelector("#m5");
  await page.locator("#m5").scrollIntoViewIfNeeded();
  await lookAt("youth-chat-unreadable", page);
}

async function besideTheChat(house: TimedServer, noor: Young, lookAt: LookAt) {
  const { page } = noor;
  for (const [path, name] of [
    ["/how", "youth-how"],
    ["/help", "youth-help"],
    ["/not-here", "youth-404"],
  ] as const) {
    await page.goto(house.origin + path);
    await lookAt(name, page);
  }
  await page.goto(house.origin);
  const anew = page.locator("form[action='/start-new'] button");
  if (!(await anew.isVisible())) await page.click("details.more > summary");
  await anew.click();
  await page.waitForSelector("form[action^='/start']");
  await noor.start("hello");
  while (house.helpline.limiter.take("tap", newest(house)));
  // As without the script, which would wait and ask again.
  await page.evaluate("document.querySelector('#feeling form').submit()");
  await page.waitForURL(`${house.origin}/feeling`);
  await lookAt("youth-429", page);
  const { youth } = house.helpline;
  const { silentFor } = youth;
  youth.silentFor = () => {
    throw new Error("planted");
  };
  await page.goto(house.origin);
  youth.silentFor = silentFor;
  await page.waitForSelector("main [role=alert]");
  await lookAt("youth-500", page);
  await page.goto("about:blank");
}

/** Goes through what differs without JavaScript: the chat in line, begun, talking and over, and refused words. */
export async function everyPlainYouthState(house: TimedServer, locale: string, lookAt: LookAt): Promise<void> {
  await open(house);
  const noor = await young(house, { locale, js: false });
  const { page } = noor;
  await noor.come();
  await page.fill("#text", "so much to say ".repeat(300));
  await page.locator("form[action^='/start'] .big").click();
  await page.waitForSelector("#refused:not(:empty)");
  await lookAt("plain-door-refused", page);
  while (house.helpline.limiter.take("startUnproved", "all"));
  await page.fill("#text", talk[0][1]);
  await page.locator("form[action^='/start'] .big").click();
  await page.waitForSelector("#busy");
  await lookAt("plain-busy", page);
  house.clock.pass(60_000);
  await noor.start(talk[0][1]);
  await lookAt("plain-waiting", page);
  await openMenu(page);
  await page.locator("#meanwhile > summary").click();
  await page.locator("#meanwhile > details > summary").first().click();
  await lookAt("plain-waiting-meanwhile", page);
  const id = await take(house);
  await noor.log.locator(".top a").waitFor();
  await lookAt("plain-begun", page);
  for (const [by, words] of talk.slice(1)) await write(house, id, by, words);
  await noor.sees("my grandma");
  await page.goto(house.origin, opening);
  await noor.sees("my grandma");
  await lookAt("plain-chat", page);
  const box = page.frameLocator(".frame-box");
  await box.locator("#text").fill("so much to say ".repeat(300));
  await box.locator(".send").click();
  await box.locator("#refused:not(:empty)").waitFor();
  await lookAt("plain-chat-refused", page);
  await box.locator("#text").fill("one more thing");
  const over = { conversationId: id, reason: "ended_by_counsellor", staffId: house.anna.id } as const;
  await house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) => end(tx, emit, over));
  await noor.log.locator(".top a").last().waitFor();
  await box.locator(".send").click();
  await box.locator("#kept-words").waitFor();
  await lookAt("plain-chat-over", page);
  await page.context().close();
}
