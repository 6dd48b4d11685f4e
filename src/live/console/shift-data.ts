import { zoneOf } from "#src/conversation/conversation.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { may } from "#src/staff/permissions.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { shiftDraft } from "#src/staff/shift/shift-draft.ts";
import { keptHours, shiftNotes } from "#src/staff/shift/shift-room.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { ShiftRoomProps } from "#views/counsellor/line/shift.tsx";
import { onShift } from "./staff-room.tsx";

/** Returns the shift room for one member; `now` is ms UTC, `given` overrides parts of it. */
export function shiftScene(
  { db, staff }: { db: DataReader; staff: StaffPresence },
  member: StaffMember,
  now: number,
  given: Partial<ShiftRoomProps> = {},
): Omit<ShiftRoomProps, "t"> {
  return {
    open: false,
    people: onShift(db, staff),
    notes: shiftNotes(db, now),
    keptHours,
    mayTellAll: may(member, "shift.tell_all"),
    me: member.id,
    zone: zoneOf(db, 0),
    clientId: newClientId(),
    draft: shiftDraft(db, member.id),
    refused: null,
    ...given,
  };
}
