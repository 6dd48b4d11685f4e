import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { helpAskedIn } from "#src/conversation/colleagues/help.ts";
import {
  type Conversation,
  openConversations,
  shortName,
  stateOf,
  waitsSince,
} from "#src/conversation/conversation.ts";
import { isReal, type Kind } from "#src/conversation/kind.ts";
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

interface Seen {
  id: number;
  name: string;
  lineId: number;
  lane: "normal" | "urgent";
  language: Language;
  connection: Connection;
  risk: boolean;
  kind: Kind;
  counts: boolean;
}

export interface WaitingSeen extends Seen {
  waitsSince: number;
}

export interface Talk extends Seen {
  staffId: number;
  alias: string;
  claimedAt: number;
  startedAt: number;
  beside: { alias: string; kind: Beside }[];
  helpAskedAt: number | null;
  silent: { of: "youth" | "counsellor"; since: number } | null;
  pausedAt: number | null;
}

type Whereabouts = "available" | "wrapping" | "away" | "gone";

export interface PersonSeen {
  id: number;
  alias: string;
  is: Whereabouts;
  since: number | null;
  chats: number;
  lines: string[];
}

/** Returns everyone who waits, in the order someone without preference takes them; `language` is the reader's. */
export function waitingFromAbove(db: DataReader, presence: YouthPresence, language: Language): WaitingSeen[] {
  return inLine(db).map((one) => ({ ...seen(presence, one, language), waitsSince: waitsSince(one) }));
}

/** Returns every chat that goes on or is paused, longest first; times are ms UTC. */
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

/** Returns everyone who takes people, the available ones first, then by alias; `at` is ms UTC. */
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
