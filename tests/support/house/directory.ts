import type { Db } from "#src/db/db.ts";
import { blankEntry, type Entry, type Organization, plainChannel } from "#src/directory/entry/entry.ts";
import { addOrganization, organizations } from "#src/directory/entry/organizations.ts";
import { addService } from "#src/directory/entry/services.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";

/** Returns an organization with nothing but a name. */
export function organizationNamed(name: string): Organization {
  return { name, alternateName: "", description: "", website: "", email: "" };
}

/** Adds a public service with a phone to a test's directory, and its organization if new. Returns its id. */
export async function place(db: Db, name: string, more: Partial<Entry> = {}, by = "Open House"): Promise<string> {
  return db.change("command line", (tx, emit) => {
    const known = organizations(tx).find((one) => one.name === by);
    const organizationId = known?.id ?? addOrganization(tx, emit, organizationNamed(by));
    const entry: Entry = {
      ...blankEntry(organizationId),
      name,
      visibility: "public",
      channels: [plainChannel("phone", "0800 12 34 56")],
      ...more,
    };
    return addService(tx, emit, { entry });
  });
}

/** Returns daily hours, in minutes after midnight. */
export function daily(opens: number, closes: number, timeZone = "Europe/Brussels"): Calendar {
  const week = Array.from({ length: 7 }, () => [{ opens, closes }]);
  return { timeZone, lastEntryMinutes: 0, week, seasons: [], dayRules: [], cuts: [] };
}
