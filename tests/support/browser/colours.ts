import type { Frame, Page } from "playwright-core";
import { type Pair, pairs } from "#src/settings/look/pairs.ts";
import { hoverAlpha, type StaffVariable, type Variable } from "#src/settings/look/themes.ts";

type Name = Variable | StaffVariable;

/** A colour for each variable, unlike all others and their mixtures. */
const planted: Record<Name, [number, number, number]> = {
  bg: [250, 1, 2],
  card: [3, 240, 4],
  ink: [5, 6, 230],
  soft: [220, 221, 7],
  line: [8, 210, 211],
  accent: [200, 9, 201],
  on: [190, 90, 10],
  mine: [11, 180, 91],
  theirs: [92, 12, 170],
  glow: [160, 161, 162],
  ok: [150, 80, 81],
  danger: [82, 140, 83],
  hair: [84, 85, 130],
  edge: [120, 121, 70],
  tint: [71, 110, 111],
  hover: [100, 72, 101],
  warn: [40, 141, 61],
  "warn-bg": [62, 41, 151],
  bad: [142, 63, 42],
  "bad-bg": [43, 44, 45],
};

/** Colours a style sheet has directly, or mixes of two. */
const others: Record<string, readonly number[]> = {
  white: [255, 255, 255],
  lines: [42, 33, 64],
  hovered: planted.accent.map((value, i) => value * hoverAlpha + planted.ink[i]! * (1 - hoverAlpha)),
};

interface Found {
  foreground: readonly number[];
  background: readonly number[];
  /** The lamp's light may fall on the ground. */
  lit: boolean;
  least: number;
  at: string;
}

/** Returns the colour pairs in a page and its frames that no theme is checked for, at rest, hovered and focused. */
export async function uncheckedPairs(of: Page, side: Pair["side"]): Promise<string[]> {
  const unchecked: string[] = [];
  for (const frame of of.frames()) {
    // Beside a form of the staff stands a young person's page, except beside the reasons, which counsellors choose from.
    const isYouths = isPreview(frame) && !frame.url().includes("/admin/reasons/");
    const own = isYouths ? "youth" : side;
    const found = await frame.evaluate<Found[]>(plantAndWalk);
    unchecked.push(...found.flatMap((one) => strange(one, own)));
  }
  return [...new Set(unchecked)];
}

/** Returns whether a frame shows a young person's page as a form would make it. */
export function isPreview(frame: Frame): boolean {
  return /\/preview(\?|$)/.test(frame.url());
}

function strange({ foreground, background, lit, least, at }: Found, side: Pair["side"]): string[] {
  const [front, ground] = [nameOf(foreground), nameOf(background)];
  const grounds = lit && ground === "bg" ? ["bg", "light"] : [ground];
  return grounds
    .filter((behind) => !pairs.some((p) => isPair(p, side, front, behind) && p.least >= least))
    .map((behind) => `${front} on ${behind} (${least}) at ${at}`);
}

function isPair(pair: Pair, side: Pair["side"], foreground: string, background: string): boolean {
  return pair.side === side && pair.foreground === foreground && pair.background === background;
}

function nameOf(rgb: readonly number[]): string {
  const all = Object.entries({ ...planted, ...others });
  const found = all.find(([, other]) => rgb.length === 3 && other.every((value, i) => Math.abs(value - rgb[i]!) <= 1));
  return found?.[0] ?? `rgba(${rgb.join(" ")})`;
}

// As text: it runs in the page, with types this project does not have.
const walk = `(() => {
  const found = [];
  const read = (text) => {
    const [r, g, b, a = 1] = (text.match(/-?[\\d.]+/g) ?? []).map(Number);
    return text.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const style = (one, pseudo) => getComputedStyle(one, pseudo);
  const name = (one) => one.tagName.toLowerCase() + (one.id && "#" + one.id) + "." + (one.getAttribute("class") ?? "");
  const path = (one) => [one.parentElement?.parentElement, one.parentElement, one].filter(Boolean).map(name).join(" > ");
  const lit = style(document.body, "::before").content !== "none" && style(document.body, "::before").opacity < 1;
  // What lies under something: by its ancestors, and by what the screen shows there.
  const ground = (chain) => {
    const over = chain.filter(Boolean).map((one) => read(style(one).backgroundColor)).filter((rgb) => rgb[3] > 0);
    const first = over[0] ?? [255, 0, 255, 1];
    return first[3] === 1 ? { rgb: first.slice(0, 3), bare: over.length < 2 } : { rgb: first, bare: false };
  };
  const ancestors = (one) => (one ? [one, ...ancestors(one.parentElement)] : []);
  const grounds = (one, box) => {
    const all = [ground(ancestors(one))];
    const stack = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const at = stack.indexOf(one);
    if (at >= 0) all.push(ground(stack.slice(at)));
    return all;
  };
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !ancestors(one).some((up) => {
    const { clip, clipPath } = style(up);
    return clip === "rect(0px, 0px, 0px, 0px)" || clipPath === "inset(50%)" || up.tagName === "NOSCRIPT";
  });
  // What waits or cannot be used may be faint: WCAG 2.2, 1.4.3 "inactive".
  const fade = (one) => ancestors(one).filter((up) => !up.matches("[aria-busy=true], [aria-disabled=true], [inert], :disabled"))
    .reduce((left, up) => left * style(up).opacity, 1);
  const note = (colour, one, least, under = one) => {
    const rgb = read(colour);
    if (rgb[3] === 0) return;
    const box = one.getBoundingClientRect();
    for (const { rgb: background, bare } of grounds(under, box)) {
      const faint = fade(one);
      const foreground = faint < 1 ? [...rgb.slice(0, 3), faint] : rgb[3] < 1 ? rgb : rgb.slice(0, 3);
      found.push({ foreground, background, lit: lit && bare, least, at: path(one) });
    }
  };
  const look = () => {
    const text = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (text.nextNode()) {
      const one = text.currentNode.parentElement;
      if (!/\\S/.test(text.currentNode.data) || /^(SCRIPT|STYLE|NOSCRIPT|OPTION|TEXTAREA)$/.test(one.tagName) || !isShown(one)) continue;
      one.scrollIntoView({ block: "center" });
      note(style(one).color, one, 4.5);
    }
    for (const one of document.body.querySelectorAll("*")) {
      if (!isShown(one)) continue;
      for (const pseudo of ["::before", "::after"]) {
        if (/[^"\\s]/.test(style(one, pseudo).content) && !/^(none|normal)$/.test(style(one, pseudo).content))
          note(style(one, pseudo).color, one, 4.5);
      }
      const isField = one.matches("textarea, select, input:not([type=hidden], [type=checkbox], [type=radio])");
      if (isField) {
        note(style(one).color, one, 4.5);
        if (one.placeholder) note(style(one, "::placeholder").color, one, 4.5);
      }
      if (isField || one.matches("button, .choice, .compose, .second")) {
        const { borderTopWidth, borderTopColor } = style(one);
        if (parseFloat(borderTopWidth) > 0) note(borderTopColor, one, 3);
      }
      if (one.matches("svg.icon")) note(style(one).stroke, one.parentElement, 3);
      // What is of no theme is asked in tests/settings/look/themes.test.ts.
      const skin = one.matches(".face .lines") && one.parentElement.querySelector(".skin");
      if (skin) {
        const [stroke, fill] = [style(one).stroke, style(skin).fill].map(read);
        found.push({ foreground: stroke.slice(0, 3), background: fill.slice(0, 3), lit: false, least: 3, at: path(one) });
      }
      if (one.matches("a[href], button, summary, input, textarea, select, [tabindex], iframe, .compose")) {
        const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = style(one);
        const inside = parseFloat(outlineOffset) < 0;
        if (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) note(outlineColor, one, 3, inside ? one : one.parentElement);
      }
    }
  };
  const rules = [...document.styleSheets].flatMap(function flat(sheet) {
    return [...sheet.cssRules].flatMap((rule) => (rule.selectorText ? [rule] : rule.cssRules ? flat(rule) : []));
  });
  const lively = rules.filter((rule) => /:(hover|focus)/.test(rule.selectorText) && !/:not\\(:focus/.test(rule.selectorText));
  const before = lively.map((rule) => rule.selectorText);
  look();
  lively.forEach((rule) => {
    rule.selectorText = rule.selectorText.replace(/:(hover|focus-visible|focus-within|focus)/g, ":not(#never)");
  });
  look();
  lively.forEach((rule, i) => { rule.selectorText = before[i]; });
  scrollTo(0, 0);
  return found;
})()`;

const plantAndWalk = `(() => {
  const root = document.documentElement;
  for (const [name, rgb] of ${JSON.stringify(Object.entries(planted))}) root.style.setProperty("--" + name, "rgb(" + rgb.join(" ") + ")", "important");
  const found = ${walk};
  root.removeAttribute("style");
  return found;
})()`;
