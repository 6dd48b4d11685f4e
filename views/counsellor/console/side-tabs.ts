import type { Key } from "#src/i18n/i18n.ts";

interface Tab {
  name: string;
  title: Key;
  /** Opens the tab from outside fields; `means` is its line in the key map. */
  letter?: string;
  means?: Key;
  /** Only for the counsellor of a chat that goes on. */
  onlyOwn?: true;
  /** Only for those who write in a chat that goes on and will have a record. */
  onlyTicking?: true;
}

/** The tabs beside a chat, in order. Another one needs an entry here, a view in side.tsx, and its page at `tabAddress`. */
export const sideTabs = [
  { name: "about", title: "staff.about.title" },
  { name: "referrals", title: "staff.nav.directory", letter: "R", means: "staff.nav.directory" },
  { name: "notes", title: "staff.notes.title", letter: "C", means: "staff.notes.title" },
  { name: "replies", title: "staff.side.replies", letter: "/", means: "staff.keys.replies" },
  { name: "emergency", title: "staff.emergency.title", letter: "D", means: "staff.emergency.title" },
  {
    name: "handover",
    title: "staff.handover.title",
    letter: "H",
    means: "staff.handover.title",
    onlyOwn: true,
  },
  // Its link stands under what is known of the young person (about.tsx).
  { name: "approach", title: "staff.approach.title" },
  // The same.
  { name: "reasons", title: "staff.ticks.title", onlyTicking: true },
] as const satisfies Tab[];

export type SideTab = (typeof sideTabs)[number]["name"];

/** Returns the tab that a request names, or undefined. */
export function asSideTab(name: string | undefined): SideTab | undefined {
  return sideTabs.find((one) => one.name === name)?.name;
}

/** Returns the address of a conversation with a tab beside it. */
export function tabAddress(id: number, tab: SideTab): string {
  return tab === "about" ? `/staff/conversation/${id}` : `/staff/conversation/${id}/${tab}`;
}

/** Returns the address of a conversation with the lines before a seq. */
export function linesBefore(id: number, seq: number): string {
  return `${tabAddress(id, "about")}?before=${seq}`;
}

/** The table with its optional parts, to go through. */
export const everyTab: readonly (Tab & { name: SideTab })[] = sideTabs;

/** Returns the tabs for someone at a chat; `isOwn`: its counsellor while it goes on; `ticks`: they tick its reasons. */
export function tabsFor(isOwn: boolean, ticks: boolean): typeof everyTab {
  return everyTab.filter(({ onlyOwn, onlyTicking }) => (isOwn || !onlyOwn) && (ticks || !onlyTicking));
}
