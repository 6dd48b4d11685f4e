import { type Clock, dayMs } from "#src/clock.ts";
import { readersOf } from "#src/conversation/colleagues/colleagues.ts";
import { helpAskedIn } from "#src/conversation/colleagues/help.ts";
import { type Conversation, wasCounselled } from "#src/conversation/conversation.ts";
import { lastYouthAt } from "#src/conversation/reading.ts";
import { hasOpenEmergency } from "#src/conversation/safety/urgent.ts";
import type { DataReader } from "#src/db/db.ts";
import { line, lineZone } from "#src/hours/lines.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { reachesOnCall } from "#src/on-call/notices.ts";
import { addressState } from "#src/record/address-reading.ts";
import { emergencyIn } from "#src/record/emergency-reading.ts";
import { inOrderFor } from "#src/settings/emergency.ts";
import { promisedDays } from "#src/settings/rules/promised.ts";
import { settings } from "#src/settings/settings.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { AboutLeft } from "#views/counsellor/safety/left-in-danger.tsx";
import { answeredNow } from "./emergency-data.ts";

/** Returns what helps a reader see to someone who left in danger, and what is known of them, without a word of theirs. */
export function leftScene(
  { db, clock }: { db: DataReader; clock: Clock },
  found: Conversation,
  reader: { id: number },
): AboutLeft {
  const now = clock.now();
  const { name, emergency } = settings(db);
  const declared = emergencyIn(db, found.id);
  const asked = helpAskedIn(db, found.id);
  return {
    helpline: name,
    countries: inOrderFor(emergency, line(db, found.lineId)?.country ?? ""),
    came: found.startedAt,
    wrote: lastYouthAt(db, found.id),
    with: readersOf(db, found, now, true).map(({ alias }) => alias),
    hasAddress: addressState(db, found.id) === "locked",
    declared: declared ? { at: declared.at, alias: declared.alias, ...answeredNow(db, declared, reader.id) } : null,
    onCall: reachesOnCall(db, now),
    help: asked && asked.counsellorId !== reader.id ? (aliasOf(db, asked.counsellorId) ?? null) : null,
  };
}

/** Tells when a chat's words go once its danger is over, but never of a complaint, which may keep them longer. */
export function dangerClosedWords(
  { db, clock }: { db: DataReader; clock: Clock },
  t: Translate,
  { found, chat }: { found: Conversation; chat: string },
): string {
  if (hasOpenEmergency(db, found.id)) return t("staff.left.closed.emergency", { chat });
  if (found.erasedAt !== null) return t("staff.left.closed.deleted", { chat });
  if (!wasCounselled(found)) return t("staff.left.closed.unread", { chat });
  const due = (found.endedAt ?? clock.now()) + promisedDays(db, found.rulesVersion) * dayMs;
  const when = t.dateTime(Math.max(due, clock.now()), lineZone(db, found.lineId));
  return t("staff.left.closed.kept", { chat, when });
}
