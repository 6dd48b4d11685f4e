import type { Connection, EndReason } from "#src/conversation/state.ts";
import type { Language } from "#src/i18n/i18n.ts";

/** Someone who waits, as counsellors see it in the queue. */
export interface Waiting {
  id: number;
  /** Neutral short name in the reader's language, "Blue door". */
  name: string;
  /** The name of the line; null where there is only one. */
  line: string | null;
  lane: "normal" | "urgent";
  language: Language;
  /** The first words, shortened to one line; null when nothing was written or it cannot be opened. */
  firstWords: string | null;
  /** 0–10, or null when not answered. */
  feeling: number | null;
  /** ms UTC */
  startedAt: number;
  connection: Connection;
  /** Written by a colleague to try everything. */
  rehearsal: boolean;
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
  /** Messages of the young person that this counsellor has not seen. */
  unread: number;
  /** Since when the young person waits for an answer, ms UTC; null when the counsellor wrote last. */
  waitingSince: number | null;
  /** ms UTC */
  claimedAt: number;
  feeling: number | null;
  connection: Connection;
  /** Set for a chat that has ended but is still on the screen. */
  ended: { reason: EndReason; at: number } | null;
  rehearsal: boolean;
}
