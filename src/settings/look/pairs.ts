import { contrast, mix } from "./contrast.ts";
import {
  hoverAlpha,
  isTheme,
  type Palette,
  type Scheme,
  type StaffVariable,
  schemes,
  staffPalette,
  type Theme,
  type Variable,
} from "./themes.ts";

/** How much of the lamp's light falls on the page at most; as in static/youth.css. */
export const lightAlpha = 0.22;

/** The strokes of the little face; as in static/youth.css. */
export const faceLines = "#2a2140";

/** `light`: the ground where the lamp shines. `white`: one's own words. `lines`: of the face. `hovered`: a button pointed at. */
export type Shade = Variable | StaffVariable | "light" | "white" | "lines" | "hovered";

export interface Pair {
  /** Whose pages they meet on. */
  side: "youth" | "staff";
  foreground: Shade;
  background: Shade;
  /** 4.5 for text, 3 for what is no text: WCAG 2.2, 1.4.3 and 1.4.11. */
  least: 4.5 | 3;
}

const meet = (side: Pair["side"], least: Pair["least"], foreground: Shade, ...backgrounds: Shade[]): Pair[] =>
  backgrounds.map((background) => ({ side, foreground, background, least }));

/** Every two colours that meet on a page. Whatever stands on neither side is found by tests/browser, in every state. */
export const pairs: Pair[] = [
  ...meet("youth", 4.5, "ink", "bg", "light", "card", "theirs"),
  ...meet("youth", 4.5, "soft", "bg", "light", "card", "theirs"),
  ...meet("youth", 4.5, "accent", "bg", "light", "card", "theirs"),
  ...meet("youth", 4.5, "danger", "bg", "light", "card"),
  ...meet("youth", 4.5, "ok", "card"),
  ...meet("youth", 4.5, "on", "accent"),
  ...meet("youth", 4.5, "white", "mine"),
  ...meet("youth", 3, "lines", "glow"),

  ...meet("staff", 4.5, "ink", "bg", "card", "theirs", "hover", "tint", "warn-bg", "bad-bg"),
  ...meet("staff", 4.5, "soft", "bg", "card", "hover", "tint", "warn-bg", "bad-bg"),
  ...meet("staff", 4.5, "accent", "bg", "card", "theirs", "hover", "tint", "warn-bg", "bad-bg"),
  ...meet("staff", 4.5, "on", "accent", "hovered"),
  ...meet("staff", 4.5, "ok", "bg", "card", "hover", "tint"),
  ...meet("staff", 4.5, "warn", "bg", "card", "hover", "tint", "warn-bg"),
  ...meet("staff", 4.5, "bad", "bg", "card", "hover", "tint", "warn-bg", "bad-bg"),
  ...meet("staff", 3, "edge", "bg", "card", "hover", "warn-bg"),
];

/** Two colours too close to each other to be read. */
export interface UnreadablePair extends Pair {
  scheme: Scheme;
  /** As it is, 1 to 4.5. */
  ratio: number;
}

/** The pairs of a theme that WCAG 2.2 AA refuses, worst first; [] when everything can be read. */
export function failures(theme: Theme): UnreadablePair[] {
  return schemes
    .flatMap((scheme) => {
      const shades = { youth: youthShades(theme[scheme]), staff: staffShades(theme, scheme) };
      return pairs.map((pair) => {
        const of = shades[pair.side] as Record<Shade, string>;
        return { ...pair, scheme, ratio: contrast(of[pair.foreground], of[pair.background]) };
      });
    })
    .filter(({ ratio, least }) => ratio < least)
    .sort((a, b) => a.ratio / a.least - b.ratio / b.least);
}

/** Whether something is a theme in which everything can be read. Asked with every page, so it remembers the last one. */
export function isReadable(given: unknown): given is Theme {
  if (!isTheme(given)) return false;
  const colours = JSON.stringify(given);
  if (last.colours !== colours) last = { colours, readable: failures(given).length === 0 };
  return last.readable;
}

let last = { colours: "", readable: false };

function youthShades(palette: Palette) {
  const light = mix(palette.glow, palette.bg, lightAlpha);
  return { ...palette, light, white: "#ffffff", lines: faceLines };
}

function staffShades(theme: Theme, scheme: Scheme) {
  const own = staffPalette(theme, scheme);
  return { ...own, hovered: mix(own.accent, own.ink, hoverAlpha) };
}
