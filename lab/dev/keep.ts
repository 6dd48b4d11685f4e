import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";
import { loadAssets } from "#src/http/server/assets.ts";
import { asFrame, markSheets } from "./dress.ts";

/** A moving page is read again after so many ms, this often at most: a clock may never stand still. */
const againMs = 50;
const maxTries = 20;

/** Writes a page into a file that needs nothing else: frames and style sheets inside, no scripts. */
export async function keep(of: Page, file: string): Promise<void> {
  let html = "";
  for (let left = maxTries; left > 0; left -= 1) {
    try {
      const now = await copyOf(of.mainFrame());
      if (now === html) break;
      html = now;
    } catch (error) {
      // It was just navigating.
      if (left === 1) throw error;
    }
    await pause(againMs);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, html);
}

async function copyOf(frame: Frame): Promise<string> {
  const html = await frame.evaluate<string>(copy);
  const inside = new Map<string, string>();
  for (const child of frame.childFrames()) {
    inside.set(String(await child.evaluate<number>(place)), await copyOf(child));
  }
  const styled = html.replace(/<style data-sheet="([^"]*)"><\/style>/g, (_, path) => {
    return `<style>${loadAssets().byPath.get(path)?.text ?? ""}</style>`;
  });
  return markSheets(styled).replace(/ data-frame="(\d+)"/g, (_, n) => asFrame(inside.get(n) ?? ""));
}

const place = `[...parent.document.querySelectorAll("iframe")].indexOf(frameElement)`;

// As text, for the page's types. Turns what only the browser knows into attributes: typed and chosen values, scrolling, the top
// dialog. Style sheets and frames are filled in later.
const copy = `(() => {
  const root = document.documentElement;
  // In a document that is shown nowhere nothing is fetched: the picture that tells we are here least of all.
  const inert = document.implementation.createHTMLDocument("");
  const twin = inert.importNode(root, true);
  const others = [twin, ...twin.querySelectorAll("*")];
  const isScripted = !matchMedia("(scripting: none)").matches;
  const frames = [...document.querySelectorAll("iframe")];
  [root, ...root.querySelectorAll("*")].forEach((one, n) => {
    const other = others[n];
    other.removeAttribute("autofocus");
    if (one.localName === "input" && /^(checkbox|radio)$/.test(one.type)) other.toggleAttribute("checked", one.checked);
    else if (one.localName === "input" && one.type !== "file") other.setAttribute("value", one.value);
    if (one.localName === "textarea") other.textContent = one.value;
    if (one.localName === "option") other.toggleAttribute("selected", one.selected);
    if (one.localName === "dialog" && one.matches(":modal")) other.setAttribute("data-modal", "");
    if (one.scrollTop > 0) {
      const isAtEnd = one.scrollTop + one.clientHeight >= one.scrollHeight - 2;
      other.setAttribute("data-scrolled", isAtEnd ? "end" : one.scrollTop);
    }
    if (one.localName === "iframe") {
      other.removeAttribute("src");
      other.setAttribute("data-frame", frames.indexOf(one));
    }
    if (one.localName === "link" && one.relList.contains("stylesheet")) {
      const sheet = inert.createElement("style");
      sheet.setAttribute("data-sheet", one.getAttribute("href"));
      other.replaceWith(sheet);
    }
    // In the kept page none runs: what stands for want of them would be seen where it was not.
    if (one.matches("script, meta[http-equiv]") || (isScripted && one.localName === "noscript")) other.remove();
  });
  twin.toggleAttribute("data-scripted", isScripted);
  return "<!doctype html>" + twin.outerHTML;
})()`;
