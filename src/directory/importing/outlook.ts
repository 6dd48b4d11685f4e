import type { Entry } from "#src/directory/entry/entry.ts";
import type { Questions } from "#src/directory/files/meaning/mapping.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Belonging, Incoming } from "./incoming.ts";

/** What of an import will be of use to a young person, before any of it is written. */
export interface Outlook {
  /** Places, and how many of them have a phone, hours, a topic. */
  places: number;
  phones: number;
  hours: number;
  topics: number;
  belonging: Belonging | null;
  asked: Questions | null;
}

/** Whether a place has a phone, hours, a topic. */
export type Use = Record<"phones" | "hours" | "topics", boolean>;

/** Returns what of a place is of use. */
export function useOf({ channels, calendar, topics }: Entry): Use {
  return {
    phones: channels.some(({ kind }) => kind === "phone"),
    hours: calendar !== null || channels.some((one) => one.calendar !== null),
    topics: topics.length > 0,
  };
}

/** Returns the outlook of an import with places of these uses. */
export function outlookOf(uses: Use[], incoming: Pick<Incoming, "belonging" | "asked">): Outlook {
  const count = (name: keyof Use) => uses.filter((use) => use[name]).length;
  const counts = { phones: count("phones"), hours: count("hours"), topics: count("topics") };
  return { places: uses.length, ...counts, belonging: incoming.belonging ?? null, asked: incoming.asked ?? null };
}

/** Returns what of an import will be of use, in one line, and which of its rows reach no place; "" = there is none. */
export function usableText(outlook: Outlook | null, t: Translate): string {
  if (!outlook || outlook.places === 0) return "";
  const { places: n, phones, hours, topics, belonging } = outlook;
  const apart = (["phones", "hours", "topics"] as const).filter((what) => {
    const { of = 0, placed = 0 } = belonging?.[what] ?? {};
    return of > 0 && placed * 2 < of;
  });
  const told = apart.map((what) =>
    t("admin.import.outlook_apart", { what, why: belonging!.why || "unknown", ...belonging![what] }),
  );
  return [t("admin.import.outlook", { n, phones, hours, topics }), ...told].join(" ");
}
