import { systemClock } from "#src/clock.ts";
import type { Db } from "#src/db/db.ts";
import type { Event } from "#src/events.ts";
import { listOfTopic } from "./console/staff-lists.tsx";
import { fragments } from "./fragments.tsx";
import type { Hub } from "./hub.ts";
import { type Fragment, newest } from "./paint.tsx";
import { openLists } from "./throttle.ts";
import { type Sources, topics } from "./topics.ts";

/** Returns what shows the events of a commit, each topic in one frame. What cannot be painted is reported, and stops nothing. */
export function openRepaint(house: Sources & { db: Db }, report: (what: string, error: unknown) => void) {
  // Its timer is the system's, so its clock must be too.
  const lists = openLists(systemClock, (owed) =>
    show(
      owed.filter(({ topic }) => house.hub.heard(topic)),
      listOfTopic,
      () => true,
    ),
  );

  function show<Thing>(
    things: readonly Thing[],
    pieces: (sources: Sources, thing: Thing) => Fragment[],
    isDue: (piece: Fragment) => boolean,
  ) {
    if (things.length === 0) return;
    const frames = new Map<string, string>();
    const { clock, hub, youth, staff, typing } = house;
    // Everything, since nobody above the timer of the lists would hear of a failure.
    tried(() =>
      house.db.look((db) => {
        const all: Fragment[] = [];
        for (const thing of things) tried(() => all.push(...pieces({ clock, hub, youth, staff, typing, db }, thing)));
        for (const one of newest(all).filter(isDue)) {
          tried(() => frames.set(one.topic, (frames.get(one.topic) ?? "") + one.html));
        }
      }),
    );
    for (const [topic, html] of frames) hub.publish(topic, html);
  }

  function tried(work: () => void) {
    try {
      work();
    } catch (error) {
      report("what happened could not be shown", error);
    }
  }

  return (events: readonly Event[]) => {
    // Before anything is painted: nobody gets one more look at what was taken from them.
    if (events.some(({ type }) => type === "line.changed" || type === "staff.changed")) tried(house.hub.rejoin);
    const [moved, others] = [events.filter(hasMoved), events.filter((event) => !hasMoved(event))];
    // A browser that a chat has left is told so, and hears nothing else that happened at the same moment.
    show(moved, fragments, () => true);
    for (const { conversationId } of moved) shutOut(house.hub, conversationId);
    show(others, fragments, (one) => !one.mayRest || lists.mayPaint(one.topic, one.changed));
  };
}

type Moved = Extract<Event, { type: "conversation.moved" }>;

function hasMoved(event: Event): event is Moved {
  return event.type === "conversation.moved";
}

function shutOut(hub: Hub, conversationId: number) {
  for (const topic of [topics.youth(conversationId), topics.log(conversationId)]) hub.shut(topic);
}
