import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { helpAskedIn } from "#src/conversation/colleagues/help.ts";
import { type Conversation, openConversations, stateOf, waitsSince } from "#src/conversation/conversation.ts";
import { isReal, type Kind } from "#src/conversation/kind.ts";
import { shortName } from "#src/conversation/names.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { type SilenceLive, silenceNow } from "#src/conversation/silence/state.ts";
import type { Connection } from "#src/conversation/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Beside } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { may } from "#src/staff/permissions.ts";
import { servers } from "#src/staff/shift/availability.ts";
import { wrappingUp } from "#src/staff/shift/wrap-up.ts";
import { aliasOf, everyone } from "#src/staff/staff.ts";
import { chatsInHand } from "../capacity.ts";
import { inLine } from "../claim.ts";

// The room as its supervisor sees it: who waits and who talks with whom, for how long, and never a word of it.

/** Somebody who waits, or talks, without their words. */
interface Seen {
  id: number;
  /** Neutral short name in the reader's language, "Blue door". */
  name: string;
  lineId: number;
  lane: "normal" | "urgent";
  language: Language;
  connection: Connection;
  /** They are marked as in danger. */
  risk: boolean;
  kind: Kind;
  /** It counts: it is of a young person. */
  counts: boolean;
}

export interface WaitingSeen extends Seen {
  /** ms UTC */
  waitsSince: number;
}

export interface Talk extends Seen {
  staffId: number;
  /** The counsellor's alias. */
  alias: string;
  /** ms UTC */
  claimedAt: number;
  startedAt: number;
  /** Who else sits beside the counsellor. */
  beside: { alias: string; kind: Beside }[];
  /** Since when colleagues are asked for help, ms UTC; null = they are not. */
  helpAskedAt: number | null;
  /** Whose silence it is, since when (ms UTC), by the clock that runs (conversation/silence.ts); null while none does. */
  silent: { of: "youth" | "counsellor"; since: number } | null;
  /** Since when it is paused for the young person, ms UTC; null while it goes on. */
  pausedAt: number | null;
}

/** Where a member of the staff is now. `wrapping`: available, and busy for a while after a chat. */
export type Whereabouts = "available" | "wrapping" | "away" | "gone";

export interface PersonSeen {
  id: number;
  alias: string;
  is: Whereabouts;
  /** Since when, ms UTC; null when they never said anything. */
  since: number | null;
  /** How many chats they have in hand. */
  chats: number;
  /** The names of the lines they serve; [] for every line. */
  lines: string[];
}

/** Everyone who waits, in the order they will be taken by whoever has no preference. `language` is the reader's. */
export function waitingFromAbove(db: DataReader, presence: YouthPresence, language: Language): WaitingSeen[] {
  return inLine(db).map((one) => ({ ...seen(presence, one, language), waitsSince: waitsSince(one) }));
}

/** Every chat that goes on, or is paused, the longest first. */
export function talks(db: DataReader, live: SilenceLive, language: Language): Talk[] {
  return openConversations(db)
    .filter((one) => stateOf(one) !== "waiting" && one.counsellorId !== null)
    .map((one) => ({
      ...seen(live.youth, one, language),
      staffId: one.counsellorId!,
      alias: aliasOf(db, one.counsellorId!) ?? "",
      claimedAt: one.claimedAt!,
      startedAt: one.startedAt,
      beside: colleaguesOf(db, one.id).map(({ staffId, kind }) => ({ alias: aliasOf(db, staffId) ?? "", kind })),
      helpAskedAt: helpAskedIn(db, one.id)?.at ?? null,
      silent: silenceNow(db, one, live).clock,
      pausedAt: one.pausedAt,
    }))
    .toSorted((a, b) => a.claimedAt - b.claimedAt);
}

function seen(presence: YouthPresence, one: Conversation, language: Language): Seen {
  const { id, lineId, lane, risk, kind } = one;
  const connection = presence.connection(id, one.youthHereAt);
  return {
    id,
    name: shortName(language, one.nameIndex),
    lineId,
    lane,
    language: one.language,
    connection,
    risk,
    kind,
    counts: isReal(one),
  };
}

const order: Whereabouts[] = ["available", "wrapping", "away", "gone"];

/** Everyone who takes people, the available ones first, then by alias. `at` is ms UTC. */
export function peopleFromAbove(db: DataReader, at: number): PersonSeen[] {
  const [busy, inHand] = [wrappingUp(db, at), chatsInHand(db)];
  const since = new Map(db.all(lastSaid({})).map((said) => [said.id, said.at]));
  const all = lines(db).map((line) => ({ name: line.name, isServedBy: servers(db, line.id) }));
  return everyone(db)
    .filter((one) => may(one, "conversation.claim", { counsellorId: null, ended: false }))
    .map(({ id, alias, availability: said }) => {
      const served = all.filter((line) => line.isServedBy(id));
      return {
        id,
        alias,
        is: said === "available" && busy.has(id) ? ("wrapping" as const) : said,
        since: since.get(id) ?? null,
        chats: inHand.get(id) ?? 0,
        lines: served.length === all.length ? [] : served.map(({ name }) => name),
      };
    })
    .toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is));
}

/** Of everyone who was ever on the staff. */
const lastSaid = prepared(() =>
  q
    .selectFrom("staff")
    .select("id")
    .select((eb) =>
      eb
        .selectFrom("presence_log as said")
        .select("said.at")
        .whereRef("said.staff_id", "=", "staff.id")
        .orderBy("said.id", "desc")
        .limit(1)
        .as("at"),
    ),
);
