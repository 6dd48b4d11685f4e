import { openConversations, stateOf } from "#src/conversation/conversation.ts";
import type { Connection } from "#src/conversation/state.ts";
import { q } from "#src/db/schema.ts";
import type { Helpline } from "#src/http/context.ts";
import { end, noteHere } from "#src/queue/ending.ts";
import { dueToForget, forget } from "#src/retention/forget.ts";
import { settings } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/availability.ts";
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
  { name: "connections that changed", every: 1_000, run: watchConnections() },
  { name: "who is still here", every: 15_000, run: noteWhoIsHere },
  { name: "young persons who are gone", every: 15_000, run: endLost },
  { name: "staff who are gone", every: 5_000, run: markGone },
  { name: "words kept long enough", every: 600_000, run: forgetDue },
  { name: "sessions that are over", every: 600_000, run: endSessions },
];

/** Runs the jobs until the returned function is called. A job that fails is reported and tried again at its next time. */
export function startJobs(helpline: Helpline): () => void {
  const timers = jobs.map((job) => setInterval(() => void runJob(helpline, job), job.every));
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

function endTyping(helpline: Helpline) {
  for (const { conversationId, by } of helpline.typing.expired()) {
    helpline.db.announce({ type: "typing", conversationId, staffId: null, by, on: false });
  }
}

/** Says it when a young person's line breaks, stays broken or comes back. What was said last is kept per run of jobs. */
function watchConnections() {
  const said = new WeakMap<Helpline, Map<number, Connection>>();
  return (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Map<number, Connection>();
    const now = new Map<number, Connection>();
    for (const one of openConversations(helpline.db)) {
      const connection = helpline.youth.connection(one.id, one.youthHereAt);
      now.set(one.id, connection);
      if ((before.get(one.id) ?? "connected") === connection) continue;
      const { id: conversationId, counsellorId: staffId } = one;
      helpline.db.announce({ type: "connection.changed", conversationId, staffId, connection });
    }
    said.set(helpline, now);
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
  for (const one of openConversations(helpline.db)) {
    const kept = stateOf(one) === "waiting" ? placeKeptMinutes : resumeMinutes;
    if (helpline.youth.silentFor(one.id, one.youthHereAt) < kept * 60_000) continue;
    const input = { conversationId: one.id, reason: "lost", staffId: null } as const;
    await helpline.db.change("porchlight", (tx, emit) => end(tx, emit, input));
    helpline.youth.forget(one.id);
  }
}

async function markGone(helpline: Helpline) {
  for (const one of everyone(helpline.db)) {
    if (one.availability !== "available" || !helpline.staff.isGone(one.id)) continue;
    await helpline.db.change("porchlight", (tx, emit) =>
      setAvailability(tx, emit, { staffId: one.id, availability: "gone" }),
    );
  }
}

async function forgetDue(helpline: Helpline) {
  for (const conversationId of dueToForget(helpline.db, helpline.clock.now())) {
    await helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId }));
  }
}

async function endSessions(helpline: Helpline) {
  const now = helpline.clock.now();
  await helpline.db.change("porchlight", (tx) => tx.run(q.deleteFrom("staff_session").where("expires_at", "<=", now)));
}
