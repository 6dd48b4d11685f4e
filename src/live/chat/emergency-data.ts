import type { Clock } from "#src/clock.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { shortName, zoneOf } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { chatsNeedingOthers } from "#src/conversation/safety/urgent.ts";
import { whereAsked } from "#src/conversation/safety/where.ts";
import type { DataReader } from "#src/db/db.ts";
import { line } from "#src/hours/lines.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { reachesOnCall } from "#src/on-call/notices.ts";
import { eveningOf, onCallAt } from "#src/on-call/rota.ts";
import { addressRequests, addressState } from "#src/record/address-reading.ts";
import { counsellorIn, type Emergency, emergencyIn, isToPhone, mayAcknowledge } from "#src/record/emergency-reading.ts";
import { type EmergencyCountry, inOrderFor } from "#src/settings/emergency.ts";
import { silentLines } from "#src/settings/rules/rules.ts";
import { plain, saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { ownPhone, phoneAfterwards } from "#src/staff/accounts/own-phone.ts";
import type { Member } from "#src/staff/permissions.ts";
import { companyOn } from "#src/staff/shift/on-shift.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { aliasOf, type StaffMember } from "#src/staff/staff.ts";
import type { AnsweringNow } from "#views/counsellor/safety/emergencies.tsx";
import type { AnsweredNow, CallingNow, EmergencyNow } from "#views/counsellor/safety/emergency.tsx";

interface Sources {
  db: DataReader;
  clock: Clock;
  staff: StaffPresence;
}

type Reader = Pick<StaffMember, "id" | "language">;

/** Returns what a chat's reader sees beside it for when someone is in danger. */
export function emergencyScene(sources: Sources, one: Conversation, reader: Reader): EmergencyNow {
  const { db, clock } = sources;
  const { id: readerId, language: readIn } = reader;
  const at = clock.now();
  const { name, emergency: countries } = settings(db);
  const declared = emergencyIn(db, one.id);
  const isGoing = declared?.outcome === null && one.endedAt === null;
  const own = inOrderFor(countries, line(db, one.lineId)?.country ?? "")[0]!;
  const [newest] = declared ? addressRequests(db, declared.id) : [];
  return {
    helpline: name,
    countries,
    number: own.call,
    alone: companyOn(sources, one.lineId).every((id) => id === readerId),
    silent: silentScene(countries, { own, language: one.language, readIn }),
    asked: whereAsked(db, one.id),
    left: leftInDanger(db, one.id, at) !== null,
    declared: declared ? declaredNow(db, declared, readerId) : null,
    others: isGoing && one.counsellorId === readerId ? othersOf(db, reader) : [],
    onCall: reachesOnCall(db, at),
    phone: isGoing ? phoneOnCall(db, at, readerId) : null,
    address: addressState(db, one.id),
    watched: one.watchedAfter !== null,
    opening: newest ? { asker: newest.asker, confirmer: newest.confirmer, shown: newest.shownAt !== null } : null,
    rehearsal: !isReal(one),
    zone: zoneOf(db, one.id),
  };
}

/** All ways for the reader, those of the line's own country for the young person, each in their own language. */
function silentScene(
  countries: EmergencyCountry[],
  { own, language, readIn }: { own: EmergencyCountry; language: Language; readIn: Language },
): EmergencyNow["silent"] {
  const theirs = saidLines(language, silentLines([own])).map(plain);
  const words = [translate(language)("staff.emergency.silent_words"), ...theirs].join(" ");
  return { ways: saidLines(readIn, silentLines(countries)), words, language };
}

function declaredNow(db: DataReader, found: Emergency, readerId: number): NonNullable<EmergencyNow["declared"]> {
  const { id, at, alias, outcome } = found;
  return { id, at, alias, over: outcome !== null, ...answeredNow(db, found, readerId) };
}

/** Returns which supervisor has seen an emergency, who calls for it, and who has phoned its counsellor, to one reader (id). */
export function answeredNow(db: DataReader, found: Emergency, readerId: number): AnsweredNow {
  const { acknowledged, phoned } = found;
  const seen = (who: NonNullable<Emergency["phoned"]>) => ({
    alias: aliasOf(db, who.staffId ?? 0) ?? null,
    at: who.at,
  });
  return {
    counsellor: aliasOf(db, counsellorIn(db, found)) ?? found.alias,
    acknowledged: acknowledged && seen(acknowledged),
    phoned: phoned && seen(phoned),
    calling: callingNow(db, found, readerId),
  };
}

/** Returns who says that they are calling the emergency services, while an emergency is open; null if it is over. */
export function callingNow(db: DataReader, found: Emergency, readerId: number): CallingNow | null {
  if (found.outcome !== null) return null;
  const by = found.callerId === null ? null : (aliasOf(db, found.callerId) ?? null);
  return { emergencyId: found.id, by, isOwn: found.callerId === readerId };
}

/** Returns what the record of an emergency tells a member at an instant (ms UTC) of those who answer for it. */
export function answeringScene(db: DataReader, member: Member, found: Emergency, at: number): AnsweringNow {
  const toPhone = isToPhone(db, member, found, at);
  return {
    ...answeredNow(db, found, member.id),
    mayAcknowledge: mayAcknowledge(db, member, found),
    toPhone,
    phone: toPhone ? phoneAfterwards(db, counsellorIn(db, found)) : null,
  };
}

function othersOf(db: DataReader, { id, language }: Reader): string[] {
  const others = chatsNeedingOthers(db).filter(({ one }) => one.counsellorId === id);
  return others.map(({ one }) => shortName(language, one.nameIndex));
}

function phoneOnCall(db: DataReader, at: number, readerId: number): EmergencyNow["phone"] {
  const member = onCallAt(db, eveningOf(db, at));
  const number = member && member.id !== readerId && ownPhone(db, member.id);
  return number ? { alias: member.alias, number } : null;
}
