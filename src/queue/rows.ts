import type { Kind } from "#src/conversation/kind.ts";
import type { DangerKind } from "#src/conversation/safety/danger-answers.ts";
import type { Urgency } from "#src/conversation/safety/urgent.ts";
import type { Connection, EndReason } from "#src/conversation/state.ts";
import type { Language } from "#src/i18n/i18n.ts";

export interface Waiting {
  id: number;
  name: string;
  line: string | null;
  lane: "normal" | "urgent";
  urgency: "soon" | "danger" | null;
  danger: DangerKind | null;
  silent: boolean;
  language: Language;
  spoken: boolean;
  firstWords: string | null;
  feeling: number | null;
  waitsSince: number;
  connection: Connection;
  kind: Kind;
  calledBack: boolean;
  risk: boolean;
  watched: boolean;
}

export interface OwnChat {
  id: number;
  name: string;
  line: string | null;
  language: Language;
  lastWords: string | null;
  lastAuthor: "youth" | "counsellor" | "notice" | null;
  lastAlias: string | null;
  unread: number;
  unreadNotes: number;
  waitingSince: number | null;
  claimedAt: number;
  feeling: number | null;
  connection: Connection;
  ended: { reason: EndReason; at: number } | null;
  erased: boolean;
  recordOpen: boolean;
  risk: boolean;
  watched: boolean;
  silent: boolean;
  asideUntil: number | null;
  pausedAt: number | null;
  kind: Kind;
  lane: "normal" | "urgent";
  urgent: Urgency | null;
  with: string | null;
}
