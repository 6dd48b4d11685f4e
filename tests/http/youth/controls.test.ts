import { beforeEach, expect, test } from "vitest";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { takes } from "#tests/support/house/chats.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, type Person, person, youth } from "#tests/support/house/http.ts";

// How much there is to tap on the pages of someone who has not begun: each thing more is one more to decide on.

const minute = 60_000;
let line: House;
let clock: FakeClock;

beforeEach(async () => {
  clock = fakeClock(Date.UTC(2026, 10, 24, 18));
  line = await house({ clock });
  const { db } = line.helpline;
  await act(line, line.bela, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone: "Europe/Brussels", calendar }));
  await act(line, line.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "assessment", value: { on: true, questions: ["urgent", "topics"] } }),
  );
  await open(line);
  await place(db, "Night line", { verifiedOn: "2026-11-01", calendar: daily(0, 1440) });
});

const calendar: Calendar = {
  timeZone: "Europe/Brussels",
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
  lastEntryMinutes: 20,
};

const full = async () => {
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1 }));
  await youth(line);
};
const away = async () => {
  await act(line, line.anna, (tx, emit) => setAvailability(tx, emit, { staffId: line.anna.id, availability: "away" }));
  clock.pass(20 * minute);
};

/** Links, buttons, summaries and fields in sight: what is folded is one. */
const controls = (page: string) =>
  [
    ...page
      .replace(/<details>(<summary.*?<\/summary>).*?<\/details>/gs, "$1")
      .matchAll(/<(?:a|button|summary|textarea|select|input)\b[^>]*>/g),
  ].filter(([tag]) => !tag.includes('"hidden"'));

const pages: [string, string, () => unknown, number][] = [
  ["open", "/", () => {}, 16],
  ["full", "/", full, 16],
  ["closing", "/", () => clock.pass(160 * minute), 16],
  ["closed", "/", () => clock.pass(180 * minute), 15],
  ["paused", "/", away, 15],
  ["help", "/help", () => {}, 11],
  ["other places", "/other", () => {}, 15],
];

test.each(pages)("%s: %s has no more to choose from, the skip links included", async (...one) => {
  const [, path, arrange, most] = one;
  await arrange();
  const tags = controls((await person(line).get(path)).text).map(([tag]) => tag);
  expect(tags.length, tags.join("\n")).toBeLessThanOrEqual(most);
});

test("help has at most nine headings and links, before a chat, with the ways of France, and after one", async () => {
  const entries = async (who: Person) => {
    const main = (await who.get("/help")).text.split("<main")[1]!.split("</main")[0]!;
    return main.match(/<(h[1-6]|a|summary)\b/g)!.length;
  };
  const france = shippedEmergency.filter(({ country }) => country === "FR");
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value: france }));
  expect(await entries(person(line))).toBeLessThanOrEqual(9);
  const noor = await youth(line);
  await takes(line, line.anna, noor.id);
  expect(await entries(noor)).toBeLessThanOrEqual(9);
});
