import type { Frame, Page } from "playwright-core";

// Whether typed text stays text: what a browser reports of a page, and what stands in it.

/** Listens to a page from before its first address; adds to `heard` what text cannot do. */
export async function listenTo(page: Page, origin: string, heard: string[]): Promise<void> {
  const say = (what: string) => void heard.push(`${what} on ${new URL(page.url()).pathname}`);
  await page.addInitScript(`
    globalThis.hit = () => console.error("a script ran");
    for (const name of ["alert", "confirm", "prompt", "print"]) globalThis[name] = hit;
    addEventListener("securitypolicyviolation", (event) =>
      console.error("violation: " + event.effectiveDirective + " " + event.blockedURI + " " + event.sample));
  `);
  page.on("console", (line) => line.type() === "error" && say(line.text()));
  page.on("pageerror", (error) => say(`error: ${error.stack}`));
  page.on("dialog", (dialog) => {
    say(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("popup", (other) => say(`popup: ${other.url()}`));
  page.on("download", (file) => say(`download: ${file.url()}`));
  page.on("request", (one) => isOurs(one.url(), origin) || say(`request: ${one.url()}`));
  page.on("websocket", (one) => isOurs(one.url().replace(/^ws/, "http"), origin) || say(`socket: ${one.url()}`));
  page.on("framenavigated", (frame) => isOurs(frame.url(), origin) || say(`went to ${frame.url()}`));
  const debug = await page.context().newCDPSession(page);
  debug.on("Audits.issueAdded", ({ issue }) => {
    if (/ContentSecurity|MixedContent|Blocked/.test(issue.code)) say(`issue: ${JSON.stringify(issue.details)}`);
  });
  debug.on("Page.frameRequestedNavigation", ({ url }) => isOurs(url, origin) || say(`wants to go to ${url}`));
  await Promise.all([debug.send("Audits.enable"), debug.send("Page.enable")]);
}

const isOurs = (url: string, origin: string) =>
  url.startsWith(`${origin}/`) || /^(about:(blank|srcdoc)|data:image\/(svg\+xml,%3Csvg|png;base64,))/.test(url);

/** Elements none of our pages has: text makes them only if taken for markup. */
const never = [
  "[data-planted]",
  "base, object, embed, applet, frame, frameset, portal, math, marquee, plaintext, xmp, keygen, track, video, audio",
  "meta[http-equiv], svg script, svg a, svg image, svg foreignObject, animate, set, [style*='url'], [srcdoc*=planted]",
  "link:not([rel=icon], [rel=stylesheet], [rel=alternate])",
  "script:not([src^='/static/'], [type='application/ld+json'])",
  "form:not([action^='/'], [method=dialog]), [formaction]:not([formaction^='/'])",
  "[ping], [srcset], [background], [poster], [_], [x-init], [ng-init], [hx-on], [hx-vals], [hx-headers], [hx-config]",
].join(", ");

// Typed words may stand in `value`, `data-*` and what is read aloud: nothing obeys them there.
const look = `(() => {
  const found = [...document.querySelectorAll(${JSON.stringify(never)})].map((one) => one.outerHTML.slice(0, 200));
  const ids = new Set();
  for (const one of document.querySelectorAll("*")) {
    if (one.id && ids.has(one.id)) found.push("two of #" + one.id);
    ids.add(one.id);
    for (const { name, value } of one.attributes) {
      if (/^on|^hx-on/.test(name)) found.push(name + "=" + value);
      if (/^(data-)?(hx|ws|sse)-/.test(name) && /evil|hit\\(|planted|sign-out/.test(value)) found.push(name + "=" + value);
      if (/^(xlink:)?(href|src|action|formaction|data|cite|longdesc|manifest)$/.test(name) && !led(value, name)) found.push(name + "=" + value);
    }
  }
  function led(value, name) {
    if (/evil|\\u0435vil|%D0%B5vil|xn--/i.test(value)) return false;
    return /^(\\/(?![\\/\\\\])|[?#]|https?:\\/\\/|tel:[+\\d]|sms:[+\\d]|mailto:)/.test(value) || (name === "src" && /^data:image\\/(svg\\+xml|png)[,;]/.test(value)) || value === "" || value === "data:," || (name === "href" && value.startsWith("data:image/svg+xml,%3Csvg"));
  }
  return found;
})()`;

/** Returns what stands in a page and its frames although it was typed and is no text. */
export async function aliveIn(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) found.push(...(await frame.evaluate<string[]>(look)));
  return found.map((one) => `${one} on ${new URL(page.url()).pathname}`);
}

/** Returns our own letters that someone's words put out of order, in words. */
export async function turnedIn(page: Page, theirs: string): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) found.push(...(await frame.evaluate<string[]>(order(theirs))));
  return found.map((one) => `${one} on ${new URL(page.url()).pathname}`);
}

// In each block with their words, every other letter of a line must stand right of the one before.
const order = (theirs: string) => `((theirs) => {
  const blocks = new Map();
  const shown = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = shown.nextNode()); ) {
    let block = node.parentElement;
    while (getComputedStyle(block).display.startsWith("inline") && getComputedStyle(block).display !== "inline-block" || getComputedStyle(block).display === "contents") block = block.parentElement;
    if (!blocks.has(block)) blocks.set(block, []);
    blocks.get(block).push(node);
  }
  const found = [];
  for (const [block, nodes] of blocks) {
    if (block.closest("textarea, select, script, style") || !nodes.some((node) => theirs.test(node.data))) continue;
    let before = null;
    let turned = "";
    for (const node of nodes) {
      const said = theirs.exec(node.data);
      for (let i = 0; i < node.data.length; i++) {
        if (said && i >= said.index && i < said.index + said[0].length || !/[A-Za-z0-9]/.test(node.data[i])) continue;
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const { left, top, width, height } = range.getBoundingClientRect();
        if (width === 0 || height === 0) continue;
        if (before && Math.abs(before.top - top) < height / 2 && left < before.left - 1) turned = nodes.map(({ data }) => data).join("|").slice(0, 120);
        before = { left, top };
      }
    }
    if (turned) found.push("turned: " + JSON.stringify(turned));
  }
  return found;
})(new RegExp(${JSON.stringify(theirs)}))`;

/** Returns the texts of all elements of a kind, in document order. */
export const textsOf = (at: Page | Frame, selector: string) =>
  at.evaluate<string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.textContent)`);
