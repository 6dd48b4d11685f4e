import type { DataReader } from "#src/db/db.ts";
import { toldChanges } from "#src/http/frame/history.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type SettingsChange, settingsHistory } from "#src/settings/changes.ts";
import { areOnCallDates, isOnCallWeek, type OnCallDate, type OnCallWeek } from "#src/settings/on-call-draft.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { longDates, weekdayName } from "#views/parts/times/days.ts";
import type { ShownChange } from "#views/parts/told/changes.tsx";

/** Who changed which evening when, in words: "Monday: Robin → Luna". */
export function rotaChanges(t: Translate, db: DataReader): ShownChange[] {
  const changes = settingsHistory.latest(db, "on_call");
  return toldChanges(db, changes, (change) => [...weekWords(t, db, change), ...dateWords(t, db, change)]);
}

function weekWords(t: Translate, db: DataReader, { before, after }: SettingsChange): string[] {
  if (!("onCallWeek" in after)) return [];
  const [was, is] = [weekIn(before.onCallWeek), weekIn(after.onCallWeek)];
  return is.flatMap((id, day) => {
    if (id === was[day]) return [];
    return [said(t, weekdayName(t.language, day), nameOf(t, db, was[day]!), nameOf(t, db, id))];
  });
}

function dateWords(t: Translate, db: DataReader, { before, after }: SettingsChange): string[] {
  if (!("onCallDates" in after)) return [];
  const [was, is] = [datesIn(before.onCallDates), datesIn(after.onCallDates)];
  const dates = [...new Set([...is, ...was].map(({ date }) => date))].sort();
  const named = (all: OnCallDate[], date: string) => {
    const own = all.find((one) => one.date === date);
    return own ? nameOf(t, db, own.staffId) : t("admin.on_call.as_week");
  };
  return dates.flatMap((date) => {
    const [from, to] = [named(was, date), named(is, date)];
    return from === to ? [] : [said(t, longDates(t.language, date, date), from, to)];
  });
}

const weekIn = (value: unknown): OnCallWeek => (isOnCallWeek(value) ? (value as OnCallWeek) : Array(7).fill(null));
const datesIn = (value: unknown): OnCallDate[] => (areOnCallDates(value) ? (value as OnCallDate[]) : []);

function said(t: Translate, name: string, before: string, after: string): string {
  return t("admin.settings.did", { name, before, after });
}

function nameOf(t: Translate, db: DataReader, id: number | null): string {
  return id === null ? t("admin.on_call.nobody") : (aliasOf(db, id) ?? t("admin.on_call.gone"));
}
