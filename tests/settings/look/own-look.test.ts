import { expect, test } from "vitest";
import { contrast } from "#src/settings/look/contrast.ts";
import {
  helplineLook,
  ownFace,
  ownFaces,
  ownLookCode,
  ownMark,
  ownTheme,
  parseOwnLook,
  parseOwnLookCode,
} from "#src/settings/look/own-look.ts";
import { failures } from "#src/settings/look/pairs.ts";
import { discreetNames, discreetThemes, isTheme, schemes, themes, variables } from "#src/settings/look/themes.ts";
import { defaults } from "#src/settings/settings.ts";
import { tooClose } from "#tests/support/made/random-themes.ts";

test.each(discreetNames)("Y18: %s is read everywhere, light and dark, on its squares and lines too", (name) => {
  const theme = discreetThemes[name];
  expect(isTheme(theme)).toBe(true);
  expect(failures(theme)).toEqual([]);
  expect(tooClose(theme)).toEqual([]);
  for (const scheme of schemes) {
    const { ink, soft, accent, danger, ok, line, theirs } = theme[scheme];
    for (const shade of [ink, soft, accent, danger, ok]) {
      expect(contrast(shade, line)).toBeGreaterThanOrEqual(3);
      expect(contrast(shade, theirs)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test.each(discreetNames)("Y18: nothing in %s is red, or stands out", (name) => {
  for (const scheme of schemes) {
    for (const variable of variables) {
      const [red, green, blue] = [1, 3, 5].map((at) =>
        Number.parseInt(discreetThemes[name][scheme][variable].slice(at, at + 2), 16),
      );
      expect(red! - Math.max(green!, blue!), `${scheme} ${variable}`).toBeLessThan(10);
      expect(Math.max(red!, green!, blue!) - Math.min(red!, green!, blue!), `${scheme} ${variable}`).toBeLessThan(90);
    }
  }
});

test("what is picked comes back from its two digits; anything else is the helpline’s look itself", () => {
  const codes = new Set<string>();
  for (const look of ["", ...discreetNames]) {
    for (const face of ownFaces) {
      const picked = parseOwnLook({ look, face });
      const code = ownLookCode(picked);
      codes.add(code);
      expect(parseOwnLookCode(code)).toEqual(picked);
      expect(code).toMatch(/^(\d\d)?$/);
    }
  }
  expect(codes.size).toBe(3 * ownFaces.length);
  for (const code of [undefined, "", "00", "0", "08", "30", "111", "1a", "%", "🙂"])
    expect(parseOwnLookCode(code)).toBe(helplineLook);
  for (const form of [{}, { look: "same", face: "same" }, { look: "toString", face: "length" }]) {
    expect(parseOwnLook(form)).toBe(helplineLook);
  }
});

test("a discreet page has a face only if one is picked; without a look the helpline’s own colours and face stay", () => {
  const set = { ...defaults(), theme: "sea", face: "cloud", faceColour: "rose" } as const;
  const notes = parseOwnLook({ look: "notes" });
  expect([ownTheme(set, notes), ownFace(set, notes), ownMark(notes)]).toEqual([discreetThemes.notes, null, "none"]);
  const drop = parseOwnLook({ look: "homework", face: "drop" });
  expect([ownFace(set, drop), ownMark(drop)]).toEqual([{ shape: "drop", fill: null }, "drop"]);
  expect(ownTheme(set, helplineLook)).toBe(themes.sea);
  expect([ownFace(set, helplineLook), ownMark(helplineLook)]).toEqual([{ shape: "cloud", fill: "#f7a9cf" }, undefined]);
  expect(ownFace(set, parseOwnLook({ face: "none" }))).toBeNull();
});
