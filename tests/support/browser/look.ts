import type { Page } from "playwright-core";
import { drawn, night } from "#tests/support/run/night.ts";
import { axe, shot } from "./browser.ts";
import { isPreview, uncheckedPairs } from "./colours.ts";
import { axeOnUnseen } from "./unseen.ts";

export interface Looked {
  name: string;
  /** axe's complaints per width and scheme, and skipped heading levels. */
  complaints: string[];
  /** Colour pairs no theme is checked for, per width. */
  unchecked: string[];
  /** Wider than a screen of 320 px with text twice as big. */
  wide: string[];
}

interface LookOptions {
  whole: boolean;
}

/** Every state from all sides: at night, or when pictures are wanted. */
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

/** Checks a page small and large, light and dark, with big letters; by day only one of these, and axe only on new parts. */
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

// As text: these run in the page, with types this project does not have.
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

// People who hear a page go through its headings, and take a gap for something missed. A hidden h1 counts: a frame says it.
const levels = `[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one.tagName === "H1" || one.checkVisibility()).map((one) => one.tagName.slice(1) + " " + one.textContent.trim())`;

// Openings over the page whose words leave the screen, where no one can scroll to them.
const cut = `[...document.querySelectorAll("details[open] > .float, dialog[open]")].flatMap((one) => {
  const { left, right, width } = one.getBoundingClientRect();
  const isCut = width > 0 && (left < 0 || right > document.documentElement.clientWidth);
  return isCut ? [one.parentElement.id + " > " + one.className + " is cut: from " + Math.round(left) + " to " + Math.round(right) + " px"] : [];
})`;

/** Headings of a page and its frames more than one level below the one before, or first and no h1; and openings cut off. */
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

/** Returns what leaves a 320 px screen with text at 200 %, in the page and its frames. */
export async function tooWide(of: Page, name: string): Promise<string[]> {
  await of.setViewportSize({ width: 320, height: 640 });
  const found: string[] = [];
  // A preview is smaller than any screen; its page is checked elsewhere.
  const pages = of.frames().filter((frame) => !isPreview(frame));
  for (const frame of pages) {
    found.push(...(await frame.evaluate<string[]>(measure)).map((line) => `${name}: ${line}`));
  }
  return found;
}
