import { isDate } from "#src/clock.ts";

/** Staff ids by weekday, 0 = Monday; null = nobody. */
export type OnCallWeek = (number | null)[];

/** An evening that is other than its weekday. */
export interface OnCallDate {
  /** "2026-12-24" */
  date: string;
  staffId: number | null;
}

/** More single evenings than this no page could show. */
export const maxOnCallDates = 100;

const isStaffId = (id: unknown) => id === null || (Number.isInteger(id) && (id as number) > 0);

/** Whether it is somebody or nobody for each day of a week. */
export function isOnCallWeek(week: unknown): boolean {
  return Array.isArray(week) && week.length === 7 && week.every(isStaffId);
}

/** Whether they are single evenings, each once, in their order. */
export function areOnCallDates(dates: unknown): boolean {
  if (!Array.isArray(dates) || dates.length > maxOnCallDates) return false;
  const inOrder = dates.every((one, i) => i === 0 || dates[i - 1].date < one?.date);
  return inOrder && dates.every((one) => isDate(one?.date) && isStaffId(one.staffId));
}
