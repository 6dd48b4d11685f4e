import type { Clock } from "#src/clock.ts";
import { readersOf } from "#src/conversation/colleagues/colleagues.ts";
import { helpAskedIn } from "#src/conversation/colleagues/help.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { lastYouthAt } from "#src/conversation/reading.ts";
import type { DataReader } from "#src/db/db.ts";
import { line } from "#src/hours/lines.ts";
import { reachesOnCall } from "#src/on-call/notices.ts";
import { addressState } from "#src/record/address-reading.ts";
import { emergencyIn } from "#src/record/emergency-reading.ts";
import { inOrderFor } from "#src/settings/emergency.ts";
import { settings } from "#src/settings/settings.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { AboutLeft } from "#views/counsellor/safety/left-in-danger.tsx";
import { answeredNow } from "./emergency-data.ts";

/** What helps whoever sees to somebody who left in danger, and what is known of it without a word of theirs, for one reader (`id`). */
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
    declared: declared ? { at: declared.at, alias: declared.alias, ...answeredNow(db, declared) } : null,
    onCall: reachesOnCall(db, now),
    help: asked && asked.counsellorId !== reader.id ? (aliasOf(db, asked.counsellorId) ?? null) : null,
  };
}
