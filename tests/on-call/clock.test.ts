import { expect, test } from "vitest";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { eveningOf, onCallAt } from "#src/on-call/rota.ts";
import { lastTold } from "#src/on-call/sent.ts";
import { newsOf } from "#src/on-call/words.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

// Everything by the clock of the line, also in the nights in which it is changed (Brussels: 25 October 2026, 28 March 2027).

const at = (text: string) => Date.parse(text);
/** What the newest notice says. */
const words = ({ home: { helpline }, clock }: OnCallHouse, lineId = 1) =>
  newsOf(helpline.db, { cause: lastTold(helpline.db, 1)[0]!.cause, lineId, at: clock.now(), language: "en" }).text;

test("an evening is the one it began in, until six in the morning by the clock on the wall", async () => {
  const { helpline } = await house();
  const evening = (text: string) => eveningOf(helpline.db, at(text));
  expect(evening("2026-11-24T23:59:59+01:00")).toBe("2026-11-24");
  expect(evening("2026-11-25T00:00:00+01:00")).toBe("2026-11-24");
  expect(evening("2026-11-25T05:59:59+01:00")).toBe("2026-11-24");
  expect(evening("2026-11-25T06:00:00+01:00")).toBe("2026-11-25");
});

test("so too in the night that has an hour more, and in the one that has an hour less", async () => {
  const { helpline } = await house();
  const evening = (text: string) => eveningOf(helpline.db, at(text));
  expect(evening("2026-10-25T02:30:00+02:00")).toBe("2026-10-24");
  expect(evening("2026-10-25T02:30:00+01:00")).toBe("2026-10-24");
  expect(evening("2026-10-25T05:59:59+01:00")).toBe("2026-10-24");
  expect(evening("2026-10-25T06:00:00+01:00")).toBe("2026-10-25");
  expect(evening("2027-03-28T05:59:59+02:00")).toBe("2027-03-27");
  expect(evening("2027-03-28T06:00:00+02:00")).toBe("2027-03-28");
});

test("who stands for the Saturday has the whole night of it", async () => {
  const one = await onCallHouse();
  const { bela, aino } = one.home;
  await one.set([null, null, null, null, null, bela.id, aino.id]);
  const { db } = one.home.helpline;
  const who = (text: string) => onCallAt(db, eveningOf(db, at(text)))?.alias;
  expect(who("2026-10-25T05:30:00+01:00")).toBe("Luna");
  expect(who("2027-03-28T06:30:00+02:00")).toBe("Robin");
});

test("five minutes are five minutes while the clock goes back, and the time is that of the line", async () => {
  const clock = fakeClock(at("2026-10-25T02:57:00+02:00"));
  const one = await onCallHouse(clock);
  const { anna, aino } = one.home;
  const week = Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 28 * 60 }]);
  const calendar = { timeZone: "Europe/Brussels", lastEntryMinutes: 20, week, seasons: [], dayRules: [], cuts: [] };
  await act(one.home, aino, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone: calendar.timeZone, calendar }));
  await open(one.home);
  await act(one.home, anna, (tx, emit) => setAvailability(tx, emit, { staffId: anna.id, availability: "away" }));
  await one.pass(4);
  expect(one.told()).toEqual([]);
  await one.pass(1);
  expect(one.told()).toEqual(["nobody"]);
  // 02:57 and five minutes are 02:02.
  expect(words(one)).toMatch(/^02:02, /);
});

test("of a line with another clock the time is said by that", async () => {
  const one = await onCallHouse();
  const { aino, anna } = one.home;
  const lineId = await act(one.home, aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "Suomi" }));
  await act(one.home, aino, (tx, emit) => setHours(tx, emit, { lineId, timeZone: "Europe/Helsinki", calendar: null }));
  await open(one.home, anna);
  await comesIn(one.home, "a secret of Noor", { urgent: true, lineId });
  await one.pass(3);
  expect(words(one, lineId)).toMatch(/^20:03, Suomi: /);
});
