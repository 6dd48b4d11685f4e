import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { knownRegions } from "#src/directory/regions.ts";
import { localDate } from "#src/hours/instants.ts";
import { line, lines } from "#src/hours/lines.ts";
import { type C, lists } from "#src/http/server/context.ts";
import { blankCoding, type Coding, otherChannels, readCoding } from "#src/record/coding.ts";
import type { ContactRecord } from "#src/record/reading.ts";
import type { RecordGiven } from "#src/record/record.ts";
import { treeOf } from "#src/record/trees.ts";
import { isOldAge } from "#src/settings/assessment.ts";
import { settings } from "#src/settings/settings.ts";
import { servedLines } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { ByHand } from "#views/counsellor/after/record.tsx";

export interface RecordSent {
  wish: RecordGiven["wish"];
  /** null if the form had no field for it. */
  note: string | null;
  given: Record<string, string[]>;
}

/** Reads the form of a contact record. Never throws. */
export async function readRecord(c: C): Promise<RecordSent> {
  const given = await lists(c);
  const pressed = given.do?.at(-1);
  const wish = pressed === "draft" || pressed === "later" ? pressed : "finish";
  return { wish, note: given.note?.at(-1) ?? null, given };
}

/** Returns what the form ticks, from the list its record was begun with; `known` is what the form began with. */
export function codingOf(
  db: DataReader,
  { given }: RecordSent,
  record: ContactRecord | null,
  known = record?.coding ?? blankCoding,
): Coding {
  const tree = record ? treeOf(db, record.treeVersion) : settings(db).reasons;
  const regions = knownRegions(db).map(({ code }) => code);
  // A region may have left the directory since.
  const kept = record?.coding.region ? [record.coding.region] : [];
  const oldAge = known.age !== null && isOldAge(known.age) ? known.age : null;
  return readCoding(given, { tree, regions: [...regions, ...kept], oldAge });
}

/** How far back a contact may be recorded, days. */
const maxBack = 366;

/** Returns the fields of a contact recorded by hand: as typed, or as they begin. */
export function byHandOf(
  db: DataReader,
  member: StaffMember,
  now: number,
  given: Record<string, string[]>,
  clientId: string | null,
): ByHand {
  const served = servedLines(db, member.id);
  const shown = lines(db).filter(({ id }) => served.includes(id));
  const wanted = given.line?.at(-1);
  const { id: lineId, timeZone } = shown.find(({ id }) => String(id) === wanted) ?? shown[0] ?? line(db, 1)!;
  const lastDay = localDate(timeZone, now);
  return {
    clientId,
    channels: otherChannels,
    channel: otherChannels.find((one) => one === given.channel?.at(-1)) ?? null,
    lines: shown.map(({ id, name }) => ({ id, name })),
    lineId,
    day: given.day?.at(-1)?.slice(0, 20) ?? lastDay,
    firstDay: localDate(timeZone, now - maxBack * dayMs),
    lastDay,
  };
}

/** Returns whether a typed day is within the last year and not in the future. */
export function isDay({ day, firstDay, lastDay }: ByHand): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && isReal(day) && day >= firstDay && day <= lastDay;
}

/** No 31st of February. */
function isReal(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day;
}
