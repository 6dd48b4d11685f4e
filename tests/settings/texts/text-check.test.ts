import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog, type Key, languages } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";
import { maxText, textProblem, tidyText } from "#src/settings/texts/text-check.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";

describe.each(languages)("%s", (language) => {
  test("every standard text may stand as it is, and is tidy", () => {
    for (const key of youthTexts()) {
      const standard = catalog(language)[key];
      expect(textProblem(language, key, standard), key).toBeNull();
      expect(tidyText(standard), key).toBe(standard);
    }
  });

  test("whatever a text is filled with is missed by its name when it is taken out", () => {
    let taken = 0;
    for (const key of youthTexts()) {
      const standard = catalog(language)[key];
      for (const part of shapeOf(language, standard)!.always) {
        const without = part.startsWith("<")
          ? standard.replaceAll(part, "").replaceAll(`</${part.slice(1)}`, "")
          : standard.replaceAll(new RegExp(`\\{${part.slice(1, -1)}(?=[,}])`, "g"), "{other");
        const problem = textProblem(language, key, without);
        // Renamed, it is one that nobody gives.
        expect(["placeholder_missing", "placeholder_unknown"], `${key} ${part}`).toContain(problem?.problem);
        expect([part, "{other}", "{other, plural}"], `${key} ${part}`).toContain(problem?.part);
        taken += 1;
      }
    }
    expect(taken).toBeGreaterThan(50);
  });

  test("an invented one is refused by its name, in every text", () => {
    for (const key of youthTexts()) {
      const standard = catalog(language)[key];
      expect(textProblem(language, key, `${standard} {nobody}`), key).toEqual({
        problem: "placeholder_unknown",
        part: "{nobody}",
      });
      expect(textProblem(language, key, `${standard} <i>x</i>`), key).toEqual({
        problem: "placeholder_unknown",
        part: "<i>",
      });
    }
  });
});

const empty = { problem: "empty", part: "" };

test.each<[string, { problem: string; part: string } | null]>([
  ["", empty],
  [" \u00a0 ", empty],
  ["Send\u0007", { problem: "control", part: "" }],
  ["Send \u202etfel", { problem: "control", part: "" }],
  ["Send \ud800", { problem: "control", part: "" }],
  ["\u200b", empty],
  ["\u200e\u2062 \ufe0f", empty],
  ["\u2800", empty],
  ["\u3164\u{1d159}", empty],
  ["\u{e0041}\u{e0042}", empty],
  ["\u0301", empty],
  ["Send ❤️ 👩‍👧", null],
  ["✕", null],
  ["Send it {", { problem: "unreadable", part: "" }],
  ["<script>alert(1)</script>", { problem: "placeholder_unknown", part: "<script>" }],
  ["a".repeat(64), null],
  ["a".repeat(65), { problem: "too_long", part: "1" }],
])("%j in the place of “Send”", (text, problem) => {
  expect(textProblem("en", "youth.chat.send", text)).toEqual(problem);
});

test("what is filled with values shows something for each of them, and a link has words", () => {
  const nothing = "{waiting, plural, =0 {\u200b} other {Open · # waiting}}";
  expect(textProblem("en", "youth.door.open", nothing)).toEqual({ problem: "empty", part: "" });
  const linked = youthTexts().find((key) => catalog("en")[key].includes("<link>")) as Key;
  const emptied = catalog("en")[linked].replace(/<link>.*<\/link>/, "<link>\u3164</link>");
  expect(textProblem("en", linked, emptied)).toEqual({ problem: "placeholder_missing", part: "<link>" });
});

test("a text may be twice as long as the standard one, and a short one sixty characters longer", () => {
  const long = youthTexts().find((key) => catalog("en")[key].length > 100) as Key;
  expect(maxText("en", long)).toBe(2 * catalog("en")[long].length);
  expect(maxText("en", "youth.chat.send")).toBe("Send".length + 60);
});

test("what is typed on several lines is one, and an apostrophe hides nothing; tidying twice changes nothing", () => {
  expect(tidyText("  It's\r\n{alias}\t here ")).toBe("It’s {alias} here");
  expect(tidyText("Ça va\u202f?")).toBe("Ça va\u202f?");
  const bits = fc.array(fc.constantFrom(" ", "\t", "\r\n", "\u00a0", "'", "’", "a", "{", "}"));
  fc.assert(fc.property(bits, (all) => tidyText(tidyText(all.join(""))) === tidyText(all.join(""))));
});
