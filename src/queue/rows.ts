import type { Kind } from "#src/conversation/kind.ts";
import type { DangerKind } from "#src/conversation/safety/danger-answers.ts";
import type { Urgency } from "#src/conversation/safety/urgent.ts";
import type { Connection, EndReason } from "#src/conversation/state.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { Answers } from "#src/settings/assessment.ts";

/** Someone who waits, as counsellors see it in the queue. */
export interface Waiting {
  id: number;
  /** Neutral short name in the reader's language, "Blue door". */
  name: string;
  /** The name of the line; null where there is only one. */
  line: string | null;
  lane: "normal" | "urgent";
  /** That it cannot wait, or is about danger, as they chose in the first questions; null when they did not say so. */
  urgency: "soon" | "danger" | null;
  /** What is happening, as whoever is in danger said; null for nothing. */
  danger: DangerKind | null;
  /** They have said that they cannot write now, and nothing since. */
  silent: boolean;
  language: Language;
  /** It is one of the languages the reader chats in. */
  spoken: boolean;
  /** The first words, shortened to one line; null when nothing was written, it cannot be opened, or it is not for this reader. */
  firstWords: string | null;
  /** 0–10, or null when not answered. */
  feeling: number | null;
  /** ms UTC */
  waitsSince: number;
  connection: Connection;
  kind: Kind;
  /** They had asked to be written to, came by the link, and take turns with those who wait (invited-order.ts). */
  calledBack: boolean;
  /** A counsellor had marked that they are in danger, before they came to wait again. */
  risk: boolean;
  /** Their screen is said to be watched. */
  watched: boolean;
}

/** One of a counsellor's own conversations, as the list shows it. */
export interface OwnChat {
  id: number;
  name: string;
  /** The name of the line; null where there is only one. */
  line: string | null;
  language: Language;
  lastWords: string | null;
  lastAuthor: "youth" | "counsellor" | "notice" | null;
  /** The alias of the colleague who wrote the last words; null where it was nobody else of the staff. */
  lastAlias: string | null;
  /** Messages of the young person that this counsellor has not seen. */
  unread: number;
  /** Notes of colleagues beside it that the reader has not read. */
  unreadNotes: number;
  /** Since when the young person waits for an answer, ms UTC; null when the counsellor wrote last. */
  waitingSince: number | null;
  /** ms UTC */
  claimedAt: number;
  feeling: number | null;
  connection: Connection;
  /** Set for a chat that has ended but is still on the screen. */
  ended: { reason: EndReason; at: number } | null;
  /** The young person has deleted it. */
  erased: boolean;
  /** It has ended, and its contact record is not finished. */
  recordOpen: boolean;
  /** Its counsellor has marked that somebody is in danger. */
  risk: boolean;
  /** Their screen is said to be watched; never after the end. */
  watched: boolean;
  /** They have said that they cannot write now, and nothing since; never after the end. */
  silent: boolean;
  /** Until when a chat that was set aside can be taken back, ms UTC; null for any other. */
  asideUntil: number | null;
  /** Since when it waits for the young person, ms UTC; null while it does not. */
  pausedAt: number | null;
  kind: Kind;
  lane: "normal" | "urgent";
  /** Why it is marked as urgent, until a person says otherwise; null where it is not. */
  urgent: Urgency | null;
  /** What they chose in the first questions; null for nothing. */
  chosen: Answers | null;
  /** The alias of the colleague whose it is, for whoever sits beside them; null for an own one. */
  with: string | null;
}
