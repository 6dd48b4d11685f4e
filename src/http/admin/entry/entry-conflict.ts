import type { DataReader } from "#src/db/db.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { type Merged, mergeEdits } from "#src/directory/entry/entry-merging.ts";
import type { EntryRead } from "#src/directory/entry/entry-reading.ts";
import { serviceChanges } from "#src/directory/entry/history.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { entryOf, type Service } from "#src/directory/entry/services.ts";
import { regionNames } from "#src/directory/regions.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { calendarInWords } from "#src/http/admin/hours/calendar-words.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { ShownConflict } from "#views/admin/entry/entry-conflict.tsx";
import { entryInWords } from "#views/admin/entry/entry-history.tsx";
import { differenceInWords } from "#views/admin/importing/source-told.tsx";
import type { EntryForm } from "./entry-form.ts";

/** Returns a form merged with a colleague's change that its sender has been told of; any other form as it is. */
export function withTheirs(db: DataReader, found: Service | null, form: EntryForm, read: EntryRead): EntryRead {
  const merged = mergedOf(db, found, form, form.mergeFrom, read);
  if (!merged) return read;
  const isNew = merged.entry.organizationId === "";
  return { ...read, entry: merged.entry, newOrganization: isNew ? read.newOrganization : null };
}

function mergedOf(
  db: DataReader,
  found: Service | null,
  { theirs }: EntryForm,
  from: number,
  read: EntryRead,
): Merged | null {
  if (!found || !serviceChanges(db, found.id).some(({ id }) => id === from)) return null;
  return mergeEdits(entryOf(db, from), read.entry, found.entry, new Set(theirs));
}

/** Returns a conflict with a colleague's change as the page shows it; `from` is the version both began from. */
export function shownConflict(
  t: Translate,
  db: DataReader,
  of: { found: Service | null; form: EntryForm; from: number; read: EntryRead },
): ShownConflict | null {
  const { found, form, from, read } = of;
  const merged = mergedOf(db, found, form, from, read);
  if (!found || !merged) return null;
  const { entry } = read;
  const names = {
    organization: (id: string) => organization(db, id)?.name ?? form.draft.texts.organization,
    region: regionNames(db, t.language),
    hours: (calendar: Calendar) => calendarInWords(t, calendar),
  };
  const theirs = (field: keyof Entry) => ({ field, ours: entry[field], theirs: found.entry[field], kept: true });
  const taken = { ...entry, ...Object.fromEntries(merged.taken.map((field) => [field, found.entry[field]])) };
  return {
    from,
    taken: entryInWords(t, entry, taken, names, null),
    both: merged.both.map((field) => ({
      field,
      words: differenceInWords(t, entry, theirs(field), names),
      theirs: form.theirs.includes(field),
    })),
  };
}
