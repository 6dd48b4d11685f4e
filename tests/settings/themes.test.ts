import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast, mix } from "#src/settings/contrast.ts";
import { faceColours, faceOf } from "#src/settings/look.ts";
import { faceLines, failures, isReadable, lightAlpha, pairs, type Shade } from "#src/settings/pairs.ts";
import {
  hoverAlpha,
  isTheme,
  type Palette,
  schemes,
  staffPalette,
  staffThemeCss,
  type Theme,
  themeCss,
  themeNames,
  themes,
  variables,
} from "#src/settings/themes.ts";

// Contrast once more, from the words of WCAG 2.2 and not from the code: in whole numbers of a colour, by another way.
const linear = Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part > 0.04045 ? Math.exp(2.4 * Math.log((part + 0.055) / 1.055)) : part / 12.92;
});
const numbers = (colour: string) => [...Buffer.from(colour.slice(1), "hex")] as [number, number, number];
function ratio(a: string, b: string): number {
  const [one, other] = [a, b].map((colour) => {
    const [red, green, blue] = numbers(colour);
    return linear[red]! * 0.2126 + linear[green]! * 0.7152 + linear[blue]! * 0.0722 + 0.05;
  }) as [number, number];
  return Math.max(one / other, other / one);
}
const blended = (top: string, bottom: string, alpha: number) => {
  const [over, under] = [numbers(top), numbers(bottom)];
  return `#${Buffer.from(over.map((value, i) => Math.round(under[i]! + (value - under[i]!) * alpha))).toString("hex")}`;
};

/** What stands on what on the pages, told again: text 4.5, the lines of the face 3. */
const youthText: [keyof Palette, string[]][] = [
  ["ink", ["bg", "light", "card", "theirs"]],
  ["soft", ["bg", "light", "card", "theirs"]],
  ["accent", ["bg", "light", "card", "theirs"]],
  ["danger", ["bg", "light", "card"]],
  ["ok", ["card"]],
  ["on", ["accent"]],
];

function tooClose(theme: Theme): string[] {
  return schemes.flatMap((scheme) => {
    const palette = theme[scheme];
    const shades: Record<string, string> = { ...palette, light: blended(palette.glow, palette.bg, 0.22) };
    const text = youthText.flatMap(([front, grounds]) =>
      grounds.filter((ground) => ratio(palette[front], shades[ground]!) < 4.5).map((ground) => `${front} on ${ground}`),
    );
    const mine = ratio("#ffffff", palette.mine) < 4.5 ? ["white on mine"] : [];
    const face = ratio("#2a2140", palette.glow) < 3 ? ["lines on glow"] : [];
    return [...text, ...mine, ...face].map((pair) => `${scheme} ${pair}`);
  });
}

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const record = <Value>(value: fc.Arbitrary<Value>) =>
  fc.record(Object.fromEntries(variables.map((name) => [name, value]))) as fc.Arbitrary<Record<string, Value>>;
const wild = fc.record({ light: record(colour), dark: record(colour) }) as unknown as fc.Arbitrary<Theme>;

/** A ready theme with each number of each colour a little off. */
const near = (by: number) =>
  fc
    .tuple(
      fc.constantFrom(...themeNames),
      fc.array(fc.integer({ min: -by, max: by }), { minLength: 72, maxLength: 72 }),
    )
    .map(([name, off]) => {
      let at = 0;
      const moved = (of: string) => {
        const bytes = numbers(of).map((value) => Math.min(255, Math.max(0, value + off[at++]!)));
        return `#${Buffer.from(bytes).toString("hex")}`;
      };
      const palette = (scheme: "light" | "dark") =>
        Object.fromEntries(variables.map((one) => [one, moved(themes[name][scheme][one])]));
      return { light: palette("light"), dark: palette("dark") } as Theme;
    });

test("acceptance 3: of 200 random themes each is either read everywhere or refused with the pair that fails", () => {
  const seen = { read: 0, refused: 0 };
  const any = fc.oneof(wild, near(4), near(12), near(60));
  fc.assert(
    fc.property(any, (theme) => {
      const close = tooClose(theme);
      const named = failures(theme);
      expect(named.map((one) => `${one.scheme} ${one.foreground} on ${one.background}`).sort()).toEqual(close.sort());
      expect(isReadable(theme)).toBe(close.length === 0);
      for (const one of named) expect(one.ratio).toBeLessThan(one.least);
      // The staff's pages are read in every theme, also in one that young people's pages are not.
      for (const scheme of schemes) expect(staffTooClose(theme, scheme)).toEqual([]);
      seen[close.length === 0 ? "read" : "refused"] += 1;
    }),
    { numRuns: 200, seed: 5 },
  );
  expect(seen.read).toBeGreaterThan(40);
  expect(seen.refused).toBeGreaterThan(40);
});

function staffTooClose(theme: Theme, scheme: "light" | "dark"): string[] {
  const own: Record<string, string> = staffPalette(theme, scheme);
  own.hovered = blended(own.accent!, own.ink!, 0.88);
  const grounds = ["bg", "card", "hover", "tint", "bad-bg"];
  const all: [string, string[]][] = [
    ["ink", [...grounds, "theirs"]],
    ["soft", grounds],
    ["accent", [...grounds, "theirs", "warn-bg"]],
    ["on", ["accent", "hovered"]],
    ["ok", ["bg", "card", "hover", "tint"]],
    ["warn", ["bg", "card", "hover", "tint", "warn-bg"]],
    ["bad", grounds],
  ];
  const edge = ["bg", "card", "hover"].filter((ground) => ratio(own.edge!, own[ground]!) < 3);
  const text = all.flatMap(([front, behind]) =>
    behind.filter((ground) => ratio(own[front]!, own[ground]!) < 4.5).map((ground) => `${front} on ${ground}`),
  );
  return [...text, ...edge.map((ground) => `edge on ${ground}`)];
}

describe("the ready themes", () => {
  test.each(themeNames)("%s is read everywhere, by young people and by the staff", (name) => {
    expect(failures(themes[name])).toEqual([]);
    expect(tooClose(themes[name])).toEqual([]);
    expect(isTheme(themes[name])).toBe(true);
  });

  test("are unlike each other", () => {
    for (const scheme of schemes) {
      for (const name of ["bg", "accent", "mine", "theirs"] as const)
        expect(new Set(themeNames.map((one) => themes[one][scheme][name])).size).toBe(4);
    }
  });
});

test("a pair that fails is told worst first, with what it is and what it needs", () => {
  const grey = { ...themes.sea, light: { ...themes.sea.light, soft: "#8a9aa8", ok: "#eeeeee" } };
  expect(failures(grey).map(({ foreground, background }) => `${foreground} on ${background}`)).toEqual([
    "ok on card",
    "soft on light",
    "soft on theirs",
    "soft on bg",
    "soft on card",
  ]);
  expect(failures(grey)[0]).toEqual({
    side: "youth",
    scheme: "light",
    foreground: "ok",
    background: "card",
    least: 4.5,
    ratio: contrast("#eeeeee", "#ffffff"),
  });
});

test("contrast is what WCAG says it is", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#ffffff", "#767676")).toBeCloseTo(4.54, 2);
  expect(contrast("#123456", "#123456")).toBe(1);
  expect(mix("#ff0000", "#0000ff", 0.25)).toBe("#4000bf");
});

test("what is written into a page is twelve colours for each scheme, and nothing else ever", () => {
  const css = themeCss(themes.forest);
  expect(css).toMatch(
    /^:root\{color-scheme:light dark;(--[a-z]+:#[0-9a-f]{6};?){12}\}@media \(prefers-color-scheme:dark\)\{:root\{(--[a-z]+:#[0-9a-f]{6};?){12}\}\}$/,
  );
  expect(themeCss(themes.forest, "dark")).toMatch(/^:root\{color-scheme:dark;--bg:#0f1712;[^}]+\}$/);
  for (const wrong of [
    "red",
    "#fff",
    "#FFFFFF",
    "#ffffff;}body{background:url(//x.example)}",
    "#ffffff\n",
    "</style><script>",
    "",
    null,
    7,
  ]) {
    const spoilt = { ...themes.sea, dark: { ...themes.sea.dark, soft: wrong } } as Theme;
    expect(isTheme(spoilt)).toBe(false);
    expect(() => themeCss(spoilt)).toThrow(RangeError);
    expect(() => staffThemeCss(spoilt)).toThrow(RangeError);
  }
  const more = { ...themes.sea, light: { ...themes.sea.light, "x}body{": "#ffffff" } };
  expect(isTheme(more)).toBe(false);
  expect(isTheme({ light: themes.sea.light })).toBe(false);
  expect(isTheme([])).toBe(false);
});

test("the staff’s accent is the helpline’s where it can be read, and the nearest shade where not", () => {
  for (const name of themeNames) {
    for (const scheme of schemes) {
      const { accent, on } = staffPalette(themes[name], scheme);
      expect([accent, on]).toEqual([themes[name][scheme].accent, themes[name][scheme].on]);
    }
  }
  const pale = { ...themes.sea, light: { ...themes.sea.light, accent: "#8fd0ff", on: "#8fd0fe" } };
  const { accent, on } = staffPalette(pale, "light");
  expect(accent).not.toBe("#8fd0ff");
  expect(contrast(accent, "#f6f3ee")).toBeGreaterThanOrEqual(4.5);
  expect(on).toBe("#ffffff");
});

test("the lines of the face are seen on each of its colours", () => {
  for (const faceColour of faceColours) {
    const { fill } = faceOf({ face: "round", faceColour });
    for (const scheme of schemes) {
      expect(contrast(fill ?? themes.violet[scheme].glow, faceLines)).toBeGreaterThanOrEqual(3);
    }
  }
});

test("what the style sheets say themselves is what the pairs are reckoned with", () => {
  const sheet = (name: string) => readFileSync(new URL(`../../static/${name}.css`, import.meta.url), "utf8");
  expect(sheet("youth")).toMatch(new RegExp(`var\\(--glow\\), transparent\\);\\s+opacity: ${lightAlpha};`));
  expect(sheet("youth")).toContain(`color: ${faceLines};`);
  expect(sheet("staff")).toContain(`color-mix(in srgb, var(--accent) ${hoverAlpha * 100}%, var(--ink))`);
  for (const name of ["youth-base", "youth", "youth-frame", "staff"]) {
    const named = [...sheet(name).matchAll(/var\(--([a-z-]+)\)/g)].map(([, one]) => one!);
    const known = name === "staff" ? Object.keys(staffPalette(themes.sea, "light")).concat("when") : variables;
    expect(named.filter((one) => !known.includes(one as never))).toEqual([]);
  }
});

test("no pair is told twice, and each shade is one there is", () => {
  const told = pairs.map(({ side, foreground, background }) => `${side} ${foreground} ${background}`);
  expect(new Set(told).size).toBe(told.length);
  const shades: Shade[] = pairs.flatMap(({ foreground, background }) => [foreground, background]);
  const dark = {
    ...themes.sea.dark,
    ...staffPalette(themes.sea, "dark"),
    light: "",
    white: "",
    lines: "",
    hovered: "",
  };
  expect(shades.filter((shade) => !(shade in dark))).toEqual([]);
});
