import type { DataReader } from "#src/db/db.ts";
import { lineHistory } from "#src/hours/line-changes.ts";
import { type LineDraft, type LineProblem, lineDraftOf, readLineDraft } from "#src/hours/line-draft.ts";
import {
  addLine,
  addSecondLine,
  type Line,
  line,
  lines,
  maxLines,
  retiredLines,
  staffOfLine,
  unnamedLine,
} from "#src/hours/lines.ts";
import type { Week } from "#src/hours/rules/calendar.ts";
import { formatSpans } from "#src/hours/times.ts";
import { unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { doorOf } from "#src/queue/door/doors.ts";
import { promisesKept } from "#src/queue/wait/wait-accuracy.ts";
import { everyoneWithNames, staffMember } from "#src/staff/staff.ts";
import { Lines, type ShownLine } from "#views/admin/hours/lines.tsx";
import { lineChoices, readLineForm } from "./line-form.ts";

/** GET /admin/lines */
export const linesPage: Handle = (c, helpline) => showLines(c, helpline, null, []);

/** POST /admin/lines: adds a line, without hours at first; a first line without a name gets one in the same save. */
export const addNewLine: Handle = async (c, helpline) => {
  const { db } = helpline;
  const { draft } = await readLineForm(c);
  const asked = unnamedLine(db) !== undefined;
  if (!asked && (draft.firstName ?? "") !== "") return showLines(c, helpline, draft, [firstNamed]);
  const { others, staff } = known(db, null);
  const whole = asked ? { firstName: "", ...draft } : draft;
  const { values, firstName, problems } = readLineDraft(whole, { others: asked ? [] : others, staff });
  if (problems.length > 0) return showLines(c, helpline, whole, problems);
  const adding = act(c, db, (tx, emit) =>
    asked ? addSecondLine(tx, emit, { values, firstName }) : addLine(tx, emit, values),
  );
  const id = await unlessTaken(adding);
  if (id === null) return showLines(c, helpline, draft, [firstNamed]);
  return c.redirect(`/admin/lines/${id}?saved=${lineHistory.newest(db, id)}`, 303);
};

/** A colleague was faster, and has named the first line already. */
const firstNamed: LineProblem = { field: "name", problem: "first_named" };

/** Returns what the values of a line are checked against: the names of the other lines in use, and the staff. */
export function known(db: DataReader, lineId: number | null): { others: string[]; staff: number[] } {
  const others = lines(db).filter(({ id }) => id !== lineId);
  // Someone who has left may still be on a line's list; keeping them there is no mistake.
  const chosen = lineId === null ? [] : staffOfLine(db, lineId);
  const staff = everyoneWithNames(db).map(({ id }) => id);
  return { others: others.map(({ name }) => name), staff: [...new Set([...staff, ...chosen])] };
}

function showLines(c: C, helpline: Helpline, draft: LineDraft | null, problems: LineProblem[]): Response {
  const { db, clock } = helpline;
  const inUse = lines(db);
  const { country, languages, pauseAfterMinutes } = inUse[0]!;
  const blank = { name: "", country, languages, ageFrom: null, ageTo: null, intakeCap: null, pauseAfterMinutes };
  const { firstName = "", ...typed } = draft ?? lineDraftOf({ ...blank, staffIds: [] });
  return page(
    c,
    <Lines
      frame={staffFrame(c, helpline)}
      lines={inUse.map((one) => shownLine(helpline, one, clock.now()))}
      retired={retiredLines(db).map(({ id, name }) => ({ id, name }))}
      most={maxLines}
      draft={unnamedLine(db) ? { ...typed, firstName } : typed}
      problems={problems}
      choices={lineChoices(db, null)}
    />,
    problems.length > 0 ? 422 : 200,
  );
}

/** Returns a line as a list shows it. `now` is ms UTC. */
export function shownLine({ db }: Helpline, of: Line, now: number): ShownLine {
  const { state, reason } = doorOf(db, of, now);
  const { id, name, languages, calendar, timeZone } = of;
  const staff = staffOfLine(db, id).flatMap((staffId) => staffMember(db, staffId)?.alias ?? []);
  const week = calendar && grouped(calendar.week);
  return { id, name, languages, timeZone, week, state, reason, staff, waits: promisesKept(db, id) };
}

function grouped(week: Week): NonNullable<ShownLine["week"]> {
  const groups: NonNullable<ShownLine["week"]> = [];
  for (const [weekday, spans] of week.entries()) {
    const hours = formatSpans(spans);
    const last = groups.at(-1);
    if (last?.hours === hours) last.to = weekday;
    else groups.push({ from: weekday, to: weekday, hours });
  }
  return groups;
}

/** Returns the line of the address, in use or not. */
export function lineOfPath(c: C, { db }: Helpline): Line | undefined {
  const id = c.req.param("id") ?? "";
  return /^[1-9]\d{0,8}$/.test(id) ? line(db, Number(id)) : undefined;
}
