import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineDraftOf, readLineDraft } from "#src/hours/line-draft.ts";
import { fold, unaccented, withoutMarks } from "#src/i18n/fold.ts";
import { misfit, saysAlways, shapeOf } from "#src/i18n/message.ts";
import { readingLevel, readings } from "#src/i18n/reading.ts";
import { hidesAnything, isNamed, isSeen, misleads, withoutMisleading } from "#src/i18n/seen.ts";
import { readSettingsDraft, settingsDraftOf } from "#src/settings/draft.ts";
import { emergencyProblems, shippedEmergency } from "#src/settings/emergency.ts";
import { leadsTo, readExitAddress } from "#src/settings/exit-address.ts";
import { lookDraftOf, readLookDraft } from "#src/settings/look/look-draft.ts";
import { changedPlaces, isOwnRules } from "#src/settings/rules/own-rules.ts";
import { hintsFor } from "#src/settings/rules/own-rules-hints.ts";
import { isTooLong, tidyWords } from "#src/settings/rules/rules-draft.ts";
import { defaults } from "#src/settings/settings.ts";
import { textProblem, tidyText } from "#src/settings/texts/text-check.ts";
import { splitName, standardOf } from "#src/settings/texts/texts.ts";
import { groupOfText } from "#src/settings/texts/youth-texts.ts";
import { aliasProblem, isGivenName, isMixed, isPlain, nameProblem, tellsName } from "#src/staff/accounts/alias.ts";
import { skeletonOf } from "#src/staff/accounts/lookalike.ts";
import { draftOfForm } from "#src/staff/accounts/welcome-draft.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const set = defaults();
const settingsForm = settingsDraftOf(set);
const look = lookDraftOf(set);
const nobody = { name: "", country: "", languages: [], ageFrom: null, ageTo: null, intakeCap: null };
const line = lineDraftOf({ ...nobody, pauseAfterMinutes: 0, staffIds: [] });
const country = shippedEmergency[0]!;

/** Everything that is done with a text as it is typed, before anybody knows how long it is. */
const done: Record<string, (text: string) => unknown> = {
  bare: unaccented,
  fold,
  withoutMarks,
  isSeen,
  isNamed,
  hidesAnything,
  misleads,
  withoutMisleading,
  shapeOf: (text) => shapeOf("en", text),
  readings: (text) => readings("en", text, { n: 1 }),
  misfit: (text) => misfit("en", "Send", text),
  saysAlways: (text) => shapeOf("en", text) && saysAlways("en", text),
  readingLevel: (text) => readingLevel("en", [text]),
  readSettingsDraft: (text) => {
    const texts = Object.fromEntries(Object.keys(settingsForm.texts).map((name) => [name, text]));
    const countries = [{ country: text, call: text, sms: text, app: text, press: text }];
    const draft = { texts, countries, languages: [text] };
    for (const subject of ["helpline", "emergency", "languages"] as const) readSettingsDraft(subject, draft, set);
  },
  emergencyProblems: (text) => emergencyProblems({ ...country, call: text, sms: text, app: text, press: text }),
  readExitAddress,
  "readExitAddress of a name": (text) => readExitAddress(`https://${text}.org/`),
  "readExitAddress of a path": (text) => readExitAddress(`https://example.org/${text}`),
  leadsTo: (text) => leadsTo(`https://${text}.org/`, text),
  readLookDraft: (text) => {
    const palette = { ...look.colours.light, accent: text };
    return readLookDraft({ ...look, theme: text, face: text, colours: { light: palette, dark: palette } });
  },
  isOwnRules: (text) => isOwnRules({ chat: { en: text } }),
  changedPlaces: (text) => changedPlaces({ chat: { en: text } }, { chat: { fr: text } }),
  hintsFor: (text) => hintsFor("nl", text),
  tidyWords,
  tooLong: isTooLong,
  tidyText,
  textProblem: (text) => textProblem("en", "youth.chat.send", text),
  splitName,
  standardOf,
  groupOfText,
  isPlain,
  isMixed,
  nameProblem,
  isGivenName,
  skeletonOf,
  "tellsName of an alias": (text) => tellsName(text, "Lena Maes"),
  "tellsName of a name": (text) => tellsName("Fox", text),
  aliasProblem: (text) => aliasProblem(text, { realName: text, signInName: text }),
  draftOfForm: (text) => draftOfForm({ alias: text, helpline: text }),
  readLineDraft: (text) => readLineDraft({ ...line, name: text, firstName: text }, { others: ["Chat"], staff: [] }),
};

/** What makes an expression or an algorithm go back again and again, when it comes thousands of times. */
const pieces = [
  ...[
    ".",
    "…",
    "?!",
    ". ",
    ".a",
    "a. ",
    " ",
    "\n",
    "\n\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "a",
    "A",
    "ä",
    "-",
    "’",
    "'",
    '"',
  ],
  ...[
    "<",
    ">",
    "</",
    "<a>",
    "<a",
    "{",
    "}",
    "{n}",
    "{n,plural,other{",
    "#",
    "|",
    "@",
    "://",
    "/",
    "%",
    ":",
    "[",
    "xn--",
  ],
  ...["\u0300", "\u0315\u0300", "\u0345\u0316", "\u200b", "\u202e", "\u00ad", "\u{e0041}", "\ud800", "ﷺ", "각", "ꦂ"],
  ...["keep ", "keep", "deleting", "adres", "rn", "vv", "1", "0", "👩‍👧", "ж", "漢", "İ", "ß"],
];
const piece = fc.constantFrom(...pieces);
const few = fc.array(piece, { maxLength: 2 }).map((all) => all.join(""));
const shape = fc.tuple(few, fc.array(piece, { minLength: 1, maxLength: 3 }), few);
type Shape = [before: string, again: string[], after: string];

const text = ([before, again, after]: Shape, length: number) => {
  const unit = again.join("");
  return before + unit.repeat(Math.ceil(length / unit.length)) + after;
};

/** Milliseconds of work of this thread, whatever else the machine does. */
function took(act: (text: string) => unknown, typed: string): number {
  const begun = process.threadCpuUsage();
  act(typed);
  const spent = Object.values(process.threadCpuUsage(begun));
  return spent.reduce((sum, microseconds) => sum + microseconds, 0) / 1_000;
}

const length = 10_000;

/** Double the length may cost double, and some tidying up of memory; whoever seems slow gets other tries. */
function isRoughlyLinear(cost: (text: string) => number, made: Shape): boolean {
  const [single, double] = [text(made, length), text(made, 2 * length)];
  for (let attempt = 0; attempt < 3; attempt++) {
    // The longer one first: what runs for the first time is slow.
    const after = cost(double);
    if (after < 3 * cost(single) + 30) return true;
  }
  return false;
}

describe("a long text of any shape costs about as much as it is long", () => {
  test.each(Object.entries(done))("%s", { timeout: 60_000 }, (_, act) => {
    const cost = (typed: string) => took(act, typed);
    for (const one of pieces) expect([one, isRoughlyLinear(cost, ["a", [one], "x"])]).toEqual([one, true]);
    fc.assert(
      fc.property(shape, (made) => isRoughlyLinear(cost, made)),
      { numRuns: dayOrNight(6, 30) },
    );
  });

  test("what goes over a text once for each of its letters would be found", () => {
    const perStepMs = 1e-5;
    expect(isRoughlyLinear((typed) => typed.length * perStepMs, ["", ["."], "x"])).toBe(true);
    expect(isRoughlyLinear((typed) => typed.length ** 2 * perStepMs, ["", ["."], "x"])).toBe(false);
  });
});
