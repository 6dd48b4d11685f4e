import type { Browser, CDPSession, Page } from "playwright-core";
import { origin } from "./addresses.ts";
import { phone } from "./browser.ts";
import type { Profile } from "./profiles.ts";
import { chatPainted, sendAndWait, sendForm, stopwatches } from "./stopwatches.ts";

export interface Visit {
  type: number;
  /** First frame of the socket after the chat page's start; `live`: of the faster way. */
  socket: number;
  live: number;
  send: number;
  leave: number;
  form: number;
  /** Of the loaded first page, headers included, the script without. */
  requests: number;
  /** What is fetched while someone types, headers included: the script of the chat. */
  ahead: number;
  bytes: number;
  script: number;
}

const patienceMs = 20_000;

async function slow(page: Page, profile: Profile, network: boolean): Promise<CDPSession> {
  const debug = await page.context().newCDPSession(page);
  await debug.send("Network.enable");
  await debug.send("Emulation.setCPUThrottlingRate", { rate: profile.cpu });
  if (network) {
    await debug.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: profile.rttMs,
      downloadThroughput: profile.downBits / 8,
      uploadThroughput: profile.upBits / 8,
    });
  }
  return debug;
}

/** Throws if it comes too late, or if typed words are lost. */
function heard(page: Page, name: string): Promise<number> {
  return new Promise((got, failed) => {
    const timer = setTimeout(() => failed(new Error(`nothing was heard of “${name}”`)), patienceMs);
    page.on("console", (line) => {
      const [mark, what, ms] = line.text().split(" ");
      if (mark !== "first-visit") return;
      if (what === "lost") failed(new Error("what was typed into the first page was lost"));
      if (what !== name) return;
      clearTimeout(timer);
      got(Number(ms));
    });
  });
}

function countView(debug: CDPSession) {
  const kinds = new Map<string, string>();
  const heads = new Map<string, number>();
  const view = { requests: 0, bytes: 0, script: 0, ahead: 0 };
  debug.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (!request.url.startsWith("http")) return;
    kinds.set(requestId, type ?? "");
    if (type !== "XHR") view.requests++;
  });
  debug.on("Network.responseReceived", ({ requestId, response }) => heads.set(requestId, response.encodedDataLength));
  debug.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!kinds.has(requestId)) return;
    if (kinds.get(requestId) === "XHR") view.ahead += encodedDataLength;
    else view.bytes += encodedDataLength;
    if (kinds.get(requestId) === "Script") view.script += encodedDataLength - (heads.get(requestId) ?? 0);
  });
  return view;
}

/** Comes, types, starts, sends and leaves fast, with scripts. `network`: CDP plays the network. */
export async function visit(browser: Browser, profile: Profile, network: boolean, words: string) {
  const context = await browser.newContext(phone);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    await page.addInitScript(stopwatches);
    const debug = await slow(page, profile, network);
    const counted = countView(debug);
    const typed = heard(page, "type");
    const ahead = page.waitForEvent("requestfinished", (one) => one.url().includes("/static/chat."));
    await page.goto(origin, { waitUntil: "commit" });
    const type = await typed;
    await page.waitForLoadState("load");
    // No one writes a sentence faster.
    await ahead;
    const view = { ...counted };

    const line = Promise.all([heard(page, "socket"), heard(page, "live")]);
    await page.fill("#text", words);
    await page.click("form[action^='/start'] .big", { noWaitAfter: true });
    const [socket, live] = await line;

    await page.fill("#text", `${words} Are you there?`);
    const send = await page.evaluate<number>(sendAndWait);

    const blank = heard(page, "blank");
    await page.click("#leave", { noWaitAfter: true });
    const leave = await blank;
    return { type, socket, live, send, leave, ...view };
  } finally {
    await context.close();
  }
}

/** The first page without scripts: returns ms from sending its form until the chat is painted. */
export async function formPost(browser: Browser, profile: Profile, network: boolean, words: string): Promise<number> {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    await slow(page, profile, network);
    await page.goto(origin, { waitUntil: "load" });
    await page.fill("#text", words);
    const sent = await page.evaluate<number>(sendForm);
    await page.waitForSelector("#chat", { state: "attached" });
    const until = Date.now() + patienceMs;
    for (;;) {
      const painted = await page.evaluate<number | null>(chatPainted);
      if (painted !== null) {
        await leave(page);
        return painted - sent;
      }
      if (Date.now() > until) throw new Error("the chat was not painted after the form was sent");
      await Bun.sleep(10);
    }
  } finally {
    await context.close();
  }
}

/** Through the server, so that no one is left in line; the site it leads to does not answer. */
async function leave(page: Page) {
  const left = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/leave");
  await page.evaluate(`document.getElementById("leave").click()`);
  await left;
}
