import type { FrameLocator, Page } from "playwright-core";
import type { Row } from "#lab/load/people/view.ts";
import { until } from "#lab/old/until.ts";
import type { Weather } from "./weather.ts";

/** Someone at a browser whose network comes and goes, who does what a person would do about it. */
export interface Seat {
  /** Words that were gone after a reload, and were written again. */
  again: number;
  tabs(): Page[];
  write(text: string): Promise<void>;
  sees(text: string): Promise<void>;
  /** Waits until nothing of theirs is on its way. */
  settles(): Promise<void>;
  /** Loads the page anew, and writes again what it lost. */
  reloads(): Promise<void>;
  /** Closes the tab and comes back in another. */
  returns(): Promise<void>;
  /** What stands on each of their pages. */
  rows(): Promise<Row[][]>;
}

interface Noor extends Seat {
  start(words: string): Promise<void>;
  changesTab(): Promise<void>;
}

/** A line that is silently dead leaves a browser up to six connections, and the console tries each for 15 s. */
export const patienceMs = 180_000;
const noWait = { noWaitAfter: true } as const;

/** What a young person has open: one tab, or two. */
function openTabs(first: Page, weather: Weather, isThere: (tab: Page) => Promise<boolean>) {
  const tabs = [first];
  let place = 0;
  const comes = (tab: Page) =>
    until("the chat to open again", () => loads(tab, weather.origin).then((good) => good && isThere(tab)), patienceMs);
  return {
    tabs,
    comes,
    now: () => tabs[place]!,
    next: async () => {
      place = 1 - place;
      if (tabs[place]) return;
      tabs[place] = await first.context().newPage();
      await comes(tabs[place]!);
    },
    anew: async () => {
      const old = tabs[place]!;
      tabs[place] = await old.context().newPage();
      await old.close({ runBeforeUnload: true });
      await comes(tabs[place]!);
    },
  };
}

/** Whether an address opens now. A person looks at it for some seconds. */
export async function loads(tab: Page, address: string): Promise<boolean> {
  try {
    // Without scripts a page loads as long as its frame streams.
    const answer = await tab.goto(address, { waitUntil: "commit", timeout: 6_000 });
    return answer?.ok() ?? false;
  } catch {
    return false;
  }
}

const words = (at: Page | FrameLocator) => at.locator(".m:not(.sending) p").allTextContents();

/** The rows of a log, as they stand there. */
export async function rowsOf(at: Page | FrameLocator, sides: Record<string, Row["side"]>): Promise<Row[]> {
  const found = await at.locator(".log > [data-seq]").evaluateAll((rows) =>
    rows.map((row) => ({
      seq: Number.parseInt(row.getAttribute("data-seq")!, 10),
      kind: row.getAttribute("class") ?? "",
      text: row.querySelector("p")?.textContent ?? "",
    })),
  );
  return found.map(({ seq, kind, text }) => ({
    seq,
    clientId: null,
    side: sides[kind.split(" ")[1]!] ?? "notice",
    text,
  }));
}

const sides = { me: "youth", them: "counsellor" } as const;

/** Begins the chat with the first words. */
async function begin(tab: Page, origin: string, first: string): Promise<void> {
  await tab.goto(origin, { waitUntil: "commit" });
  await tab.fill("#text", first);
  await tab.click("form[action^='/start'] .big", noWait);
  await tab.waitForSelector("#chat", { state: "attached" });
}

/** Noor in a browser with scripts: her page sends again by itself, as long as it is open. */
export function noorWithScripts(first: Page, weather: Weather): Noor {
  // Hidden once the line has answered: from then on all of the script is there.
  const isThere = async (tab: Page) => {
    await tab
      .locator("#log")
      .waitFor({ state: "attached", timeout: 6_000 })
      .catch(() => {});
    await tab.waitForLoadState("load", { timeout: 6_000 }).catch(() => {});
    return (await tab.locator("#log").count()) > 0;
  };
  const tabs = openTabs(first, weather, isThere);
  const sending = () => tabs.now().locator(".sending p").allTextContents();
  const write = async (text: string) => {
    await tabs.now().fill("#text", text);
    await tabs.now().click(".send", noWait);
  };
  const comesBack = async (how: () => Promise<unknown>) => {
    const away = await sending();
    await how();
    const known = await words(tabs.now());
    for (const text of away.filter((one) => !known.includes(one))) {
      noor.again += 1;
      await write(text);
    }
  };
  const noor: Noor = {
    again: 0,
    tabs: () => tabs.tabs,
    start: async (text) => {
      await begin(first, weather.origin, text);
      await first.waitForSelector("#check", { state: "hidden" });
    },
    write,
    sees: async (text) => {
      await until(`“${text}” on Noor’s page`, async () => (await words(tabs.now())).includes(text), patienceMs);
    },
    settles: async () => {
      await until("nothing of Noor’s on its way", async () => (await sending()).length === 0, patienceMs);
    },
    reloads: () => comesBack(() => tabs.comes(tabs.now())),
    returns: () => comesBack(tabs.anew),
    changesTab: tabs.next,
    rows: () =>
      Promise.all(
        tabs.tabs.map(async (tab) => {
          const earlier = tab.locator("#talk > a");
          if ((await earlier.count()) > 0) {
            await earlier.click(noWait);
            await earlier.waitFor({ state: "detached" });
          }
          return rowsOf(tab, sides);
        }),
      ),
  };
  return noor;
}

/** Noor in a browser without scripts: she looks herself whether her words are there, and loads the page when nothing comes. */
export function noorWithoutScripts(first: Page, weather: Weather): Noor {
  const logOf = (tab: Page) => tab.frameLocator("iframe.frame-log");
  const boxOf = (tab: Page) => tab.frameLocator("iframe.frame-box");
  const isThere = async (tab: Page) => {
    for (const frame of [logOf(tab).locator(".status").last(), boxOf(tab).locator("#text")]) {
      const found = await frame.waitFor({ state: "attached", timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (!found) return false;
    }
    return true;
  };
  const tabs = openTabs(first, weather, isThere);
  const has = async (text: string) => (await words(logOf(tabs.now()))).includes(text);
  /** Words that she has sent and not seen in the log yet. */
  let away: string[] = [];
  const sent = async (text: string) => {
    const box = boxOf(tabs.now());
    const named = await box.locator("[name=client_id]").inputValue();
    await box.locator("#text").fill(text);
    await box.locator(".send").click(noWait);
    return named;
  };
  const isAnswered = (named: string) =>
    boxOf(tabs.now())
      .locator(`[name=client_id]:not([value="${named}"])`)
      .waitFor({ state: "attached", timeout: 5_000 })
      .then(
        () => true,
        () => false,
      );
  let named = "";
  const write = async (text: string) => {
    away.push(text);
    named = await sent(text).catch(() => "");
  };
  const settles = async () => {
    while (away.length > 0) {
      if (named === "" || !(await isAnswered(named))) await comesBack(() => tabs.comes(tabs.now()));
      else away = [];
    }
  };
  const comesBack = async (how: () => Promise<unknown>) => {
    const last = away;
    away = [];
    await how();
    // The frame streams its rows before the line that tells where the chat stands.
    const known = await words(logOf(tabs.now()));
    for (const text of last.filter((one) => !known.includes(one))) {
      noor.again += 1;
      await write(text);
    }
  };
  const noor: Noor = {
    again: 0,
    tabs: () => tabs.tabs,
    start: async (text) => {
      await begin(first, weather.origin, text);
      await logOf(first).locator(".status").last().waitFor();
    },
    write,
    settles,
    sees: async (text) => {
      const what = `“${text}” in Noor’s frame`;
      const looks = async () => {
        const isThere = await until(what, () => has(text), 4_000).catch(() => false);
        // A stream that was cut says nothing more.
        if (!isThere) await comesBack(() => tabs.comes(tabs.now()));
        return isThere;
      };
      await until(what, looks, patienceMs);
    },
    reloads: () => comesBack(() => tabs.comes(tabs.now())),
    returns: () => comesBack(tabs.anew),
    changesTab: tabs.next,
    rows: async () => {
      const all: Row[][] = [];
      for (const tab of tabs.tabs) {
        const earlier = logOf(tab).locator("a[href='/log?earlier=1']");
        if ((await earlier.count()) > 0) await earlier.click(noWait);
        await earlier.waitFor({ state: "detached" });
        await logOf(tab).locator(".status").last().waitFor();
        all.push(await rowsOf(logOf(tab), sides));
      }
      return all;
    },
  };
  return noor;
}
