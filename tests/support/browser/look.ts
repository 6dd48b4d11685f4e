import type { Page } from "playwright-core";
import { axe, shot } from "./browser.ts";
import { isPreview, uncheckedPairs } from "./colours.ts";

/** What was found by looking at one state of one side. */
export interface Looked {
  name: string;
  /** What axe has against it, per width and scheme, headings that skip a level too. */
  complaints: string[];
  /** Colours that meet here and that no theme is asked for, per width. */
  unchecked: string[];
  /** What is wider than a screen of 320 px when text is twice as big. */
  wide: string[];
}

export interface LookOptions {
  /** Pictures and axe at both widths and in both schemes; without, only what is quick. */
  whole: boolean;
}

const widths = [360, 1280] as const;
const schemes = ["light", "dark"] as const;

/** Looks at a page as it stands: small and large, light and dark, and with big letters on the smallest screen. */
export async function look(of: Page, name: string, { whole }: LookOptions): Promise<Looked> {
  const complaints: string[] = [];
  const unchecked: string[] = [];
  const side = /^\/(staff|admin)\b/.test(new URL(of.url()).pathname) ? "staff" : "youth";
  const before = of.viewportSize()!;
  for (const width of whole ? widths : []) {
    await of.setViewportSize({ width, height: width === 1280 ? 800 : 740 });
    for (const colorScheme of schemes) {
      await of.emulateMedia({ colorScheme });
      await shot(of, `${name}-${width}-${colorScheme}`);
      complaints.push(
        ...(await axe(of, colorScheme === "dark" ? "colours" : "all")).map(
          (line) => `${name} ${width} ${colorScheme}: ${line}`,
        ),
      );
    }
    const more = [...(await of.evaluate<string[]>(cut)), ...(await skippedLevels(of))];
    complaints.push(...more.map((line) => `${name} ${width}: ${line}`));
    unchecked.push(...(await uncheckedPairs(of, side)).map((line) => `${name} ${width}: ${line}`));
  }
  const wide = await tooWide(of, name);
  await of.emulateMedia({ colorScheme: "light" });
  await of.setViewportSize(before);
  return { name, complaints, unchecked, wide };
}

// As text: these run in the page, whose types this project does not have.
const measure = `(() => {
  const root = document.documentElement;
  const before = parseFloat(getComputedStyle(root).fontSize);
  root.style.setProperty("font-size", before * 2 + "px", "important");
  const sizes = [...document.querySelectorAll("h1, h2, p, button")].map((one) => parseFloat(getComputedStyle(one).fontSize));
  const past = [...document.querySelectorAll("body *")].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 1 && (right > root.clientWidth + 1 || left < -1);
  });
  const said = past.map((one) => one.tagName + "#" + one.id + "." + one.className + " ends at " + Math.round(one.getBoundingClientRect().right) + " px");
  const scrolls = root.scrollWidth > root.clientWidth + 1;
  const grown = sizes.length === 0 || Math.max(...sizes) >= 26;
  root.style.removeProperty("font-size");
  if (!grown) return ["the letters did not grow"];
  return scrolls ? ["scrolls sideways, " + said.slice(0, 6).join(", ")] : [];
})()`;

// Whoever hears a page goes through it by its headings: one that is missing in between seems to have been missed. An h1 counts
// also where it is not shown: a frame of the page says it then.
const levels = `[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one.tagName === "H1" || one.checkVisibility()).map((one) => one.tagName.slice(1) + " " + one.textContent.trim())`;

/** The headings of a page as it is shown, and of each of its frames, that are more than one level below the one before, or are the first and no h1. */
async function skippedLevels(of: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of of.frames().filter((one) => !isPreview(one))) {
    const all = await frame.evaluate<string[]>(levels);
    const skipped = all.filter((one, n) => Number.parseInt(one, 10) > Number.parseInt(all[n - 1] ?? "0", 10) + 1);
    found.push(...skipped.map((one) => `a level is skipped before h${one}`));
  }
  return found;
}

// What opens over the page and has words past a side of the screen, where nobody can scroll to them.
const cut = `[...document.querySelectorAll("details[open] > .float, dialog[open]")].flatMap((one) => {
  const { left, right, width } = one.getBoundingClientRect();
  const isCut = width > 0 && (left < 0 || right > document.documentElement.clientWidth);
  return isCut ? [one.parentElement.id + " > " + one.className + " is cut: from " + Math.round(left) + " to " + Math.round(right) + " px"] : [];
})`;

/** What goes past the edge of a 320 px screen with text at 200 %, in the page and its frames; [] when it never scrolls sideways. */
export async function tooWide(of: Page, name: string): Promise<string[]> {
  await of.setViewportSize({ width: 320, height: 640 });
  const found: string[] = [];
  // A preview is the picture of a page, smaller than any screen; the page itself is looked at where it is one.
  const pages = of.frames().filter((frame) => !isPreview(frame));
  for (const frame of pages) {
    found.push(...(await frame.evaluate<string[]>(measure)).map((line) => `${name}: ${line}`));
  }
  return found;
}
