import { HelplineError } from "#src/errors.ts";
import { hoursDifferences } from "#src/hours/difference.ts";
import { type Draft, type DraftRead, draftOfHours, readDraft } from "#src/hours/draft.ts";
import { localDate } from "#src/hours/instants.ts";
import { type Line, line, lines } from "#src/hours/lines.ts";
import { hoursHistory, setHours } from "#src/hours/opening-hours.ts";
import { maxCalendar, type Span } from "#src/hours/rules/calendar.ts";
import { isZone } from "#src/hours/rules/check.ts";
import { holidayName, isCountry, publicHolidays } from "#src/hours/rules/holidays.ts";
import { previewDays } from "#src/hours/rules/preview.ts";
import { readSpans } from "#src/hours/times.ts";
import { zones } from "#src/http/admin/entry/entry-choices.ts";
import { lateOf, savedOf, statusOf, type TooLate, toldChanges, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type FormProblem, Hours, type HoursProps } from "#views/admin/hours/hours.tsx";
import { hoursInWords } from "#views/admin/hours/hours-history.tsx";
import { looked, taken, uploaded, waitingFile } from "./hours-file.ts";
import { type HoursForm, hoursChangedBy, isFileWaiting, lineId, readHoursForm } from "./hours-form.ts";

/** GET /admin/hours */
export const hoursPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const wanted = c.req.query("line");
  const found = wanted === undefined ? lines(db)[0] : line(db, lineId(wanted));
  if (!found) throw new HelplineError("not_found");
  const newest = hoursHistory.newest(db, found.id);
  return showHours(c, helpline, {
    line: found,
    basedOn: newest,
    draft: draftOfHours(found),
    saved: savedOf(c, newest),
  });
};

/** POST /admin/hours: saves all of it at once, or nothing, with a sentence beside each wrong field. */
export const saveHours: Handle = async (c, helpline) => {
  const { db } = helpline;
  const form = await readHoursForm(c);
  const found = line(db, lineId(form.line));
  const { hours, problems } = readDraft(form.draft);
  const waits = form.draft.atHours && isFileWaiting(form);
  const all = [...form.problems, ...(found ? [] : [noLine]), ...(waits ? [fileWaits] : []), ...problems];
  if (!found || all.length > 0) return refuseHours(c, helpline, form, found, all);
  const change = { lineId: found.id, basedOn: form.basedOn, ...hours };
  const saving = act(c, db, setHours, change);
  const saved = await unlessTaken(saving);
  if (saved === null) return refuseHours(c, helpline, form, found, []);
  return c.redirect(`/admin/hours?line=${found.id}&saved=${saved}`, 303);
};

/** POST /admin/hours/draft: the form as a button changes it, with its preview. Stores nothing. */
export const draftHours: Handle = async (c, helpline) => {
  const form = await readHoursForm(c);
  const found = line(helpline.db, lineId(form.line));
  if (!found) return refuseHours(c, helpline, form, undefined, [noLine]);
  const { draft, cursor, fresh } = hoursChangedBy(form);
  const { basedOn, action } = form;
  const checked = action === "preview";
  const shown = { line: found, basedOn, problems: form.problems, checked, file: waitingFile(form) };
  if (action === "read file") {
    const file = await uploaded(c);
    if (!file) return showHours(c, helpline, { ...shown, draft, refusedFile: true });
    return showHours(c, helpline, { ...shown, draft, file: looked(file, draft) });
  }
  if (action === "take file")
    return showHours(c, helpline, { ...shown, draft: taken(draft, form.pending?.text ?? "") });
  if (action.startsWith("accept ")) {
    const { t } = staffFrame(c, helpline);
    const offers = offeredHolidays(t, found, draft, helpline.clock.now());
    const chosen = action.slice("accept ".length);
    const cursor = beside(offers, chosen);
    return showHours(c, helpline, { ...shown, draft: accepted(draft, offers, chosen), cursor });
  }
  return showHours(c, helpline, { ...shown, draft, cursor, fresh });
};

/** Someone who saves while a file waits may believe that it is in. */
const fileWaits: FormProblem = { field: "upload", problem: "file_waits", part: "" };
const noLine: FormProblem = { field: "line", problem: "no_line", part: "" };

/** What was typed comes back based on the newest change: someone who saves again has been told of it. */
function refuseHours(c: C, helpline: Helpline, form: HoursForm, found: Line | undefined, problems: FormProblem[]) {
  const { draft, basedOn } = form;
  const shown = { draft, problems, refused: true, file: waitingFile(form) };
  if (!found) return showHours(c, helpline, { ...shown, line: lines(helpline.db)[0]!, unknownLine: true, basedOn });
  const newest = hoursHistory.newest(helpline.db, found.id);
  const isLate = basedOn !== newest;
  return showHours(c, helpline, { ...shown, line: found, basedOn: newest, ...(isLate && { late: { seen: basedOn } }) });
}

interface HolidayOffer {
  /** "2026-12-25" */
  date: string;
  name: string;
}

/** Returns public holidays to come this year and next that a draft has no hours for (PROMISES.md H13). `now` is ms UTC. */
function offeredHolidays(t: Translate, { country, timeZone }: Line, draft: Draft, now: number): HolidayOffer[] {
  if (!isCountry(country)) return [];
  const today = localDate(timeZone, now);
  const year = Number(today.slice(0, 4));
  const known = ({ date }: { date: string }) =>
    draft.days.some((day) => day.kind !== "school_holiday" && day.from <= date && date <= (day.to || day.from));
  return [year, year + 1]
    .flatMap((one) => publicHolidays(country, one))
    .filter((one) => one.date >= today && !known(one))
    .map(({ id, date }) => ({ date, name: holidayName(t, id) }));
}

/** Returns the offer's button that gets the focus after one was accepted: the next, else the one before; null if none is left. */
function beside(offers: HolidayOffer[], chosen: string): string | null {
  const at = offers.findIndex(({ date }) => date === chosen);
  const next = at < 0 ? undefined : (offers[at + 1] ?? offers[at - 1]);
  return next ? `accept.${next.date}` : null;
}

/** Returns a draft that is closed on the accepted date, or on all offered dates. */
function accepted(draft: Draft, offers: HolidayOffer[], chosen: string): Draft {
  const days = offers
    .filter(({ date }) => chosen === "all" || chosen === date)
    .map(({ date, name }) => ({ kind: "public_holiday", from: date, to: date, label: name, note: "", hours: "" }));
  return { ...draft, days: [...draft.days, ...days] };
}

/** Shows the hours as they are now to someone who pressed undo too late. */
export function showAsIs(c: C, helpline: Helpline, lineId: number, late: TooLate): Response {
  const found = line(helpline.db, lineId)!;
  return showHours(c, helpline, {
    line: found,
    basedOn: hoursHistory.newest(helpline.db, lineId),
    draft: draftOfHours(found),
    late,
  });
}

interface Shown {
  line: Line;
  unknownLine?: boolean;
  basedOn: number;
  draft: Draft;
  cursor?: string | null;
  fresh?: string | null;
  problems?: FormProblem[];
  /** Whether problems are also told at the top of the page, not only beside the fields. */
  checked?: boolean;
  refused?: boolean;
  /** The change just made; 0 if nothing differed, null if nothing was saved. */
  saved?: number | null;
  late?: TooLate;
  file?: HoursProps["file"]["file"];
  refusedFile?: boolean;
}

function showHours(c: C, helpline: Helpline, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const { line: of, draft } = shown;
  const read = readDraft(draft);
  const problems = shown.refused
    ? shown.problems!
    : [...(shown.problems ?? []), ...read.problems].filter(notFresh(shown));
  // The script takes only what is beside the fields; reading fifty earlier hours for each typed word would cost too much.
  const whole = !fromScript(c) || shown.late !== undefined;
  const changes = toldChanges(db, whole ? hoursHistory.latest(db, of.id) : [], ({ before, after }) =>
    hoursInWords(frame.t, hoursDifferences(before, after)),
  );
  const late = lateOf(shown.late, changes);
  const props: HoursProps = {
    frame,
    lines: lines(db).map(({ id, name }) => ({ id, name })),
    line: { id: shown.unknownLine ? null : of.id, name: of.name },
    basedOn: shown.basedOn,
    most: maxCalendar,
    form: {
      draft,
      zones: whole ? zones() : [],
      today: localDate(of.timeZone, clock.now()),
      zoneTime: isZone(read.hours.timeZone) ? frame.t.time(clock.now(), read.hours.timeZone) : null,
      cursor: shown.cursor ?? null,
    },
    spans: spansOf(draft),
    problems,
    summary: shown.refused === true || shown.checked === true,
    warnings: read.warnings,
    preview: previewOf(read, problems, clock.now()),
    unsaved: JSON.stringify(draft) !== JSON.stringify(draftOfHours(of)),
    holidays: {
      country: isCountry(of.country) ? of.country : null,
      holidays: offeredHolidays(frame.t, of, draft, clock.now()),
    },
    file: { file: shown.file ?? null, refused: shown.refusedFile ? frame.t("admin.hours.file_none") : null },
    history: { zone: of.timeZone, changes },
    saved: shown.saved ?? null,
    late,
  };
  return page(c, <Hours {...props} />, statusOf(shown.refused === true && problems.length > 0, late));
}

/** A group that was just added is empty; complaining about that would be rude. */
function notFresh({ fresh }: Shown) {
  return ({ field }: FormProblem) => !fresh || !field.startsWith(`${fresh}.`);
}

function spansOf({ week, seasons, days }: Draft): Map<string, Span[]> {
  const texts = [
    ...week.map((text, day) => [`week.${day}`, text]),
    ...seasons.flatMap((one, i) => one.week.map((text, day) => [`season.${i}.week.${day}`, text])),
    ...days.map(({ hours }, i) => [`day.${i}.hours`, hours]),
  ] as [string, string][];
  return new Map(
    texts.flatMap(([name, text]) => {
      const read = readSpans(text);
      return "spans" in read ? [[name, read.spans]] : [];
    }),
  );
}

function previewOf({ hours }: DraftRead, problems: FormProblem[], now: number): HoursProps["preview"] {
  const { calendar, timeZone } = hours;
  const drawn = calendar && isZone(timeZone) && calendar.week.length === 7 ? calendar : null;
  // A last entry out of bounds is drawn as the nearest possible one.
  const sound = drawn && { ...drawn, lastEntryMinutes: Math.min(240, Math.max(0, drawn.lastEntryMinutes)) };
  const lastEntry = sound?.lastEntryMinutes ?? 0;
  const partly = problems.some(({ field }) => !/^(line|upload)$/.test(field));
  return { days: sound && previewDays(sound, now), lastEntry, partly, whenever: calendar === null };
}
