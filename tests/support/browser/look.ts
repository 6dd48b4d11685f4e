import type { Page } from "playwright-core";
import { drawn, night } from "#tests/support/run/night.ts";
import { axe, shot } from "./browser.ts";
import { isPreview, uncheckedPairs } from "./colours.ts";
import { axeOnUnseen } from "./unseen.ts";

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

interface LookOptions {
  /** Pictures and axe; without, only what is quick. */
  whole: boolean;
}

/** Whether every state is looked at from all sides, as at night: where pictures are wanted, all of them are. */
export const fromAllSides = night || Boolean(process.env.PICTURES);

type Width = 360 | 1280;
type Scheme = "light" | "dark";
interface Side {
  width: Width;
  schemes: Scheme[];
}
const all: Side[] = [
  { width: 360, schemes: ["light", "dark"] },
  { width: 1280, schemes: ["light", "dark"] },
];
const turns: Side[] = [
  { width: 360, schemes: ["light"] },
  { width: 1280, schemes: ["dark"] },
  { width: 360, schemes: ["dark"] },
  { width: 1280, schemes: ["light"] },
];
let turn = drawn("the side a state is looked at from");

/**
 * Looks at a page as it stands: small and large, light and dark, and with big letters on the smallest screen. By day it is
 * looked at from one side, another one for each page of a file, and axe is given what it has not seen at that width.
 */
export async function look(of: Page, name: string, { whole }: LookOptions): Promise<Looked> {
  const found: Looked = { name, complaints: [], unchecked: [], wide: [] };
  const before = of.viewportSize()!;
  if (whole) for (const side of fromAllSides ? all : [turns[turn++ % turns.length]!]) await lookFrom(of, side, found);
  found.wide = await tooWide(of, name);
  await of.emulateMedia({ colorScheme: "light" });
  await of.setViewportSize(before);
  return found;
}

async function lookFrom(of: Page, { width, schemes }: Side, { name, complaints, unchecked }: Looked) {
  await of.setViewportSize({ width, height: width === 1280 ? 800 : 740 });
  for (const colorScheme of schemes) {
    await of.emulateMedia({ colorScheme });
    await shot(of, `${name}-${width}-${colorScheme}`);
    const asked = fromAllSides ? axe(of, colorScheme === "dark" ? "colours" : "all") : axeOnUnseen(of.frames(), width);
    complaints.push(...(await asked).map((line) => `${name} ${width} ${colorScheme}: ${line}`));
  }
  complaints.push(...(await outOfOrder(of)).map((line) => `${name} ${width}: ${line}`));
  const side = /^\/(staff|admin)\b/.test(new URL(of.url()).pathname) ? "staff" : "youth";
  unchecked.push(...(await uncheckedPairs(of, side)).map((line) => `${name} ${width}: ${line}`));
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

// What opens over the page and has words past a side of the screen, where nobody can scroll to them.
const cut = `[...document.querySelectorAll("details[open] > .float, dialog[open]")].flatMap((one) => {
  const { left, right, width } = one.getBoundingClientRect();
  const isCut = width > 0 && (left < 0 || right > document.documentElement.clientWidth);
  return isCut ? [one.parentElement.id + " > " + one.className + " is cut: from " + Math.round(left) + " to " + Math.round(right) + " px"] : [];
})`;

/**
 * The headings of a page as it is shown, and of each of its frames, that are more than one level below the one before, or are
 * the first and no h1; and what opens over the page and is cut off.
 */
async function outOfOrder(of: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of of.frames().filter((one) => !isPreview(one))) {
    const isTop = frame === of.mainFrame();
    const [headings, floats] = await frame.evaluate<[string[], string[]]>(`[${levels}, ${isTop ? cut : "[]"}]`);
    const skipped = headings.filter(
      (one, n) => Number.parseInt(one, 10) > Number.parseInt(headings[n - 1] ?? "0", 10) + 1,
    );
    found.push(...floats, ...skipped.map((one) => `a level is skipped before h${one}`));
  }
  return found;
}

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
