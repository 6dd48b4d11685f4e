import type { FrameLocator, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "#src/i18n/i18n.ts";
import { type PageOptions, page } from "#tests/support/browser/browser.ts";
import { password } from "#tests/support/house/helpline.ts";
import { patience } from "#tests/support/run/night.ts";

/** A young person at her own browser, doing what a person does and seeing what a person sees. */
export interface Young {
  page: Page;
  /** Where messages are: the page, or the streamed frame without JavaScript. */
  log: Page | FrameLocator;
  come(): Promise<void>;
  /** Comes, sends the first words and stands in line. */
  start(words: string): Promise<void>;
  say(words: string): Promise<void>;
  sees(words: string): Promise<void>;
  /** Waits for the line that tells where the chat stands. */
  told(words: string): Promise<void>;
  lines(): Promise<string[]>;
  answer(name: string): Locator;
  /** Unfolds the menu beside the field, if it is folded. */
  menu(): Promise<void>;
  end(): Promise<void>;
  tapsAfter(feeling: number, helped: "yes" | "bit" | "no"): Promise<void>;
}

/** A helpline in this process, in another, or behind a line that can be cut. */
type Address = { origin: string };

/** Without scripts a page loads as long as its frame streams, so no one waits for it. */
export const opening = { waitUntil: "commit" } as const;

export async function young(house: Address, options: PageOptions = {}): Promise<Young> {
  const js = options.js ?? true;
  const self = await page(options);
  const log = js ? self : self.frameLocator("iframe.frame-log");
  const box = js ? self : self.frameLocator("iframe.frame-box");
  const come = async () => {
    await self.goto(house.origin, opening);
  };
  return {
    page: self,
    log,
    come,
    start: async (words) => {
      await come();
      await self.fill("#text", words);
      await self.click("form[action^='/start'] .big");
      await self.waitForSelector("#chat", { state: "attached" });
      if (js) await self.waitForSelector("#check", { state: "hidden" });
      else await log.locator(".status").last().waitFor();
    },
    say: async (words) => {
      const sent = await box.locator("[name=client_id]").inputValue();
      await box.locator("#text").fill(words);
      await box.locator(".send").click();
      if (!js) await box.locator(`[name=client_id]:not([value="${sent}"])`).waitFor({ state: "attached" });
    },
    sees: (words) => log.locator(".m p", { hasText: words }).last().waitFor(),
    told: (words) =>
      (js ? self.locator("#state h1") : log.locator(".status")).filter({ hasText: words }).last().waitFor(),
    lines: () => said(log.locator(".m:not(.notice)"), "me"),
    answer: (name) =>
      (js ? self.locator("#in-danger") : log.locator(".taps:visible")).getByRole("button", { name, exact: true }),
    menu: () => openMenu(self),
    end: async () => {
      // The page around the frames is as old as its last reload, and ends no chat from the line.
      if (!js) {
        await openMenu(self);
        await self.locator("#check button").click(noWait);
        await self.locator("#more:not([open])").waitFor();
      }
      await openMenu(self);
      await self.locator("#way summary").click();
      await self.locator("#way .big").click(noWait);
      await self.waitForSelector("[data-ended]");
    },
    tapsAfter: async (feeling, helped) => {
      await self.locator(`#after form[action="/helped"] button[value="${helped}"]`).click(noWait);
      await self.locator(`#after form[action="/feeling"] button[value="${feeling}"]`).click(noWait);
      await self.locator(`#after form[action="/next"] button[value="${helped}"]`).click(noWait);
      await self.locator("#after.over").waitFor();
    },
  };
}

const noWait = { noWaitAfter: true } as const;

/** No socket comes through, as at many schools: from the next page on words go as forms, and news by long poll. */
export async function withoutSockets(page: Page): Promise<void> {
  await page.addInitScript("delete window.WebSocket");
}

/** Presses another language at the foot of the page, unfolding them where they are folded. */
export async function inLanguage(page: Page, language: Language): Promise<void> {
  const link = page.locator(`footer [lang=${language}]`);
  if (!(await link.isVisible())) await page.click("footer summary");
  await link.click();
}

/** Unfolds the menu of a chat, if it is folded. */
export async function openMenu(page: Page): Promise<void> {
  if ((await page.locator("#more[open]").count()) === 0) await page.click("#more > summary", noWait);
}

/** A counsellor at the console; without JavaScript she reloads to see what is new. */
export interface Counsellor {
  page: Page;
  /** Signs in without the page, and goes where it leads, or to a path. */
  signIn(to?: string): Promise<void>;
  available(): Promise<void>;
  /** Takes the next person; returns the conversation's id. */
  take(): Promise<number>;
  say(words: string, id?: number): Promise<void>;
  sees(words: string): Promise<void>;
  /** The words under the name: connected, left fast, ended by them … */
  state(words: string): Promise<void>;
  lines(): Promise<string[]>;
  end(): Promise<void>;
}

export async function counsellor(house: Address, options: PageOptions & { name?: string } = {}): Promise<Counsellor> {
  const js = options.js ?? true;
  const self = await page({ width: 1280, ...options });
  /** Without scripts each look is a reload. */
  const look = async (at: Locator) => {
    if (js) return at.waitFor({ state: "attached" });
    await expect
      .poll(
        async () => {
          await self.goto(self.url());
          return at.count();
        },
        { timeout: patience(10_000) },
      )
      .toBeGreaterThan(0);
  };
  const pane = (id?: number) => (id === undefined ? ".pane" : `#pane-${id}`);
  return {
    page: self,
    signIn: async (to) => {
      const form = { name: options.name ?? "anna", password };
      const headers = { "Sec-Fetch-Site": "same-origin" };
      const sent = { form, headers, maxRedirects: 0 };
      const answer = await self.context().request.post(`${house.origin}/staff/sign-in`, sent);
      expect(answer.status()).toBe(303);
      await self.goto(house.origin + (to ?? answer.headers().location));
    },
    available: async () => {
      await self.click("#be-available");
      await self.waitForSelector("#be-available[aria-pressed=true]");
    },
    take: async () => {
      await look(self.locator("#take-next"));
      // She may have another chat on her screen.
      const before = self.url();
      await self.click("#take-next");
      await self.waitForURL((url) => url.href !== before && /conversation\/\d+/.test(url.pathname));
      await self.waitForSelector(".pane");
      return Number(self.url().match(/conversation\/(\d+)/)![1]);
    },
    say: async (words, id) => {
      await self.fill(`${pane(id)} .compose textarea`, words);
      await self.click(`${pane(id)} .send`);
      // The field is empty once it is stored; without scripts on the page that comes back.
      await expect
        .poll(() => self.locator(`${pane(id)} .compose textarea`).inputValue(), { timeout: patience(10_000) })
        .toBe("");
    },
    sees: (words) => look(self.locator(".log .m p", { hasText: words })),
    state: (words) => look(self.locator(".pane .head .state", { hasText: words })),
    lines: () => said(self.locator(".log .m:not(.notice)"), "mine"),
    end: async () => {
      await self.click(".pane .end summary");
      await self.click(".pane .end .main");
      await self.waitForSelector(".over");
    },
  };
}

/** The log as "me: …" and "them: …" for its reader. */
async function said(rows: Locator, own: string): Promise<string[]> {
  return rows.evaluateAll(
    (all, mine) =>
      all.map((row) => `${row.classList.contains(mine) ? "me" : "them"}: ${row.querySelector("p")?.textContent}`),
    own,
  );
}
