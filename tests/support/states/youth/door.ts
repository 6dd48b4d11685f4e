import { openConversations } from "#src/conversation/conversation.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { addLine } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { override } from "#src/hours/rules/override.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { markStillHere } from "#src/queue/end/ending.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { young } from "#tests/support/people/people.ts";
import { another, type LookAt, type TimedServer, take } from "./youth.ts";

export const minute = 60_000;
export const hour = 60 * minute;

/** Daily 18:00 to 22:00 in Helsinki, last entry 21:40. */
export const evenings: Calendar = {
  timeZone: "Europe/Helsinki",
  lastEntryMinutes: 20,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};

/** Returns a house at an instant (ms UTC) whose first line has hours. */
export async function houseWithHours(at: number, calendar = evenings, files?: OpenFiles): Promise<TimedServer> {
  const clock = fakeClock(at);
  const house = { ...(await server({ clock, ...(files ? { files } : {}) })), clock };
  await hours(house, calendar);
  return house;
}

export function hours(house: TimedServer, calendar: Calendar, lineId = 1): Promise<unknown> {
  const { timeZone } = calendar;
  return change(house, (tx, emit) => setHours(tx, emit, { lineId, timeZone, calendar }));
}

export function change<Result>(house: TimedServer, verb: Parameters<typeof house.helpline.db.change<Result>>[1]) {
  return house.helpline.db.change(`staff:${house.bela.id}`, verb);
}

/** Makes Anna unavailable. */
export function away(house: TimedServer): Promise<unknown> {
  return change(house, (tx, emit) => setAvailability(tx, emit, { staffId: house.anna.id, availability: "away" }));
}

/** Runs the job that watches the doors. */
async function doorsAreWatched(house: TimedServer): Promise<void> {
  await runJob(house.helpline, jobs.find((job) => job.name === "doors that say something else")!);
}

/** Adds a French line for ages 12 to 18. Returns its id. */
export function french(house: TimedServer): Promise<number> {
  const values = { name: "Chat en français", country: "BE", languages: ["fr" as const], ageFrom: 12, ageTo: 18 };
  return change(house, (tx, emit) =>
    addLine(tx, emit, { ...values, intakeCap: null, pauseAfterMinutes: 10, staffIds: [] }),
  );
}

/** Lets time pass; Anna's console is still there. */
export function pass(house: TimedServer, ms: number): void {
  house.clock.pass(ms);
  house.helpline.staff.touched(house.anna.id);
}

/** Lets time pass; every waiting or chatting young person is still there. */
export async function stay(house: TimedServer, ms: number): Promise<void> {
  pass(house, ms);
  const conversationIds = openConversations(house.helpline.db).map(({ id }) => id);
  for (const id of conversationIds) house.helpline.youth.touched(id);
  await change(house, (tx) => markStillHere(tx, { conversationIds }));
}

type Arrange = (house: TimedServer) => Promise<void>;
const asItIs: Arrange = async () => {};

function annaSpeaks(house: TimedServer, language: Language): Promise<unknown> {
  return change(house, (tx, emit) =>
    setMember(tx, emit, { staffId: house.anna.id, values: { languages: [language] } }),
  );
}

/** Goes through all that the door can say, from an afternoon on, and what someone reads whose turn does not come. */
export async function everyDoorState(locale: string, lookAt: LookAt, arrange = asItIs): Promise<TimedServer> {
  // Christmas Eve, 15:00 in Helsinki.
  const house = await houseWithHours(Date.UTC(2026, 11, 24, 13));
  await arrange(house);
  const noor = await young(house, { locale });
  const { page } = noor;
  const look = async (name: string) => {
    await noor.come();
    await page.waitForSelector("#now");
    await lookAt(name, page);
  };
  await look("door-closed");
  const note = { kind: "one_off", from: "2026-12-24", to: "2026-12-25", label: "x", spans: [] } as const;
  await hours(house, { ...evenings, dayRules: [{ ...note, note: "Closed for Christmas", spans: [] }] });
  await look("door-closed-note");
  await hours(house, { ...evenings, week: evenings.week.map(() => []) });
  await look("door-unplanned");
  await hours(house, evenings);

  pass(house, 3 * hour);
  await look("door-late");
  pass(house, 11 * minute);
  await look("door-paused");
  await open(house);
  await look("door-open-until");
  const until = house.clock.now() + 25 * minute;
  const staffId = house.bela.id;
  await change(house, (tx, emit) => override(tx, emit, { lineId: 1, kind: "paused", until, reason: "", staffId }));
  await look("door-break");
  pass(house, 25 * minute);
  await change(house, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1 }));
  await another(house, "first");
  await look("door-full");
  await take(house);
  await look("door-open-again");

  await page.fill("#text", "I do not know where to begin, everything is too much");
  await away(house);
  pass(house, 10 * minute);
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#now .shut");
  await lookAt("door-shut-words", page);
  await open(house);

  const second = await french(house);
  await look("door-two-lines");
  await hours(house, evenings, second);
  const closed = { lineId: second, kind: "closed", until: null, reason: "", staffId } as const;
  await change(house, (tx, emit) => override(tx, emit, closed));
  await look("door-one-of-two");
  await annaSpeaks(house, locale.startsWith("fr") ? "nl" : "fr");
  await look("door-answered");

  await noor.start("will somebody come?");
  await change(house, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 9 }));
  await change(house, (tx, emit) => setSetting(tx, emit, { name: "chatMinutes", value: 10 }));
  await stay(house, Date.UTC(2026, 11, 24, 19, 40) - house.clock.now());
  await doorsAreWatched(house);
  await page.waitForSelector("#state .closing");
  await lookAt("waiting-closing", page);
  const sam = await young(house, { locale });
  await sam.come();
  await lookAt("door-last-entry", sam.page);
  await sam.page.context().close();
  await stay(house, 20 * minute);
  await doorsAreWatched(house);
  await page.waitForSelector("#own-words");
  await lookAt("waiting-unanswered", page);
  await page.context().close();
  return house;
}

/** Goes through what differs without JavaScript: the frame says that time is short, and leads on. */
export async function everyPlainDoorState(locale: string, lookAt: LookAt, arrange = asItIs): Promise<TimedServer> {
  const house = await houseWithHours(Date.UTC(2026, 11, 24, 17));
  await arrange(house);
  const noor = await young(house, { locale, js: false });
  await open(house);
  await noor.come();
  await noor.page.waitForSelector("#now");
  await lookAt("plain-door-open-until", noor.page);
  await noor.start("will somebody come?");
  await stay(house, 2 * hour + 40 * minute);
  await doorsAreWatched(house);
  await noor.log.locator(".notice").waitFor();
  await lookAt("plain-waiting-closing", noor.page);
  // A frame that was open while hours passed at once counts as gone, unlike a new one.
  await noor.come();
  await noor.log.locator(".notice").waitFor();
  await stay(house, 20 * minute);
  await doorsAreWatched(house);
  await noor.log.locator(".top a").waitFor();
  await lookAt("plain-waiting-closed", noor.page);
  await noor.log.locator(".top a").click({ noWaitAfter: true });
  await noor.page.waitForSelector("#own-words");
  await lookAt("plain-waiting-unanswered", noor.page);
  await noor.page.context().close();
  return house;
}
