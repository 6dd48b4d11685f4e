import type { Translate } from "#src/i18n/i18n.ts";
import type { AnsweredBy } from "#src/settings/definitions.ts";
import type { InDanger } from "#views/youth/danger/danger.tsx";

export interface Place {
  place: number;
  open: boolean;
  /** Wait in minutes; null = it cannot be told. */
  range: { low: number; high: number } | null;
  keptMinutes: number;
  /** Closing is near, or comes before they are likely to be reached. */
  closing: Closing | null;
  danger?: InDanger | null;
  watched?: boolean;
}

/** When the line closes and opens again (null = unknown), ms UTC; `now` to the quarter of an hour. */
export interface Closing {
  at: number;
  next: number | null;
  now: number;
  zone: string;
  later?: boolean;
}

/** Where a chat stands for the young person; `version` changes whenever what is shown does. */
export type ChatState = {
  /** In danger: their words can be read after they leave, which is said before; not on a watched screen. */
  readAfter?: true;
  /** Whom to call before leaving in danger, watched or not. */
  call?: string;
  /** They said last that they cannot write. */
  quiet?: true;
} & (
  | ({ version: string; kind: "waiting" } & Place)
  | ({ version: string; kind: "talking"; asked: Asked | null; danger?: InDanger | null } & Omit<TalkingProps, "t">)
  | { version: string; kind: "paused"; alias: string; minutes: number; danger?: InDanger | null }
);

export interface TalkingProps {
  t: Translate;
  alias: string;
  answeredBy: AnsweredBy;
  connected: boolean;
}

/** They are asked whether they are still there. */
export interface Asked {
  /** They are in danger: no button lets the chat rest, and none says that they are safe. */
  danger: boolean;
  /** Minutes without an answer until the chat pauses; null = it does not. */
  minutes: number | null;
  later: boolean;
}
