import type { Key } from "#src/i18n/i18n.ts";
import type { IconName } from "#views/parts/icons.tsx";

interface Tab {
  name: string;
  title: Key;
  /** Opens the tab from outside fields; `means` is its line in the map of keys. */
  letter?: string;
  means?: Key;
  /** Stands in the head of a chat where there is no room for the tabs themselves. */
  icon?: IconName;
  /** For the counsellor of a chat that goes on, and nobody else. */
  onlyOwn?: true;
}

/**
 * What can stand beside a chat, in the order of its tabs. One more is one entry here, its view in side.tsx, and, for
 * whoever has no scripts, its page under the address of the conversation (`tabAddress`).
 */
export const sideTabs = [
  { name: "about", title: "staff.about.title" },
  { name: "referrals", title: "staff.side.referrals", letter: "R", means: "staff.keys.referrals", icon: "signpost" },
  { name: "notes", title: "staff.notes.title", letter: "C", means: "staff.keys.notes", icon: "lock" },
  { name: "replies", title: "staff.side.replies", letter: "/", means: "staff.keys.replies" },
  { name: "emergency", title: "staff.emergency.title", letter: "D", means: "staff.keys.emergency", icon: "urgent" },
  {
    name: "handover",
    title: "staff.handover.title",
    letter: "H",
    means: "staff.keys.handover",
    icon: "person",
    onlyOwn: true,
  },
  // The way to it stands under what is known of somebody (about.tsx).
  { name: "approach", title: "staff.approach.title" },
] as const satisfies Tab[];

export type SideTab = (typeof sideTabs)[number]["name"];

/** Which tab is meant by a name that came with a request; undefined for none of them. */
export function asSideTab(name: string | undefined): SideTab | undefined {
  return sideTabs.find((one) => one.name === name)?.name;
}

/** Where a conversation stands with a tab beside it. */
export function tabAddress(id: number, tab: SideTab): string {
  return tab === "about" ? `/staff/conversation/${id}` : `/staff/conversation/${id}/${tab}`;
}

/** The table with what an entry may leave out, for whoever goes through it. */
export const everyTab: readonly (Tab & { name: SideTab })[] = sideTabs;

/** The tabs of somebody who sits at a chat: its counsellor while it goes on, or not. */
export function tabsFor(isOwn: boolean): typeof everyTab {
  return everyTab.filter(({ onlyOwn }) => isOwn || !onlyOwn);
}
