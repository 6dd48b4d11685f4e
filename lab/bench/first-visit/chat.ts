import type { Browser, Page, Request } from "playwright-core";
import { origin } from "./addresses.ts";
import { phone } from "./browser.ts";
import type { Counsellor } from "./counsellor.ts";

/** The three ways a chat travels. */
export type Way = "socket" | "poll" | "forms";

/** How often each was asked, and its bytes before TLS, headers included. */
export type Asked = Record<string, { times: number; up: number; down: number }>;

/** A chat of sixty messages, thirty of each side, in turns. */
interface Chat {
  id: number;
  page: Page;
  asked: Asked;
  talk(): Promise<void>;
  typing(times: number): Promise<void>;
}

const turns = 30;
const patienceMs = 20_000;
const noWait = { noWaitAfter: true } as const;

// Different words each time, as hard to compress as what people write; 75 characters, a line and a half on a phone.
const vocabulary =
  `because when they said that nobody would ever listen I felt really small and then my brother came home late again
  without asking maybe tomorrow after school we could walk around the lake until everything gets quiet even though mum
  never understands why sleeping became so hard since the summer holidays`.split(/\s+/);

export function sentence(seed: number): string {
  let state = seed * 7919 + 17;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return vocabulary[state % vocabulary.length]!;
  };
  return `${seed}. ${Array.from({ length: 14 }, next).join(" ")}`;
}

// People take longer between messages: without this, typing would be told only every second time.
const people = `{ const now = Date.now; let ahead = 0; Date.now = () => now() + ahead; window.timePasses = (ms) => { ahead += ms; }; }`;
const tellsAgainMs = 3_100;

/** Starts a chat with first words, and lets the counsellor take it. */
export async function beginChat(browser: Browser, way: Way, helper: Counsellor): Promise<Chat> {
  const scripts = way !== "forms";
  const context = await browser.newContext({ ...phone, javaScriptEnabled: scripts });
  const page = await context.newPage();
  const asked = countAsked(page);
  page.setDefaultTimeout(patienceMs);
  if (scripts) await page.addInitScript(people);
  const log = scripts ? page : page.frameLocator("iframe.frame-log");
  const box = scripts ? page : page.frameLocator("iframe.frame-box");
  const stored = (side: "me" | "them", words: string) => log.locator(`.${side}[data-seq] p`, { hasText: words });

  await page.goto(origin, { waitUntil: "load" });
  // The chat script comes while someone types, and no one types this fast.
  const ahead = scripts ? page.waitForEvent("requestfinished", (one) => one.url().includes("/static/chat.")) : null;
  await page.fill("#text", sentence(1));
  await ahead;
  await page.click("form[action^='/start'] .big", noWait);
  await page.waitForSelector("#chat", { state: "attached" });
  if (scripts) await page.waitForSelector("#check", { state: "hidden" });
  await stored("me", sentence(1)).waitFor();
  const id = await helper.take();
  // Without scripts only a reload of the page shows it, which the frame asks for.
  if (!scripts) await log.locator(".top a").click(noWait);
  await page.waitForSelector("#state.talking", { state: "attached" });

  const say = async (words: string) => {
    const client = await box.locator("[name=client_id]").inputValue();
    if (scripts) await page.evaluate(`timePasses(${tellsAgainMs})`);
    await box.locator("#text").fill(words);
    await box.locator(".send").click(noWait);
    if (!scripts) await box.locator(`[name=client_id]:not([value="${client}"])`).waitFor({ state: "attached" });
    await stored("me", words).waitFor();
  };
  return {
    id,
    page,
    asked,
    talk: async () => {
      for (let turn = 0; turn < turns; turn++) {
        if (turn > 0) await say(sentence(2 * turn + 1));
        await helper.say(id, sentence(2 * turn + 2));
        await stored("them", sentence(2 * turn + 2)).waitFor();
      }
    },
    typing: async (times) => {
      for (let n = 0; n < times; n++) {
        await page.evaluate(`timePasses(${tellsAgainMs})`);
        await page.locator("#text").fill("x".repeat(n + 1));
        await Bun.sleep(300);
      }
    },
  };
}

/** Counts from now on, frames of the page included. */
function countAsked(page: Page): Asked {
  const asked: Asked = {};
  const count = (name: string, times: number, up: number, down: number) => {
    asked[name] ??= { times: 0, up: 0, down: 0 };
    const one = asked[name];
    one.times += times;
    one.up += up;
    one.down += down;
  };
  const weigh = async (request: Request) => {
    if (!request.url().startsWith(origin)) return;
    const size = await request.sizes();
    const up = size.requestHeadersSize + size.requestBodySize;
    const down = size.responseHeadersSize + size.responseBodySize;
    count(`${request.method()} ${new URL(request.url()).pathname}`, 1, up, down);
  };
  // A page that went on meanwhile takes the sizes with it.
  page.on("requestfinished", (request) => void weigh(request).catch(() => {}));
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => count("socket", 1, payload.length, 0));
    socket.on("framereceived", ({ payload }) => count("socket", 1, 0, payload.length));
  });
  return asked;
}
