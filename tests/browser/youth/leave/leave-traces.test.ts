import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { topicWords } from "#tests/support/browser/topics.ts";
import { open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { endings, exitSite, leadTo } from "#tests/support/people/leaving.ts";
import { young } from "#tests/support/people/people.ts";
import { night, oneInTurn } from "#tests/support/run/night.ts";
import { someYouthStates } from "#tests/support/states/youth/some.ts";
import { everyPlainYouthState, everyYouthState, take, timedServer } from "#tests/support/states/youth/youth.ts";

const site = exitSite();

afterAll(async () => {
  await close();
  await site.stop();
});

interface Trace {
  name: string;
  /** What stays in the history of the browser or is seen from across the room. */
  told: string[];
  /** What stands on paper when the page is printed. */
  printed: string;
  /** The emergency number is there and can be seen. */
  emergency: boolean;
}

async function trace(name: string, page: Page): Promise<Trace> {
  const icon = await page.locator("link[rel=icon]").getAttribute("href");
  const told = [await page.title(), new URL(page.url()).pathname, new URL(page.url()).search, icon ?? ""];
  const emergency = await page.locator("a[href='tel:112']").first().isVisible();
  await page.emulateMedia({ media: "print" });
  const printed = await page.evaluate<string>("getComputedStyle(document.body).display");
  await page.emulateMedia({ media: null });
  return { name, told, printed, emergency };
}

test.each(oneInTurn("traces", ["en", "fr", "nl"]))(
  "Y8, Y9, Y10: in %s no state tells its topic by title, address or icon, none prints, each has the emergency number",
  async (locale) => {
    const seen: Trace[] = [];
    const lookAt = async (name: string, page: Page) => {
      seen.push(await trace(name, page));
    };
    for (const every of night ? [everyYouthState, everyPlainYouthState] : [someYouthStates]) {
      const house = await timedServer();
      await every(house, locale, lookAt);
      await house.stop();
    }
    const locked = await timedServer({ master: null });
    const noor = await young(locked, { locale });
    await noor.come();
    await lookAt("youth-locked", noor.page);
    await locked.stop();

    expect(seen.length).toBeGreaterThanOrEqual(night ? 25 : 9);
    expect(seen.filter(({ told }) => topicWords(told.join(" ").replace("/help", "")).length > 0)).toEqual([]);
    expect(new Set(seen.map(({ told: [title] }) => title))).toEqual(new Set(["Chat"]));
    const paths = ["/", "/how", "/help", "/not-here", ...(night ? ["/start", "/feeling", "/clear"] : [])];
    expect(new Set(seen.map(({ told: [, path] }) => path))).toEqual(new Set(paths));
    expect(new Set(seen.map(({ told: [, , search] }) => search))).toEqual(new Set([""]));
    expect(seen.filter(({ printed }) => printed !== "none")).toEqual([]);
    expect(seen.filter(({ emergency }) => !emergency)).toEqual([]);
  },
);

// Everything a page could keep on the device, as text: it runs in the page.
const kept = `(async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  scripted: document.cookie,
  asked: (await navigator.permissions.query({ name: "notifications" })).state,
}))()`;
const nothing = { local: 0, session: 0, databases: 0, caches: 0, workers: 0, scripted: "", asked: "prompt" };

test.each(oneInTurn("cookies", [true, false]))(
  "[ASVS 14.3.3] Y7: S16: the door sets no cookie, the chat one, and after the end nothing is left (JavaScript: %s)",
  async (js) => {
    const house = await server();
    await leadTo(house, site);
    await open(house);
    const noor = await young(house, { js });
    const { page } = noor;
    const cookies = () => page.context().cookies();
    for (const path of ["/", "/how", "/help", "/not-here"]) {
      await page.goto(house.origin + path);
      expect(await cookies()).toEqual([]);
    }

    for (const way of ["leave", "end and wipe"] as const) {
      await noor.start("hello");
      const one = [{ name: "s", domain: "localhost", path: "/", httpOnly: true, secure: false, sameSite: "Lax" }];
      expect(await cookies()).toMatchObject(one);
      // How long after this moment is read in its header (tests/http); here that a browser knows an end to it at all.
      expect((await cookies())[0]!.expires).toBeGreaterThan(0);
      await take(house);
      await noor.told("Mika is here");
      await noor.say("words");
      await noor.sees("words");
      if (js) expect(await page.evaluate(kept)).toEqual(nothing);
      if (way === "leave") {
        await page.click("#leave", { noWaitAfter: true });
        await page.waitForURL(site.url);
      } else {
        await noor.end();
        if (js) expect(await page.evaluate(kept)).toEqual(nothing);
        await page.click("details.more > summary");
        await page.click("form[action='/wipe'] .big");
        await page.waitForSelector("form[action^='/start']");
      }
      await expect.poll(cookies).toEqual([]);
    }
    expect(endings(house)).toEqual(["left_fast", "ended_by_youth"]);
    await page.goto(house.origin);
    expect(await cookies()).toEqual([]);
    if (js) expect(await page.evaluate(kept)).toEqual(nothing);
    await page.context().close();
    await house.stop();
  },
);
