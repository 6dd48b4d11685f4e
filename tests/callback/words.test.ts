import { expect, test } from "vitest";
import { callbackMail, hoursInWords, mailSeen, maxMail } from "#src/callback/words.ts";
import { type Line, line } from "#src/hours/lines.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { setSetting } from "#src/settings/settings.ts";
import { desk } from "./desk.ts";

const link = `https://chat.a-rather-long-name-of-a-helpline.example.org/later/${"x".repeat(43)}`;
const at = Date.UTC(2026, 10, 24, 18);
/** Another time each day. */
const manyHours = (one: Line): Line => ({
  ...one,
  calendar: {
    timeZone: one.timeZone,
    lastEntryMinutes: 30,
    week: Array.from({ length: 7 }, (_, day) => [{ opens: 960 + day, closes: 1320 + day }]),
    seasons: [],
    dayRules: [],
    cuts: [],
  },
});

const mailIn = async (language: Language, last: boolean) => {
  const { helpline } = await desk();
  const of = manyHours(line(helpline.db, 1)!);
  const { subject, text } = callbackMail(helpline.db, { language, link, last, line: of, at });
  return { subject, text, times: hoursInWords(language, of, at) };
};

test.each(languages)("%s: at most 1 KB, one link, and not a word of whom or what it is about", async (language) => {
  for (const last of [false, true]) {
    const { subject, text, times } = await mailIn(language, last);
    // With as much of the times as is ever told.
    const longer = last ? 200 - times.length : 0;
    expect(times.length).toBeGreaterThan(100);
    expect(Buffer.byteLength(text) + longer).toBeLessThanOrEqual(maxMail);
    expect(text.match(/https?:\/\//g)).toHaveLength(1);
    expect(text.split("\n")).toContain(link);
    expect(`${subject}\n${text.replace(link, "")}`).not.toMatch(
      /helpline|porchlight|chat|counsel|help|aide|hulp|ayuda|apu|segít|suici|anonym/i,
    );
    expect(subject).not.toMatch(/[\r\n]/);
  }
});

test("the last one says when somebody is there, where that is not too much", async () => {
  const { helpline } = await desk();
  const of = line(helpline.db, 1)!;
  const evening = [{ opens: 18 * 60, closes: 22 * 60 }];
  const week = [evening, evening, evening, evening, evening, [], [{ opens: 14 * 60, closes: 18 * 60 }]];
  const calendar = { timeZone: of.timeZone, lastEntryMinutes: 30, week, seasons: [], dayRules: [], cuts: [] };
  expect(hoursInWords("en", { ...of, calendar }, at)).toBe("Mon–Fri 18:00–22:00; Sun 14:00–18:00");
  const mail = { language: "en", link, last: true, line: { ...of, calendar }, at } as const;
  expect(callbackMail(helpline.db, mail).text).toContain("Mon–Fri 18:00–22:00; Sun 14:00–18:00.");
  expect(callbackMail(helpline.db, { ...mail, last: false }).text).not.toContain("18:00");
  expect(hoursInWords("en", { ...of, calendar: null }, at)).toBe("");
});

test("what is told beforehand is what stands there, also in the helpline’s own words", async () => {
  const { helpline } = await desk();
  const { db } = helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "callbackSenderName", value: "News" }));
  expect(mailSeen(db, "en")).toEqual({ sender: "News", subject: "You asked for a message" });
});
