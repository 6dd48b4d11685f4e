import type { Availability, Event } from "#src/events.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { consoleBeat, topics } from "#src/live/topics.ts";
import { lapse, lapsedOffers } from "#src/queue/handover/expire-offers.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { chatsLeftAlone } from "#src/queue/wait/unattended.ts";
import { forgetOldChanges, hasOldChanges } from "#src/replies/changes.ts";
import { may } from "#src/staff/permissions.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { forgetShiftNotes, hasOldShiftNotes } from "#src/staff/shift/shift-room.ts";
import { endWrapUp, overdueWrapUps } from "#src/staff/shift/wrap-up.ts";
import { everyone, openChats } from "#src/staff/staff.ts";
import { each } from "./each.ts";

// Who of the staff is there, and what becomes of the chats of somebody who is not.

/** Says to every page that is open that the server is there. */
export function beat({ hub }: Helpline) {
  for (const kind of [topics.everyStaff, topics.everyBar]) {
    for (const topic of hub.topics(kind)) hub.publish(topic, consoleBeat);
  }
}

/** Counts out whoever said “available”, or has a chat, and is not heard any more, and tells the young persons of everyone who is gone. */
export function watchStaff() {
  const said = new WeakMap<Helpline, Set<number>>();
  return async (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Set<number>();
    const gone = new Set<number>();
    const news: Event[] = [];
    for (const one of everyone(helpline.db)) {
      if (helpline.staff.isGone(one.id)) gone.add(one.id);
      // That whoever stands outside the shift has opened a page is nothing that anybody hears.
      if (gone.has(one.id) === before.has(one.id) || !may(one, "shift.talk")) continue;
      news.push({ type: "staff.heard", staffId: one.id, heard: !gone.has(one.id) });
    }
    said.set(helpline, gone);
    // A network that breaks, or comes back, takes many of them at once.
    helpline.db.announce(...news);
    const unheard = everyone(helpline.db).filter(
      (one) => gone.has(one.id) && one.availability !== "gone" && isCountedOn(helpline, one),
    );
    await each(helpline, "someone gone was not counted out", unheard, ({ id: staffId }) =>
      helpline.db.change("porchlight", (tx, emit) => {
        // Their console may have come back in this very turn.
        if (helpline.staff.isGone(staffId)) setAvailability(tx, emit, { staffId, availability: "gone" });
      }),
    );
  };
}

/** Whoever said that they are there is; and whoever has a chat, also when they take nobody else: colleagues may step in then. */
function isCountedOn({ db }: Helpline, { id, availability }: { id: number; availability: Availability }): boolean {
  return availability === "available" || openChats(db, id) > 0;
}

/** Somebody was out of reach for so long that whoever they talked with is left to a colleague beside them, or waits again. */
export async function giveBackLeft(helpline: Helpline) {
  const { db, staff } = helpline;
  const due = chatsLeftAlone(db, staff).filter(({ leftMs }) => leftMs <= 0);
  await each(helpline, "a chat that was left alone was not given back", due, ({ one }) =>
    db.change("porchlight", (tx, emit) => {
      const staffId = one.counsellorId!;
      // They may have come back in this very turn.
      if (!staff.isGone(staffId)) return;
      const why = staff.hasLeft(staffId) ? "left" : "lost";
      leaveChat(tx, emit, { conversationId: one.id, staffId, why, isHeard: (id) => !staff.isGone(id) });
    }),
  );
}

/** What is offered to somebody who cannot accept it any more lapses. */
export async function lapseOffers(helpline: Helpline) {
  const { db, staff } = helpline;
  await each(helpline, "an offer did not lapse", lapsedOffers(db, staff.isGone), (conversationId) =>
    db.change("porchlight", (tx, emit) => lapse(tx, emit, { conversationId, isGone: staff.isGone })),
  );
}

/** Ends the wrap-ups whose time is over; one that cannot be ended keeps no other waiting. */
export async function endWrapUps(helpline: Helpline) {
  const due = overdueWrapUps(helpline.db, helpline.clock.now());
  await each(helpline, "a wrap-up was not ended", due, (staffId) =>
    helpline.db.change("porchlight", (tx, emit) => endWrapUp(tx, emit, { staffId })),
  );
}

/** What was said in the room of those on shift goes after its time. */
export async function forgetShift({ db, clock }: Helpline) {
  if (hasOldShiftNotes(db, clock.now())) await db.change("porchlight", forgetShiftNotes);
}

/** What replies were before a change can be undone for a while, and goes then. */
export async function forgetReplaced({ db, clock }: Helpline) {
  if (hasOldChanges(db, clock.now())) await db.change("porchlight", forgetOldChanges);
}
