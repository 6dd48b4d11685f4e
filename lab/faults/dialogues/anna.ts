import type { Page } from "playwright-core";
import { until } from "#lab/old/until.ts";
import { password } from "#tests/support/house/helpline.ts";
import { loads, patienceMs, rowsOf, type Seat } from "./noor.ts";
import type { Weather } from "./weather.ts";

interface Anna extends Seat {
  /** Signs in and is available. */
  comes(): Promise<void>;
  /** Takes whoever is next; returns the conversation’s id. */
  takes(): Promise<number>;
}

const noWait = { noWaitAfter: true } as const;

/** Anna at her console: words stay in its field until they are stored. */
export function annaAtConsole(first: Page, weather: Weather): Anna {
  let page = first;
  let id = 0;
  let away: string | null = null;
  const words = () => page.locator(`#log-${id} .m p`).allTextContents();
  const field = () => page.locator(`#say-${id}`);
  const write = async (text: string) => {
    // Like anyone, she lets what she wrote before go out first.
    await settles();
    away = text;
    await field().fill(text);
    await page.click(`#pane-${id} .send`, noWait);
  };
  const settles = async () => {
    if (away === null) return;
    await until("Anna’s field to be empty", async () => (await field().inputValue()) === "", patienceMs);
    away = null;
  };
  const opens = () =>
    until(
      "the console to open again",
      async () => {
        if (!(await loads(page, `${weather.origin}/staff/conversation/${id}`))) return false;
        await page.waitForLoadState("load", { timeout: 6_000 }).catch(() => {});
        return (await page.locator(`#pane-${id}`).count()) > 0;
      },
      patienceMs,
    );
  const comesBack = async (how: () => Promise<unknown>) => {
    const lost = away;
    await how();
    if (lost === null) return;
    away = null;
    // What she sees in the log need not stand in the field too.
    if ((await words()).includes(lost)) return field().fill("");
    anna.again += 1;
    await write(lost);
  };
  const anna: Anna = {
    again: 0,
    tabs: () => [page],
    comes: async () => {
      const form = { name: "anna", password };
      const sent = { form, headers: { "Sec-Fetch-Site": "same-origin" }, maxRedirects: 0 };
      const answer = await page.context().request.post(`${weather.origin}/staff/sign-in`, sent);
      await page.goto(weather.origin + answer.headers().location);
      await page.click("#be-available");
      await page.waitForSelector("#be-available[aria-pressed=true]");
    },
    takes: async () => {
      await page.click("#take-next");
      await page.waitForURL(/conversation\/\d+/);
      id = Number(/conversation\/(\d+)/.exec(page.url())![1]);
      await page.waitForSelector(`#pane-${id}`);
      return id;
    },
    write,
    sees: async (text) => {
      await until(`“${text}” on Anna’s console`, async () => (await words()).includes(text), patienceMs);
    },
    settles,
    reloads: () => comesBack(opens),
    returns: () =>
      comesBack(async () => {
        const old = page;
        page = await old.context().newPage();
        await old.close({ runBeforeUnload: true });
        await opens();
      }),
    rows: async () => [await rowsOf(page, { youth: "youth", mine: "counsellor" })],
  };
  return anna;
}
