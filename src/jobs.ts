import {
  type Conversation,
  conversation,
  openConversations,
  openLines,
  stateOf,
} from "#src/conversation/conversation.ts";
import type { Connection } from "#src/conversation/state.ts";
import { localDate } from "#src/hours/instants.ts";
import { lines } from "#src/hours/lines.ts";
import type { Helpline } from "#src/http/context.ts";
import { doors, isNews, noteDoor } from "#src/queue/doors.ts";
import { end, noteHere } from "#src/queue/ending.ts";
import { consoleBeat, topics } from "#src/realtime/sources.ts";
import { dueToForget, forget } from "#src/retention/forget.ts";
import { settings } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/availability.ts";
import { forgetOverdue, hasOverdue } from "#src/staff/invitation.ts";
import { everyone } from "#src/staff/staff.ts";

interface Job {
  name: string;
  /** ms */
  every: number;
  run(helpline: Helpline): void | Promise<void>;
}

/** Everything that happens by itself. */
export const jobs: Job[] = [
  { name: "typing that stopped", every: 1_000, run: endTyping },
  // A console says that it is offline when it misses two.
  { name: "the beat of the consoles", every: 5_000, run: beat },
  { name: "connections that changed", every: 1_000, run: watchConnections() },
  { name: "doors that say something else", every: 1_000, run: watchDoors() },
  { name: "days that begin", every: 5_000, run: watchDays() },
  { name: "who is still here", every: 15_000, run: noteWhoIsHere },
  { name: "young persons who are gone", every: 15_000, run: endLost },
  { name: "staff who are gone", every: 5_000, run: watchStaff() },
  // Of words that nobody has read, the page says when they go.
  { name: "words kept long enough", every: 60_000, run: forgetDue },
  { name: "sessions that are over", every: 60_000, run: endSessions },
  { name: "links that are too old", every: 60_000, run: forgetLinks },
];

/** Runs the jobs until the returned function is called. A job that fails is reported and tried again at its next time. */
export function startJobs(helpline: Helpline): () => void {
  const running = new Set<Job>();
  const timers = jobs.map((job) =>
    setInterval(async () => {
      // One that takes longer than its time is not started a second time beside itself.
      if (running.has(job)) return;
      running.add(job);
      await runJob(helpline, job);
      running.delete(job);
    }, job.every),
  );
  return () => timers.forEach(clearInterval);
}

/** One run of one job. */
export async function runJob(helpline: Helpline, job: Job) {
  try {
    await job.run(helpline);
  } catch (error) {
    helpline.report(`the job “${job.name}” failed`, error);
  }
}

/** Does the same for each of many: one that fails is reported and does not keep the others waiting. */
async function each<Item>(helpline: Helpline, what: string, items: Item[], work: (item: Item) => Promise<unknown>) {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      helpline.report(what, error);
    }
  }
}

function endTyping(helpline: Helpline) {
  for (const { conversationId, by } of helpline.typing.expired()) {
    helpline.db.announce({ type: "typing", conversationId, staffId: null, by, on: false });
  }
}

function beat({ hub }: Helpline) {
  for (const topic of hub.topics(topics.everyStaff)) hub.publish(topic, consoleBeat);
}

/** Says it when a young person's line breaks, stays broken or comes back. What was said last is kept per run of jobs. */
function watchConnections() {
  const said = new WeakMap<Helpline, Map<number, Connection>>();
  return (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Map<number, Connection>();
    const now = new Map<number, Connection>();
    for (const one of openLines(helpline.db)) {
      const connection = helpline.youth.connection(one.id, one.youthHereAt);
      now.set(one.id, connection);
      if ((before.get(one.id) ?? "connected") === connection) continue;
      const { id: conversationId, counsellorId: staffId } = one;
      helpline.db.announce({ type: "connection.changed", conversationId, staffId, connection });
    }
    said.set(helpline, now);
    helpline.youth.keepOnly(new Set(now.keys()));
  };
}

/** Time itself opens and closes a line: every state is noted, and whoever waits is told when it will soon be too late. */
function watchDoors() {
  const said = new WeakMap<Helpline, Set<number>>();
  return async (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Set<number>();
    const now = doors(helpline.db, helpline.clock.now());
    const closing = new Set(now.filter(({ door }) => door.closing).map(({ line }) => line.id));
    for (const lineId of closing.symmetricDifference(before)) {
      helpline.db.announce({ type: "line.closing", lineId, closing: closing.has(lineId) });
    }
    said.set(helpline, closing);
    const news = now.filter((one) => isNews(helpline.db, one.line.id, one.door));
    await each(helpline, "the state of a line was not noted", news, ({ line }) =>
      helpline.db.change("porchlight", (tx, emit) => noteDoor(tx, emit, { lineId: line.id })),
    );
  };
}

/** A page that says “tomorrow” must not go on saying it after midnight, by the clock of the line. */
function watchDays() {
  const said = new WeakMap<Helpline, Map<number, string>>();
  return (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Map<number, string>();
    const now = helpline.clock.now();
    const today = new Map(lines(helpline.db).map((line) => [line.id, localDate(line.timeZone, now)]));
    said.set(helpline, today);
    for (const [lineId, date] of today) {
      if ((before.get(lineId) ?? date) !== date) helpline.db.announce({ type: "line.day_begun", lineId });
    }
  };
}

async function noteWhoIsHere(helpline: Helpline) {
  const conversationIds = helpline.youth.here();
  if (conversationIds.length === 0) return;
  await helpline.db.change("porchlight", (tx) => noteHere(tx, { conversationIds }));
}

/** Someone who waits keeps the place a few minutes, someone who talks the chat a little longer. */
async function endLost(helpline: Helpline) {
  const { resumeMinutes, placeKeptMinutes } = settings(helpline.db);
  const isLost = (one: Conversation) => {
    const kept = stateOf(one) === "waiting" ? placeKeptMinutes : resumeMinutes;
    return helpline.youth.missedFor(one.id, one.youthHereAt) >= kept * 60_000;
  };
  await each(helpline, "a lost chat was not ended", openConversations(helpline.db).filter(isLost), (one) =>
    helpline.db.change("porchlight", (tx, emit) => {
      // They may have come back in this very turn.
      const now = conversation(tx, one.id);
      if (now && isLost(now)) end(tx, emit, { conversationId: one.id, reason: "lost", staffId: null });
    }),
  );
}

/** Counts out whoever said “available” and is not heard any more, and tells the young persons of everyone who is gone. */
function watchStaff() {
  const said = new WeakMap<Helpline, Set<number>>();
  return async (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Set<number>();
    const gone = new Set<number>();
    for (const one of everyone(helpline.db)) {
      if (helpline.staff.isGone(one.id)) gone.add(one.id);
      if (gone.has(one.id) === before.has(one.id)) continue;
      helpline.db.announce({ type: "staff.heard", staffId: one.id, heard: !gone.has(one.id) });
    }
    said.set(helpline, gone);
    const unheard = everyone(helpline.db).filter((one) => one.availability === "available" && gone.has(one.id));
    await each(helpline, "someone gone was not counted out", unheard, ({ id: staffId }) =>
      helpline.db.change("porchlight", (tx, emit) => {
        // Their console may have come back in this very turn.
        if (helpline.staff.isGone(staffId)) setAvailability(tx, emit, { staffId, availability: "gone" });
      }),
    );
  };
}

async function forgetDue(helpline: Helpline) {
  await each(helpline, "a chat was not forgotten", dueToForget(helpline.db, helpline.clock.now()), (conversationId) =>
    helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId })),
  );
}

async function forgetLinks({ db, clock }: Helpline) {
  if (hasOverdue(db, clock.now())) await db.change("porchlight", forgetOverdue);
}

/** What is still open of a session that is over is closed with it. */
async function endSessions(helpline: Helpline) {
  for (const session of await helpline.sessions.sweep()) helpline.hub.close(session, "over");
}
