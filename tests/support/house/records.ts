import { q } from "#src/db/schema.ts";
import { blankCoding, type Coding } from "#src/record/coding.ts";
import { type RecordGiven, saveRecord } from "#src/record/record.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "./chats.ts";
import type { House } from "./helpline.ts";
import { act } from "./http.ts";

/** Returns a chat of Anna's that has ended. */
export async function endedChat(house: House, words = "hello"): Promise<number> {
  const id = await talking(house, words);
  await youthEnds(house, id);
  return id;
}

/** Returns a coding with only these ticks. */
export const coded = (more: Partial<Coding> = {}): Coding => ({
  ...blankCoding,
  reasons: ["violence.bullying"],
  ...more,
});

/** Saves a record: finished and without a note by default. */
export function saves(
  house: House,
  member: StaffMember,
  given: Pick<RecordGiven, "of"> & Partial<RecordGiven>,
): Promise<number> {
  const whole = { member, coding: coded(), note: "", wish: "finish" as const, ...given };
  return act(house, member, (tx, emit) => saveRecord(tx, emit, whole));
}

/** Finishes a record so long ago (ms), as no session would last while the clock passed. */
export function ages(house: House, recordId: number, ms: number): Promise<number> {
  const { finished_at, began_at } = house.helpline.db.first(
    q.selectFrom("contact_record").select(["finished_at", "began_at"]).where("id", "=", recordId),
  )!;
  const before = { finished_at: finished_at! - ms, began_at: began_at - ms };
  return house.helpline.db.change("command line", (tx) =>
    tx.run(q.updateTable("contact_record").set(before).where("id", "=", recordId)),
  );
}
