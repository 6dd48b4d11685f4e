import type { CutDraft, DayDraft, Draft, SeasonDraft } from "#src/hours/draft.ts";
import { maxCalendar } from "#src/hours/rules/calendar.ts";
import { idOf } from "#src/http/frame/history.ts";
import type { C } from "#src/http/server/context.ts";
import { lists } from "#src/http/server/context.ts";
import type { FormProblem } from "#views/admin/hours/hours.tsx";

/** The form of a line's hours as sent, with everything typed kept as it is. */
export interface HoursForm {
  /** As sent; the line may not exist. */
  line: string;
  /** The newest change of the hours when the form was drawn; -1 if it does not say. */
  basedOn: number;
  /** The pressed button: "save", "preview", "copy week", "add season", "remove day.3", "accept 2026-12-25" … */
  action: string;
  draft: Draft;
  /** The days ticked beside a week, 1 to 6, by the week's name. */
  copyTo(week: string): number[];
  /** A file that was read before and waits for a yes. */
  pending: { name: string; text: string } | null;
  problems: FormProblem[];
}

/** More of each kind than may be saved, so that too many are refused and not dropped, yet few enough to draw. */
const maxGroups: Record<string, number> = {
  season: maxCalendar.seasons + 10,
  day: maxCalendar.dayRules + 100,
  cut: maxCalendar.cuts + 50,
};

/** Reads the form of a line's hours. Never throws: a missing field is "" and has its problem. */
export async function readHoursForm(c: C): Promise<HoursForm> {
  const given = await lists(c);
  const problems: FormProblem[] = [];
  const text = (name: string): string => {
    const texts = given[name] ?? [];
    if (texts.length !== 1)
      problems.push({ field: name, problem: texts.length === 0 ? "missing" : "doubled", part: "" });
    return texts.at(-1) ?? "";
  };
  const week = (name: string) => [0, 1, 2, 3, 4, 5, 6].map((day) => text(`${name}.${day}`));
  const groups = <Group>(kind: string, read: (name: string) => Group): Group[] =>
    indexes(given, kind).map((i) => read(`${kind}.${i}`));

  const mode = text("mode");
  const draft: Draft = {
    atHours: mode !== "whenever",
    zone: text("zone"),
    lastEntry: text("last_entry"),
    week: week("week"),
    seasons: groups<SeasonDraft>("season", (name) => ({
      label: text(`${name}.label`),
      from: text(`${name}.from`),
      to: text(`${name}.to`),
      week: week(`${name}.week`),
    })),
    days: groups<DayDraft>("day", (name) => ({
      kind: text(`${name}.kind`),
      from: text(`${name}.from`),
      to: text(`${name}.to`),
      label: text(`${name}.label`),
      note: text(`${name}.note`),
      hours: text(`${name}.hours`),
    })),
    cuts: groups<CutDraft>("cut", (name) => ({
      kind: text(`${name}.kind`),
      from: text(`${name}.from`),
      to: text(`${name}.to`),
      label: text(`${name}.label`),
    })),
  };
  if (mode !== "hours" && mode !== "whenever") {
    problems.push({ field: "mode", problem: "unknown_kind", part: mode.slice(0, 40) });
  }
  const seen = given.based_on ?? [];
  return {
    line: text("line"),
    basedOn: seen.length === 1 ? idOf(seen[0]) : -1,
    action: given.do?.at(-1) ?? "",
    draft,
    copyTo: (name) => (given[`${name}.copy`] ?? []).map(Number).filter((day) => [1, 2, 3, 4, 5, 6].includes(day)),
    pending: pendingOf(given),
    problems: draft.atHours ? problems : problems.filter(({ field }) => /^(mode|zone|line)$/.test(field)),
  };
}

/** Parses the id of a line; -1 if it is none. */
export function lineId(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : -1;
}

/** Returns whether a file that was read before still waits for the admin's yes. */
export function isFileWaiting({ pending, action }: HoursForm): boolean {
  return pending !== null && action !== "take file" && action !== "drop file";
}

function pendingOf({ pending, pending_name: name }: Record<string, string[]>): HoursForm["pending"] {
  const text = pending?.at(-1) ?? "";
  return text === "" ? null : { name: (name?.at(-1) ?? "").slice(0, 100), text };
}

function indexes(given: Record<string, string[]>, kind: string): number[] {
  const found = new Set<number>();
  for (const name of Object.keys(given)) {
    const [, index] = /^([a-z]+)\.(\d{1,4})\./.exec(name)?.slice(1, 3) ?? [];
    if (index !== undefined && name.startsWith(`${kind}.`)) found.add(Number(index));
  }
  return [...found].sort((a, b) => a - b).slice(0, maxGroups[kind]);
}

interface Changed {
  draft: Draft;
  /** The field or button that gets the focus. */
  cursor: string | null;
  /** The group that was just added, like "season.1". */
  fresh: string | null;
}

/** Returns the draft as a button changes it; unchanged for any other button. */
export function hoursChangedBy({ draft, action, copyTo }: HoursForm): Changed {
  const [verb = "", object = ""] = action.split(" ");
  const still = { cursor: null, fresh: null };
  if (verb === "copy") return { ...still, draft: copied(draft, object, copyTo(object)), cursor: `${object}.copy` };
  if (verb === "add") return added(draft, object);
  if (verb === "remove") return { ...still, draft: removed(draft, object) };
  return { ...still, draft };
}

function copied(draft: Draft, name: string, days: number[]): Draft {
  const copy = (week: string[]) => week.map((text, day) => (days.includes(day) ? week[0]! : text));
  if (name === "week") return { ...draft, week: copy(draft.week) };
  const seasons = draft.seasons.map((one, i) => (name === `season.${i}.week` ? { ...one, week: copy(one.week) } : one));
  return { ...draft, seasons };
}

function added(draft: Draft, kind: string): Changed {
  const { seasons, days, cuts } = draft;
  const at = (fresh: string, field: string) => ({ fresh, cursor: `${fresh}.${field}` });
  if (kind === "season") {
    // Most seasons change only a few days, so they begin as the usual week.
    const season = { label: "", from: "", to: "", week: [...draft.week] };
    return { draft: { ...draft, seasons: [...seasons, season] }, ...at(`season.${seasons.length}`, "label") };
  }
  if (kind === "day") {
    const day = { kind: "one_off", from: "", to: "", label: "", note: "", hours: "" };
    return { draft: { ...draft, days: [...days, day] }, ...at(`day.${days.length}`, "label") };
  }
  if (kind === "cut") {
    const cut = { kind: "closed", from: "", to: "", label: "" };
    return { draft: { ...draft, cuts: [...cuts, cut] }, ...at(`cut.${cuts.length}`, "kind") };
  }
  return { draft, cursor: null, fresh: null };
}

function removed(draft: Draft, name: string): Draft {
  const without = <One>(kind: string, list: One[]) => list.filter((_, i) => name !== `${kind}.${i}`);
  return {
    ...draft,
    seasons: without("season", draft.seasons),
    days: without("day", draft.days),
    cuts: without("cut", draft.cuts),
  };
}
