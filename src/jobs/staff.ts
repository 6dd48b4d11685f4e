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

/** Tells every open page that the server is there. */
export function beat({ hub }: Helpline) {
  for (const kind of [topics.everyStaff, topics.everyBar]) {
    for (const topic of hub.topics(kind)) hub.publish(topic, consoleBeat);
  }
}

/** Returns a job that announces who came and went, and counts out staff who are counted on and no longer heard. */
export function watchStaff() {
  const said = new WeakMap<Helpline, Set<number>>();
  return async (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Set<number>();
    const gone = new Set<number>();
    const news: Event[] = [];
    for (const one of everyone(helpline.db)) {
      if (helpline.staff.isGone(one.id)) gone.add(one.id);
      // Nobody hears that someone outside the shift has opened a page.
      if (gone.has(one.id) === before.has(one.id) || !may(one, "shift.talk")) continue;
      news.push({ type: "staff.heard", staffId: one.id, heard: !gone.has(one.id) });
    }
    said.set(helpline, gone);
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

function isCountedOn({ db }: Helpline, { id, availability }: { id: number; availability: Availability }): boolean {
  return availability === "available" || openChats(db, id) > 0;
}

/** Leaves the chats of someone out of reach for too long to a colleague beside them, or back in line. */
export async function giveBackLeft(helpline: Helpline) {
  const { db, staff } = helpline;
  const due = chatsLeftAlone(db, staff).filter(({ leftMs }) => leftMs <= 0);
  await each(helpline, "a chat that was left alone was not given back", due, ({ one }) =>
    db.change("porchlight", (tx, emit) => {
      const staffId = one.counsellorId!;
      if (!staff.isGone(staffId)) return;
      const why = staff.hasLeft(staffId) ? "left" : "lost";
      leaveChat(tx, emit, { conversationId: one.id, staffId, why, isHeard: (id) => !staff.isGone(id) });
    }),
  );
}

/** Lets offers lapse that nobody can accept any more. */
export async function lapseOffers(helpline: Helpline) {
  const { db, staff } = helpline;
  await each(helpline, "an offer did not lapse", lapsedOffers(db, staff.isGone), (conversationId) =>
    db.change("porchlight", (tx, emit) => lapse(tx, emit, { conversationId, isGone: staff.isGone })),
  );
}

/** Ends wrap-ups whose time is over. */
export async function endWrapUps(helpline: Helpline) {
  const due = overdueWrapUps(helpline.db, helpline.clock.now());
  await each(helpline, "a wrap-up was not ended", due, (staffId) =>
    helpline.db.change("porchlight", (tx, emit) => endWrapUp(tx, emit, { staffId })),
  );
}

/** Forgets notes of the shift after their time. */
export async function forgetShift({ db, clock }: Helpline) {
  if (hasOldShiftNotes(db, clock.now())) await db.change("porchlight", forgetShiftNotes);
}

/** Forgets what replies were before a change that can no longer be undone. */
export async function forgetReplaced({ db, clock }: Helpline) {
  if (hasOldChanges(db, clock.now())) await db.change("porchlight", forgetOldChanges);
}
