import { contrast, mix } from "./contrast.ts";

/** The twelve colours of every young person's page, by their names in the style sheets. */
export const variables = [
  "bg",
  "card",
  "ink",
  "soft",
  "line",
  "accent",
  "on",
  "mine",
  "theirs",
  "glow",
  "ok",
  "danger",
] as const;
export type Variable = (typeof variables)[number];

/** Each colour is `#rrggbb` in small letters. */
export type Palette = Record<Variable, string>;
export const schemes = ["light", "dark"] as const;
export type Scheme = (typeof schemes)[number];
export type Theme = Record<Scheme, Palette>;

export const themeNames = ["violet", "forest", "sea", "paper"] as const;
export type ThemeName = (typeof themeNames)[number];
export const themeChoices = [...themeNames, "own"] as const;

const palette = (colours: string): Palette => {
  const all = colours.split(" ");
  return Object.fromEntries(variables.map((name, i) => [name, `#${all[i]}`])) as Palette;
};

/** The ready themes; each column as `variables` has them. Warm paper by day, dim rooms by night, one lamp in each. */
export const themes: Record<ThemeName, Theme> = {
  violet: {
    light: palette("fbf7f0 ffffff 231d33 645c76 e8e0d4 4b3bb3 ffffff 4b3bb3 f1e9dd ffb84d 17693f a3162b"),
    dark: palette("15121d 1f1b2b efebf7 aea7c1 352f47 b9abff 17122b 5546c8 2a2539 ffc66b 84e3ac ff9eaa"),
  },
  forest: {
    light: palette("f6f6ec ffffff 1d2a21 54635a dde3d2 2a6747 ffffff 2a6747 e7ecda f4b94f 21652f a3162b"),
    dark: palette("0f1712 18231c e7f0e8 a3b4a7 2b3b31 93d9ab 0c2015 2c7149 213128 f6c76c a8e08a ff9eaa"),
  },
  sea: {
    light: palette("f1f6f8 ffffff 15263a 51637a d6e2ea 12608a ffffff 12608a e0ecf2 ffb66e 116843 a3162b"),
    dark: palette("0b1620 13222f e6f0f7 9db2c5 26394a 7fcbf3 052030 1b6a98 1c2f3e ffc182 84e3ac ff9eaa"),
  },
  paper: {
    light: palette("f9f6ef fffefa 28231c 675f53 e6dfd1 6a4a2c ffffff 6a4a2c f0e9db ffc654 2d6436 a3162b"),
    dark: palette("181613 23201b f2ede3 b6ad9f 3b362e e6c696 2a2012 745a3c 302b24 ffd078 9fdc9a ff9eaa"),
  },
};

/** What a page can pass for during one visit; the titles are in the catalogs. */
export const discreetNames = ["notes", "homework"] as const;
export type Discreet = (typeof discreetNames)[number];

/** Their colours: nothing is red, and nothing else stands out. */
export const discreetThemes: Record<Discreet, Theme> = {
  notes: {
    light: palette("ffffff ffffff 27262b 62606a dcdce0 4c4a52 ffffff 55535c eeeef0 dcdce0 55535c 62606a"),
    dark: palette("17171a 222226 ebeaee a9a8b0 3a3a40 c9c7cf 17171a 55535c 2a2a2f a9a8b0 c9c7cf b3b2ba"),
  },
  homework: {
    light: palette("f8fafd ffffff 1d2733 55616f cfdcea 2f5878 ffffff 2f5878 eaf1f8 bcd3e8 3d5a70 55616f"),
    dark: palette("12171c 1a2128 e6ebf0 a3afba 2c3742 a9c9e0 10202c 2f5d80 232c35 8fb0c8 a9c9e0 a9b4be"),
  },
};

const colour = /^#[0-9a-f]{6}$/;

/** Whether something is a theme and nothing else: twelve colours for each scheme, each `#rrggbb`. Says nothing of contrast. */
export function isTheme(given: unknown): given is Theme {
  return has(given, schemes) && schemes.every((scheme) => isPalette(given[scheme]));
}

function isPalette(given: unknown): given is Palette {
  return (
    has(given, variables) && variables.every((name) => typeof given[name] === "string" && colour.test(given[name]))
  );
}

function has<Name extends string>(given: unknown, names: readonly Name[]): given is Record<Name, unknown> {
  return typeof given === "object" && given !== null && Object.keys(given).sort().join() === [...names].sort().join();
}

/**
 * The theme as the text of a style sheet, for both schemes or, for previews, for one whatever the browser prefers.
 * Throws RangeError when it is no theme: nothing but colours ever gets into it.
 */
export function themeCss(theme: Theme, scheme?: Scheme): string {
  return made(sheets, theme, scheme, () => sheet(theme.light, theme.dark, scheme));
}

/** The same for the staff's pages: their own calm grounds, with the helpline's accent. */
export function staffThemeCss(theme: Theme, scheme?: Scheme): string {
  return made(staffSheets, theme, scheme, () =>
    sheet(staffPalette(theme, "light"), staffPalette(theme, "dark"), scheme),
  );
}

/** Every page asks for the sheet of the theme that is set: it is made once. A theme never changes, another takes its place. */
type Made = WeakMap<Theme, Map<Scheme | undefined, string>>;
const sheets: Made = new WeakMap();
const staffSheets: Made = new WeakMap();

function made(known: Made, theme: Theme, scheme: Scheme | undefined, make: () => string): string {
  if (!isTheme(theme)) throw new RangeError("not a theme");
  const ofTheme = known.get(theme) ?? new Map();
  known.set(theme, ofTheme);
  const found = ofTheme.get(scheme) ?? make();
  ofTheme.set(scheme, found);
  return found;
}

function sheet(light: Record<string, string>, dark: Record<string, string>, scheme?: Scheme): string {
  const told = (colours: Record<string, string>) =>
    Object.entries(colours).map(([name, value]) => `--${name}:${value}`);
  const root = (...lines: string[]) => `:root{${lines.join(";")}}`;
  if (scheme) return root(`color-scheme:${scheme}`, ...told(scheme === "light" ? light : dark));
  return `${root("color-scheme:light dark", ...told(light))}@media (prefers-color-scheme:dark){${root(...told(dark))}}`;
}

/** What does not follow the helpline's theme on the staff's pages, by the names in static/staff.css. */
const staffGrounds = {
  light: {
    bg: "#f6f3ee",
    card: "#fffdfa",
    ink: "#25212c",
    soft: "#625c6e",
    hair: "#e8e2d9",
    edge: "#898192",
    theirs: "#ffffff",
    hover: "#efeae2",
    ok: "#17693f",
    warn: "#7d4b00",
    "warn-bg": "#fcf0d9",
    bad: "#a3162b",
    "bad-bg": "#fcebe9",
  },
  dark: {
    bg: "#15131a",
    card: "#1c1a23",
    ink: "#ece8f1",
    soft: "#aea7ba",
    hair: "#2c2833",
    edge: "#7d7588",
    theirs: "#2a2632",
    hover: "#221f29",
    ok: "#86dcab",
    warn: "#f5c77e",
    "warn-bg": "#31250f",
    bad: "#ff9ca7",
    "bad-bg": "#371a1f",
  },
};

export type StaffVariable = keyof (typeof staffGrounds)["light"] | "accent" | "on" | "tint";

/** How much of the accent is left in a button that the pointer is over; the rest is ink. As in static/staff.css. */
export const hoverAlpha = 0.88;

const grounds = ["bg", "card", "theirs", "hover", "warn-bg", "bad-bg"] as const;
const tintAlpha = { light: 0.12, dark: 0.14 };

/**
 * The colours of the staff's pages. The accent is the helpline's, moved towards ink by as little as it takes to be read
 * on every ground of theirs, so that no theme of the young people's pages can make these hard to read.
 */
export function staffPalette(theme: Theme, scheme: Scheme): Record<StaffVariable, string> {
  const own = staffGrounds[scheme];
  const accent = readable(theme[scheme].accent, scheme);
  const hovered = mix(accent, own.ink, hoverAlpha);
  const stands = (on: string) => Math.min(contrast(on, accent), contrast(on, hovered));
  const others = ["#ffffff", "#17122b"].sort((a, b) => stands(b) - stands(a));
  const on = stands(theme[scheme].on) >= 4.5 ? theme[scheme].on : others[0]!;
  return { ...own, accent, on, tint: mix(accent, own.card, tintAlpha[scheme]) };
}

function readable(accent: string, scheme: Scheme): string {
  const own = staffGrounds[scheme];
  const steps = Array.from({ length: 21 }, (_, i) => mix(own.ink, accent, i / 20));
  const isRead = (shade: string) => {
    const tint = mix(shade, own.card, tintAlpha[scheme]);
    return [...grounds.map((name) => own[name]), tint].every((ground) => contrast(shade, ground) >= 4.5);
  };
  return steps.find(isRead) ?? own.ink;
}
