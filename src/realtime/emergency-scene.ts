import type { Conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { isWhereAsked } from "#src/conversation/where.ts";
import type { DataReader } from "#src/db/db.ts";
import { line } from "#src/hours/lines.ts";
import { eveningOf, onCallAt } from "#src/on-call/rota.ts";
import { reachesOnCall } from "#src/on-call/told.ts";
import { addressRequests, addressState } from "#src/record/address-reading.ts";
import { type Emergency, emergencyIn } from "#src/record/emergency-reading.ts";
import { settings } from "#src/settings/settings.ts";
import { ownPhone } from "#src/staff/own-phone.ts";
import type { EmergencyNow } from "#views/counsellor/emergency.tsx";
import { zoneOf } from "./staff-scene.ts";

/** What stands beside a chat for when somebody is in danger, at an instant (ms UTC). */
export function emergencyScene(db: DataReader, one: Conversation, at: number): EmergencyNow {
  const { name, emergency: countries } = settings(db);
  const declared = emergencyIn(db, one.id);
  const ofLine = line(db, one.lineId)?.country ?? "";
  const own = countries.find(({ country }) => country === ofLine) ?? countries[0]!;
  const [newest] = declared ? addressRequests(db, declared.id) : [];
  return {
    helpline: name,
    countries,
    number: own.call,
    asked: isWhereAsked(db, one.id),
    declared: declared ? declaredNow(declared) : null,
    onCall: reachesOnCall(db, at),
    phone: declared && declared.outcome === null && one.endedAt === null ? phoneOnCall(db, at) : null,
    address: addressState(db, one.id),
    opening: newest ? { asker: newest.asker, confirmer: newest.confirmer, shown: newest.shownAt !== null } : null,
    rehearsal: !isReal(one),
    zone: zoneOf(db, one.id),
  };
}

function declaredNow({ id, at, alias, outcome }: Emergency): NonNullable<EmergencyNow["declared"]> {
  return { id, at, alias, over: outcome !== null };
}

/** The number of whoever is on call, as they gave it for an emergency; null where they gave none. */
function phoneOnCall(db: DataReader, at: number): EmergencyNow["phone"] {
  const member = onCallAt(db, eveningOf(db, at));
  const number = member && ownPhone(db, member.id);
  return number ? { alias: member.alias, number } : null;
}
