import { minuteMs } from "#src/clock.ts";
import { colleaguesOf, readersOf, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import {
  type Handover,
  handoversOf,
  lastAccepted,
  offersTo,
  openAmong,
  openOffer,
} from "#src/conversation/colleagues/handover.ts";
import {
  type Conversation,
  type ConversationState,
  conversation,
  shortName,
  stateOf,
} from "#src/conversation/conversation.ts";
import { urgencyOf } from "#src/conversation/safety/urgent.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Beside } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { OwnChat } from "../rows.ts";

export interface SeatsNow {
  as: "own" | Beside;
  counsellor: string;
  beside: { alias: string; kind: Beside }[];
  offer: { to: string; at: number } | null;
  declined: string | null;
  left: Left | null;
}

export interface Left {
  by: string;
  summary: string | null;
  notAsked: string | null;
}

const declinedShownMs = 10 * minuteMs;

/** Returns the seats at a conversation at `at` (ms UTC), as a reader (id) who sits there sees them. */
export function seatsOf(db: DataReader, found: Conversation, readerId: number, at: number): SeatsNow {
  const readers = readersOf(db, found, at).map(({ id }) => id);
  const colleagues = colleaguesOf(db, found.id);
  const handovers = handoversOf(db, found.id);
  const offer = openAmong(handovers, found);
  const last = handovers.at(-1);
  const isRefused = last?.outcome === "declined" || last?.outcome === "lapsed";
  const isFresh = isRefused && last.fromId === readerId && at - last.settledAt! < declinedShownMs;
  const isOwn = found.counsellorId === readerId;
  const left = isOwn ? lastAccepted(handovers) : undefined;
  return {
    as: isOwn ? "own" : (colleagues.find((one) => one.staffId === readerId)?.kind ?? "own"),
    counsellor: nameOf(db, found.counsellorId),
    beside: colleagues
      .filter(({ staffId }) => staffId !== readerId && readers.includes(staffId))
      .map(({ staffId, kind }) => ({ alias: nameOf(db, staffId), kind })),
    offer: offer?.toId ? { to: nameOf(db, offer.toId), at: offer.offeredAt } : null,
    declined: isFresh ? nameOf(db, last.toId) : null,
    left: left ? leftIn(db, left) : null,
  };
}

function leftIn(db: DataReader, { fromId, summary, notAsked }: Handover): Left {
  return { by: nameOf(db, fromId), summary, notAsked };
}

function nameOf(db: DataReader, staffId: number | null): string {
  return staffId === null ? "" : (aliasOf(db, staffId) ?? "");
}

const outsideActs = ["read_along", "join", "take_over"] as const;
export type OutsideAct = (typeof outsideActs)[number];

export interface Outside {
  id: number;
  name: string;
  state: ConversationState;
  counsellor: string;
  lane: OwnChat["lane"];
  urgent: OwnChat["urgent"];
  language: Language;
  since: number;
  acts: OutsideAct[];
}

/** Returns a conversation at `at` (ms UTC) as someone who does not sit at it sees it. */
export function outsideOf(
  db: DataReader,
  found: Conversation,
  member: Member & { language: Language },
  at: number,
): Outside {
  const subject = subjectOf(db, found, at);
  return {
    id: found.id,
    name: shortName(member.language, found.nameIndex),
    state: stateOf(found),
    counsellor: nameOf(db, found.counsellorId),
    lane: found.lane,
    urgent: urgencyOf(db, found),
    language: found.language,
    since: found.claimedAt ?? found.startedAt,
    acts: outsideActs.filter((act) => may(member, `conversation.${act}`, subject)),
  };
}

export interface Offered extends Left {
  id: number;
  name: string;
  lane: OwnChat["lane"];
  language: Language;
  at: number;
}

/** Returns what is offered to someone now and they may accept, oldest offer first; times are ms UTC. */
export function offeredNow(db: DataReader, member: Member & { language: Language }): Offered[] {
  return offersTo(db, member.id).flatMap((id) => {
    const found = conversation(db, id)!;
    const offer = openOffer(db, found);
    if (!offer || !may(member, "conversation.accept", subjectOf(db, found, 0))) return [];
    const { lane, language, nameIndex } = found;
    return [
      { ...leftIn(db, offer), id, name: shortName(member.language, nameIndex), lane, language, at: offer.offeredAt },
    ];
  });
}
