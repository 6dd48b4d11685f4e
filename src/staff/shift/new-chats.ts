import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { may } from "../permissions.ts";
import { availabilityOf, everyone, memberNow } from "../staff.ts";
import { setAvailability } from "./availability.ts";

// Nothing says why someone is off new chats (hard weeks, a paper to renew, a young person's wish). Only leads learn who did it.

interface OffNewChats {
  id: number;
  staffId: number;
  setBy: number;
  since: number;
}

/** Who is off new chats now, once for each person who set it. */
export function offNewChats(db: DataReader): OffNewChats[] {
  const now = q.selectFrom("new_chats_off").selectAll().where("lifted_at", "is", null).orderBy("id");
  return db.all(now).map(({ id, staff_id, set_by, since }) => ({ id, staffId: staff_id, setBy: set_by, since }));
}

/** Takes a colleague off new chats, or lifts what `by` set (a lead: all). Returns whether it changed. Throws `not_allowed`. */
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

/** Everyone who may take people, by alias. */
export function answers(db: DataReader) {
  return everyone(db).filter((one) => may(one, "conversation.claim", { counsellorId: null, ended: false }));
}
