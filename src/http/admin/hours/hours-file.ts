import { HelplineError } from "#src/errors.ts";
import { type DayDraft, type Draft, dayDraftOf } from "#src/hours/draft.ts";
import { readHoursFile } from "#src/hours/files/import.ts";
import { writeHoursCsv } from "#src/hours/files/import-csv.ts";
import { fileWarnings, type HoursFile } from "#src/hours/files/imported.ts";
import { line, lines } from "#src/hours/lines.ts";
import { formatSpans, readSpans } from "#src/hours/times.ts";
import { type C, type Handle, multipart } from "#src/http/server/context.ts";
import type { ReadFile } from "#views/admin/hours/hours-file.tsx";
import { type HoursForm, isFileWaiting, lineId } from "./hours-form.ts";

/** GET /admin/hours/file: the week and the exceptions of a line as a CSV file. */
export const hoursFile: Handle = (c, helpline) => {
  const wanted = c.req.query("line");
  const found = wanted === undefined ? lines(helpline.db)[0] : line(helpline.db, lineId(wanted));
  if (!found) throw new HelplineError("not_found");
  const csv = writeHoursCsv(found.calendar ?? { week: [], dayRules: [] });
  const name = `hours-${found.slug.replace(/[^\w-]/g, "")}.csv`;
  return c.body(csv, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
  });
};

/** Returns the file sent with a form; null if there is none. */
export async function uploaded(c: C): Promise<{ name: string; bytes: Uint8Array } | null> {
  if (!/^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "")) return null;
  const form = await multipart(c);
  const given: unknown = form.get("upload");
  // A browser sends a file field without a file as an empty file without a name.
  if (!(given instanceof File) || !given.name) return null;
  return { name: given.name.slice(0, 100), bytes: new Uint8Array(await given.arrayBuffer()) };
}

/** Returns a file as an admin sees it before importing it. */
export function looked(file: { name: string; bytes: Uint8Array }, draft: Draft): ReadFile {
  const { week, rules, problems } = readHoursFile(file.bytes, file.name);
  const fresh = newTo(draft, rules);
  return {
    name: file.name,
    days: fresh.map(dayDraftOf),
    week: week?.map(formatSpans) ?? null,
    known: rules.length - fresh.length,
    problems: problems.map((one) => ({ ...one, warns: (fileWarnings as readonly string[]).includes(one.problem) })),
    text: writeHoursCsv({ week: week ?? [], dayRules: fresh }),
  };
}

/** Returns a file that was read and still waits for the admin's yes; null if there is none. */
export function waitingFile(form: HoursForm): ReadFile | null {
  const { pending, draft } = form;
  if (!pending || !isFileWaiting(form)) return null;
  return { ...looked({ name: "hours.csv", bytes: bytesOf(pending.text) }, draft), name: pending.name };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Returns a draft with the content of a file that an admin said yes to. */
export function taken(draft: Draft, text: string): Draft {
  const { week, rules } = readHoursFile(bytesOf(text), "hours.csv");
  const fresh = newTo(draft, rules).map(dayDraftOf);
  return { ...draft, week: week ? week.map(formatSpans) : draft.week, days: [...draft.days, ...fresh] };
}

/** A rule is known if the draft has one of its kind for the same days, or one of its name and hours under any kind. */
function newTo({ days }: Draft, rules: HoursFile["rules"]): HoursFile["rules"] {
  const known = new Set(days.flatMap(signs));
  return rules.filter((rule) => {
    const own = signs(dayDraftOf(rule));
    const isThere = own.some((sign) => known.has(sign));
    for (const sign of own) known.add(sign);
    return !isThere;
  });
}

function signs({ kind, from, to, label, hours }: DayDraft): string[] {
  const read = readSpans(hours);
  const meant = "spans" in read ? formatSpans(read.spans) : hours;
  const days = [from, to || from];
  return [
    [kind, ...days],
    [...days, meant, label.trim().toLowerCase()],
  ].map((sign) => JSON.stringify(sign));
}
