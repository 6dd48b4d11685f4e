import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import { contrast, mix } from "#src/settings/look/contrast.ts";
import { faceColours, faceOf } from "#src/settings/look/look.ts";
import { type LookProblem, readLookDraft } from "#src/settings/look/look-draft.ts";
import { faceLines, failures, isReadable, lightAlpha, pairs, type Shade } from "#src/settings/look/pairs.ts";
import {
  hoverAlpha,
  isTheme,
  schemes,
  staffPalette,
  staffThemeCss,
  type Theme,
  themeCss,
  themeNames,
  themes,
  type Variable,
  variables,
} from "#src/settings/look/themes.ts";
import { anyTheme, staffTooClose, tooClose } from "#tests/support/made/random-themes.ts";
import { sentenceOf } from "#views/admin/look/look-colours.tsx";

test("of 200 random themes each is either read everywhere or refused with the pair that fails beside its field", () => {
  const seen = { read: 0, refused: 0 };
  fc.assert(
    fc.property(anyTheme, (theme) => {
      const close = tooClose(theme);
      // What the door asks before it saves.
      const draft = { theme: "own", colours: theme, face: "round", faceColour: "mint", logo: null };
      const { values, problems } = readLookDraft(draft);
      expect(problems.map(pairOf).sort()).toEqual(close.sort());
      expect(values.colours).toEqual(close.length === 0 ? theme : undefined);
      expect(isReadable(theme)).toBe(close.length === 0);
      for (const problem of problems) expectNamed(problem);
      // The staff's pages are read in every theme, also in one that young people's pages are not.
      for (const scheme of schemes) expect(staffTooClose(theme, scheme)).toEqual([]);
      seen[close.length === 0 ? "read" : "refused"] += 1;
    }),
    { numRuns: 200 },
  );
  // Of 200, a fifth of either kind: less by chance is as good as never.
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(20);
});

const pairOf = (problem: LookProblem) =>
  problem.problem === "too_close"
    ? `${problem.failure.scheme} ${problem.failure.foreground} on ${problem.failure.background}`
    : problem.problem;

/** It stands beside one of the two colours, and names both in every language, with what they are and what they need. */
function expectNamed(problem: LookProblem) {
  if (problem.problem !== "too_close") throw new Error(problem.problem);
  const { scheme, foreground, background, ratio, least } = problem.failure;
  expect(ratio).toBeLessThan(least);
  expect([`${scheme}-${foreground}`, `${scheme}-${background}`]).toContain(problem.field);
  for (const language of languages) {
    const t = translate(language);
    const sentence = sentenceOf(t, problem);
    for (const shade of [foreground, background]) {
      expect(sentence).toContain(t(`admin.look.colour.${shade as Variable}`));
    }
    expect(sentence).toContain(t.number(Math.floor(ratio * 10) / 10));
  }
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
  const sheet = (name: string) => readFileSync(new URL(`../../../static/${name}.css`, import.meta.url), "utf8");
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
