import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { may } from "../permissions.ts";
import { availabilityOf, everyone, memberNow } from "../staff.ts";
import { setAvailability } from "./availability.ts";

// Somebody in charge of people (supervisors, admins, leads) takes a colleague off new chats for a while: after hard weeks, until a paper is renewed, since a young
// person asked not to be met by them. It looks the same whatever it is for: nothing says why, and but for leads nobody learns who did it.

/** Whoever is off new chats: since when (ms UTC), and by whom (id). */
export interface OffNewChats {
  id: number;
  staffId: number;
  setBy: number;
  since: number;
}

/** That of everybody who takes no new chats now, once for each who said so. */
export function offNewChats(db: DataReader): OffNewChats[] {
  const now = q.selectFrom("new_chats_off").selectAll().where("lifted_at", "is", null).orderBy("id");
  return db.all(now).map(({ id, staff_id, set_by, since }) => ({ id, staffId: staff_id, setBy: set_by, since }));
}

/**
 * Takes a colleague who answers off new chats: they are away, and cannot be available until everybody who did so has lifted it; the
 * chats that they have stay theirs. Or lifts what one has set, and a lead all of it. Returns whether anything is other than before. Throws
 * `not_allowed`: for whoever is not in charge of people, for oneself, for whoever answers nobody, and where only somebody else set it.
 */
export function setNewChats(tx: Tx, emit: Emit, input: { staffId: number; by: number; takes: boolean }): boolean {
  const { staffId, by, takes } = input;
  const member = memberNow(tx, by);
  if (!may(member, "new_chats.set") || staffId === by) throw new HelplineError("not_allowed");
  const now = offNewChats(tx).filter((one) => one.staffId === staffId);
  const own = now.filter(({ setBy }) => setBy === by || may(member, "concern.lead"));
  if (takes) {
    if (now.length > 0 && own.length === 0) throw new HelplineError("not_allowed", "error.new_chats_other");
    for (const { id } of own) lift(tx, id, by);
    if (own.length > 0) emit({ type: "staff.new_chats", staffId, takes });
    return own.length > 0;
  }
  if (now.some(({ setBy }) => setBy === by)) return false;
  if (!answers(tx).some(({ id }) => id === staffId)) throw new HelplineError("not_allowed");
  tx.run(q.insertInto("new_chats_off").values({ staff_id: staffId, set_by: by, since: tx.at }));
  emit({ type: "staff.new_chats", staffId, takes });
  if (availabilityOf(tx, staffId) === "available") {
    setAvailability(tx, emit, { staffId, availability: "away", inCharge: true });
  }
  return true;
}

function lift(tx: Tx, id: number, by: number) {
  tx.run(q.updateTable("new_chats_off").set({ lifted_by: by, lifted_at: tx.at }).where("id", "=", id));
}

/** Everybody who may take people, by alias. */
export function answers(db: DataReader) {
  return everyone(db).filter((one) => may(one, "conversation.claim", { counsellorId: null, ended: false }));
}
