import type { Browser, CDPSession, Page } from "playwright-core";
import { origin } from "./addresses.ts";
import { phone } from "./browser.ts";
import type { Profile } from "./profiles.ts";
import { chatPainted, sendAndWait, sendForm, stopwatches } from "./stopwatches.ts";

/** One first visit, ms and bytes. */
export interface Visit {
  type: number;
  /** The first frame of the socket after the start of the chat page; the same of whatever way was faster. */
  socket: number;
  live: number;
  send: number;
  leave: number;
  form: number;
  /** Of the first page until it was loaded, as the server sent it: with headers, the script without. */
  requests: number;
  /** Bytes of what is fetched while somebody types, with headers: the script of the chat. */
  ahead: number;
  bytes: number;
  script: number;
}

const patienceMs = 20_000;

/** Slows a page down to the phone and, where nothing else does, to its network. */
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

/** What a stopwatch says, once; throws when it does not in time, or when what was typed is lost. */
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

/** Counts what a page asks for and gets from now on; what its script fetches ahead while somebody types is apart. */
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

/** Comes, types, starts, sends and leaves fast, with scripts. `network` says that CDP plays the network. */
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
    // Nobody writes a sentence faster than that.
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

/** The same first page without scripts: from sending its form until the chat is painted, ms. */
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

/** Leaves through the server, so that nobody is left in line. Where it leads to does not answer. */
async function leave(page: Page) {
  const left = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/leave");
  await page.evaluate(`document.getElementById("leave").click()`);
  await left;
}
