import { type Clock, systemClock } from "#src/clock.ts";
import type { Db } from "#src/db/db.ts";
import type { Event } from "#src/events.ts";
import { type Figures, heardKept } from "#src/metrics/figures.ts";
import { listOfTopic } from "./console/staff-lists.tsx";
import { fragments } from "./fragments.tsx";
import type { Hub } from "./hub.ts";
import { both, type ChangedRows, type Fragment, newest, type Owed } from "./paint.tsx";
import { type Sources, topics } from "./topics.ts";

/** What may take something from somebody that their screen shows. */
const changeRights = new Set<Event["type"]>(["line.changed", "staff.changed", "stage.changed"]);

/** Returns what shows the events of a commit, each topic in one frame. What cannot be painted is reported, and stops nothing. */
export function openRepaint(
  house: Sources & { db: Db; figures: Figures },
  report: (what: string, error: unknown) => void,
) {
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
    // What happened has been stored just now.
    const stored = house.clock.elapsed();
    // Before anything is painted: nobody gets one more look at what was taken from them.
    if (events.some(({ type }) => changeRights.has(type))) tried(house.hub.rejoin);
    const [moved, others] = [events.filter(hasMoved), events.filter((event) => !hasMoved(event))];
    // A browser that a chat has left is told so, and hears nothing else that happened at the same moment.
    show(moved, fragments, () => true);
    for (const { conversationId } of moved) shutOut(house.hub, conversationId);
    show(others, fragments, (one) => !one.mayRest || lists.mayPaint(one.topic, one.changed));
    const { heardMs } = house.figures;
    for (const { type } of events) if (type === "message.written") heardMs.push(house.clock.elapsed() - stored);
    heardMs.splice(0, heardMs.length - heardKept);
  };
}

type Moved = Extract<Event, { type: "conversation.moved" }>;

function hasMoved(event: Event): event is Moved {
  return event.type === "conversation.moved";
}

function shutOut(hub: Hub, conversationId: number) {
  for (const topic of [topics.youth(conversationId), topics.log(conversationId)]) hub.shut(topic);
}

export interface Lists {
  mayPaint(topic: string, changed?: ChangedRows): boolean;
}

/** How long a painted list rests, so that it never changes faster than people can read. */
const restMs = 1_000;

/** Opens the throttle; one timer serves all lists. */
export function openLists(clock: Clock, paint: (lists: Owed[]) => void): Lists {
  const painted = new Map<string, number>();
  const owed = new Map<string, ChangedRows>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function rest(topic: string): number {
    const at = painted.get(topic);
    return at === undefined ? 0 : Math.max(0, at + restMs - clock.elapsed());
  }

  function paintOwed() {
    timer = undefined;
    for (const topic of painted.keys()) if (rest(topic) === 0) painted.delete(topic);
    const due = [...owed].flatMap(([topic, changed]) => (rest(topic) === 0 ? [{ topic, changed }] : []));
    for (const { topic } of due) begin(topic);
    later();
    if (due.length > 0) paint(due);
  }

  function begin(topic: string) {
    owed.delete(topic);
    painted.set(topic, clock.elapsed());
  }

  function later() {
    if (owed.size === 0 || timer !== undefined) return;
    timer = setTimeout(paintOwed, Math.max(1, Math.min(...[...owed.keys()].map(rest))));
    timer.unref();
  }

  return {
    mayPaint: (topic, changed) => {
      if (rest(topic) === 0 && !owed.has(topic)) {
        begin(topic);
        return true;
      }
      owed.set(topic, owed.has(topic) ? both(owed.get(topic), changed) : changed);
      later();
      return false;
    },
  };
}
