import type { Page } from "playwright-core";
import { expect } from "vitest";
import { q } from "#src/db/schema.ts";
import { definitions } from "#src/settings/definitions.ts";
import type { Server } from "#tests/support/house/server.ts";
import { patience } from "#tests/support/run/night.ts";

/** The ordinary site that leaving fast leads to, on another local origin. */
interface ExitSite {
  url: string;
  /** It answers only once the result is called: until then the page before stays. */
  hold(): () => void;
  stop(): Promise<void>;
}

export function exitSite(): ExitSite {
  let held = Promise.resolve();
  const listening = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    fetch: async () => {
      await held;
      const html = '<!doctype html><html lang="en"><title>Weather</title><h1>Sun and some clouds</h1></html>';
      return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    },
  });
  return {
    url: `http://127.0.0.1:${listening.port}/`,
    hold: () => {
      let release = () => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
    stop: () => listening.stop(true),
  };
}

/** Leads leaving fast to this site, with the https rule suspended, as a test cannot serve https. */
export async function leadTo(house: Server, site: ExitSite) {
  const { allows } = definitions.exitAddress;
  definitions.exitAddress.allows = (address) => address === site.url || allows(address);
  const row = { name: "exitAddress", value: JSON.stringify(site.url), version: 1 };
  await house.helpline.db.change("porchlight", (tx) =>
    tx.run(q.replaceInto("setting").values({ ...row, changed_at: tx.at })),
  );
}

/** Returns how a conversation ended, as heard; [] = it goes on. */
export function endings(house: Server): string[] {
  return house.heard.flatMap((event) => (event.type === "conversation.ended" ? [event.reason] : []));
}

// As text: it runs in the page, with types this project does not have.
const everything = `[document.title, location.href, document.documentElement.outerHTML,
  ...[...document.querySelectorAll("input:not([type=hidden]), textarea")].map((field) => "typed: " + field.value)].join("\\n")`;

/** Returns every byte a page and its frames show or hold: address, markup, fields. */
export async function holds(page: Page): Promise<string> {
  const parts = await Promise.all(page.frames().map((frame) => frame.evaluate<string>(everything)));
  return parts.join("\n");
}

/** Returns how many pages come before this one in its tab's history. */
export async function pagesBefore(page: Page): Promise<number> {
  const debug = await page.context().newCDPSession(page);
  const { currentIndex } = await debug.send("Page.getNavigationHistory");
  await debug.detach();
  return currentIndex;
}

/** Goes Back up to `most` times. Returns what each step brought back. */
export async function pressBack(page: Page, most = 10): Promise<string[]> {
  const found: string[] = [];
  const debug = await page.context().newCDPSession(page);
  while (found.length < most) {
    const { currentIndex } = await debug.send("Page.getNavigationHistory");
    if (currentIndex === 0) break;
    // A kept page never loads again: wait for its arrival, then for it to be complete.
    await page.goBack({ waitUntil: "commit" });
    await expect.poll(() => page.evaluate("document.readyState"), { timeout: patience(10_000) }).toBe("complete");
    found.push(await holds(page));
  }
  await debug.detach();
  return found;
}
