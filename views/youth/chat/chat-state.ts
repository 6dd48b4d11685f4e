import type { Translate } from "#src/i18n/i18n.ts";
import type { AnsweredBy } from "#src/settings/definitions.ts";
import type { InDanger } from "#views/youth/danger/danger.tsx";

/** What somebody who waits is told of their line. */
export interface Place {
  place: number;
  /** Somebody who can take them is there. */
  open: boolean;
  /** How long they will wait, minutes; null where nothing can be said of it. */
  range: { low: number; high: number } | null;
  keptMinutes: number;
  /** The last minutes before closing have begun, or it will close before they are likely to be reached. */
  closing: Closing | null;
  /** They said that they are in danger. */
  danger?: InDanger | null;
  /** Somebody else may read their screen. */
  watched?: boolean;
}

/** When the line closes, and when it opens again (null: nobody knows yet). All ms UTC, `now` to the quarter of an hour. */
export interface Closing {
  at: number;
  next: number | null;
  now: number;
  /** IANA name: the clock these are told by. */
  zone: string;
  /** They can leave an address to be written to. */
  later?: boolean;
}

/** Where a chat stands for the young person. `version` changes whenever what is shown does. */
export type ChatState = {
  /** They are in danger: what they wrote can still be read when they leave, and this is said before; not on a screen that is watched. */
  readAfter?: true;
  /** The same, whoever watches: whom they are to call before they leave. */
  call?: string;
  /** What they said last is that they cannot write. */
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

/** That they are asked whether they are still there. */
export interface Asked {
  /** They are in danger: no button lets the chat rest, and none says that they are safe. */
  danger: boolean;
  /** After how many minutes without an answer the chat pauses; null = it does not. */
  minutes: number | null;
  /** They can let the chat rest. */
  later: boolean;
}
