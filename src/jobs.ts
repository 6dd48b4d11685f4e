import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import { forgetCopies as forgetCopiesIn } from "#src/db/files.ts";
import { followTopics, forgetRuns, unindexOld, warm } from "#src/directory/importing/tidy.ts";
import { localDate } from "#src/hours/instants.ts";
import { lines } from "#src/hours/lines.ts";
import { dueAddresses, forgetAddresses } from "#src/record/address.ts";
import { coarsenTimes, hasExactTimes } from "#src/record/coarse.ts";
import { debriefsDue, forgetDebriefs } from "#src/record/debrief.ts";
import { clearSearch, mergeSearch } from "./directory/search/search-merge.ts";
import type { Helpline } from "./http/server/context.ts";
import { checkAuditDaily, forgetOldAudit, noteAuditEnd } from "./jobs/audit.ts";
import { bringToStore, copyNightly, keepDeltas } from "./jobs/backup.ts";
import { forgetOldCallbacks, inviteCallbacks } from "./jobs/callback.ts";
import { watchConnections } from "./jobs/chats/connections.ts";
import { endLost } from "./jobs/chats/lost.ts";
import { endFadedOut, noteLengths, watchSilences } from "./jobs/chats/silence.ts";
import { noteLooks, noteShown } from "./jobs/counts.ts";
import { each } from "./jobs/each.ts";
import { forgetDue } from "./jobs/forgetting.ts";
import { forgetMails, sendMails } from "./jobs/mail.ts";
import { callHooks, mailDigests, mailTrailEnd, watchOnCall, watchUrgent } from "./jobs/on-call.ts";
import { askFeeds, askPartners, checkLinks } from "./jobs/outgoing.ts";
import { forgetMoves, watchOutlook } from "./jobs/outlook.ts";
import { endSessions, noteWhatWasRefused, warnSessions } from "./jobs/sessions.ts";
import { beat, endWrapUps, forgetReplaced, forgetShift, giveBackLeft, lapseOffers, watchStaff } from "./jobs/staff.ts";
import { noteOnShift, rollUpPresence } from "./jobs/staffed.ts";
import { topics } from "./live/topics.ts";
import { isNews, lineDoors, noteDoor } from "./queue/door/doors.ts";
import { markStillHere } from "./queue/end/ending.ts";
import { closingSoon, dueToSeal, sealConversation } from "./retention/reading/seal.ts";
import { publishUpgradedRules } from "./settings/settings.ts";
import { forgetOverdue, hasOverdue } from "./staff/accounts/invitation.ts";
import { forgetPractices, practicesDue } from "./training/practising.ts";
import { forgetLearning, isLearningDue } from "./training/sign-off.ts";

interface Job {
  name: string;
  /** ms */
  every: number;
  atOnce?: true;
  /** Run even while it still runs: it knows what it has begun. */
  besideItself?: true;
  run(helpline: Helpline): void | Promise<void>;
}

export const jobs: Job[] = [
  { name: "typing that stopped", every: 1_000, run: endTyping },
  // A console says that it is offline when it misses two.
  { name: "the beat of the consoles and live bars", every: 5_000, run: beat },
  { name: "connections that changed", every: 1_000, run: watchConnections() },
  { name: "doors that say something else", every: 1_000, run: watchDoors() },
  { name: "for whom it gets too late", every: 5_000, run: watchOutlook() },
  { name: "days that begin", every: 5_000, run: watchDays() },
  { name: "who is still here", every: 15_000, run: noteWhoIsHere },
  { name: "young persons who are gone", every: 15_000, run: endLost },
  { name: "silences", every: 1_000, run: watchSilences },
  { name: "how long chats have gone on", every: 5_000, run: noteLengths() },
  { name: "pauses that are over", every: 15_000, run: endFadedOut },
  { name: "staff who are gone", every: 5_000, run: watchStaff() },
  { name: "wrap-ups that are over", every: 1_000, run: endWrapUps },
  { name: "chats that were left alone", every: 5_000, run: giveBackLeft },
  { name: "offers that nobody can accept", every: 5_000, run: lapseOffers },
  { name: "what whoever is on call has to know", every: 5_000, run: watchOnCall },
  { name: "somebody urgent whom nobody takes", every: 1_000, run: watchUrgent() },
  { name: "what became of the week", every: minuteMs, run: mailDigests },
  { name: "the end of the audit trail, sent elsewhere", every: minuteMs, run: mailTrailEnd },
  { name: "the address that is told so too", every: 5_000, run: callHooks },
  { name: "the room seen from above", every: 30_000, run: lookFromAbove },
  { name: "whoever asked to be written to", every: 1_000, run: inviteCallbacks },
  // The page says when words that nobody has read go.
  { name: "words kept long enough", every: minuteMs, run: forgetDue },
  // A minute at most (PROMISES.md S3).
  { name: "what was erased, out of the logs", every: 15_000, run: ({ db }) => db.emptyLogs() },
  { name: "words that close soon", every: 5_000, run: warnOfClosing() },
  { name: "chats that are the team's alone", every: 15_000, run: sealOver },
  { name: "the rules as an upgrade makes them", every: dayMs, atOnce: true, run: publishUpgradedRules },
  { name: "copies of the data, kept long enough", every: hourMs, atOnce: true, run: forgetCopies },
  { name: "the nightly copy of the data", every: minuteMs, run: copyNightly() },
  { name: "what changed since the last copy", every: minuteMs, run: keepDeltas() },
  { name: "copies that go to the store", every: 5_000, run: bringToStore() },
  // Also while no new one can be made: their keys open what was erased since.
  { name: "nightly copies, kept long enough", every: hourMs, atOnce: true, run: ({ backups }) => backups.forget() },
  { name: "practice kept long enough", every: hourMs, run: forgetOldPractices },
  { name: "debriefs kept long enough", every: minuteMs, run: forgetOldDebriefs },
  { name: "the shift room, kept long enough", every: minuteMs, run: forgetShift },
  { name: "replaced replies, kept long enough", every: minuteMs, run: forgetReplaced },
  { name: "how lines moved, kept long enough", every: minuteMs, run: forgetMoves },
  { name: "addresses kept long enough", every: minuteMs, run: forgetOldCallbacks },
  { name: "where people wrote from, kept long enough", every: 15_000, atOnce: true, run: forgetOldAddresses },
  { name: "sessions that will be over", every: 30_000, run: warnSessions() },
  { name: "sessions that are over", every: minuteMs, run: endSessions },
  { name: "what was refused", every: minuteMs, run: noteWhatWasRefused },
  { name: "links that are too old", every: minuteMs, run: forgetLinks },
  { name: "the directory kept ready", every: minuteMs, atOnce: true, run: keepDirectory },
  { name: "links of the directory", every: minuteMs, run: checkLinks() },
  { name: "other helplines", every: minuteMs, besideItself: true, run: askPartners() },
  { name: "directories of others", every: minuteMs, besideItself: true, run: askFeeds() },
  { name: "mails", every: 1_000, besideItself: true, run: sendMails() },
  { name: "how far the audit trail goes", every: 1_000, run: noteAuditEnd },
  { name: "whether the audit trail is whole", every: minuteMs, atOnce: true, run: checkAuditDaily },
  { name: "the audit trail, kept long enough", every: hourMs, run: forgetOldAudit },
  { name: "times that are told no more so exactly", every: hourMs, atOnce: true, run: coarsen },
  { name: "that somebody is on shift", every: minuteMs, run: noteOnShift },
  { name: "who was there when, rolled up", every: 15 * minuteMs, atOnce: true, run: rollUpPresence },
  { name: "which questions stood on pages", every: 5_000, run: noteShown },
  { name: "looks at doors that let nobody in", every: 15 * minuteMs, run: noteLooks },
  { name: "mails that went long ago", every: minuteMs, run: forgetMails },
];

/** Starts jobs, all by default; returns what stops them. A job that fails is reported and tried again at its next time. */
export function startJobs(helpline: Helpline, chosen: readonly Job[] = jobs): () => void {
  const running = new Set<Job>();
  const start = async (job: Job) => {
    // A slow job must not run beside itself.
    if (running.has(job) && !job.besideItself) return;
    running.add(job);
    await runJob(helpline, job);
    running.delete(job);
  };
  const timers = chosen.map((job) => setInterval(() => start(job), job.every));
  // Some are long: apart from each other, so that whoever comes first is answered between them.
  const firsts = chosen
    .filter(({ atOnce }) => atOnce)
    .map((job, place) => setTimeout(() => start(job), (place + 1) * 100));
  return () => [...timers, ...firsts].forEach(clearTimeout);
}

/** Runs one job once, and reports its failure. */
export async function runJob(helpline: Helpline, job: Job) {
  try {
    await job.run(helpline);
  } catch (error) {
    helpline.report(`the job “${job.name}” failed`, error);
  }
}

function endTyping(helpline: Helpline) {
  const quiet = helpline.typing.expired().map(({ conversationId, by }) => {
    return { type: "typing", conversationId, staffId: null, by, on: false } as const;
  });
  helpline.db.announce(...quiet);
}

/** Time itself opens and closes a line, so every state is noted, and those who wait are told when it is soon too late. */
function watchDoors() {
  const said = new WeakMap<Helpline, Set<number>>();
  return async (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Set<number>();
    const now = lineDoors(helpline.db, helpline.clock.now());
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

/** A page must not say “tomorrow” past midnight on the line's clock. */
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
  await helpline.db.change("porchlight", (tx) => markStillHere(tx, { conversationIds }));
}

async function forgetOldDebriefs({ db, clock }: Helpline) {
  if (debriefsDue(db, clock.now())) await db.change("porchlight", forgetDebriefs);
}

async function forgetOldPractices({ db, clock }: Helpline) {
  if (practicesDue(db, clock.now()).length > 0) await db.change("porchlight", forgetPractices);
  if (isLearningDue(db, clock.now())) await db.change("porchlight", forgetLearning);
}

/** Its hourly counts and estimates change by themselves. */
function lookFromAbove({ hub, db }: Helpline) {
  if (hub.topics(topics.everyOverview).length > 0) db.announce({ type: "overview.due" });
}

/** Those who had a part in an ended chat hear once that its words are about to close. */
function warnOfClosing() {
  const said = new WeakMap<Helpline, Set<number>>();
  return (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Set<number>();
    const now = new Set(closingSoon(helpline.db, helpline.clock.now()));
    said.set(helpline, now);
    helpline.db.announce(
      ...[...now.difference(before)].map(
        (conversationId) => ({ type: "conversation.closing", conversationId }) as const,
      ),
    );
  };
}

async function sealOver(helpline: Helpline) {
  await each(helpline, "a chat was not sealed", dueToSeal(helpline.db, helpline.clock.now()), (conversationId) =>
    helpline.db.change("porchlight", (tx, emit) => sealConversation(tx, emit, { conversationId })),
  );
}

function forgetCopies({ config, clock, copies }: Helpline) {
  forgetCopiesIn(config.dataDir, { at: clock.now(), running: clock.elapsed(), own: copies });
}

async function coarsen({ db, clock }: Helpline) {
  if (hasExactTimes(db, clock.now())) await db.change("porchlight", coarsenTimes);
}

async function forgetOldAddresses({ db, clock }: Helpline) {
  if (dueAddresses(db, clock.now()).length > 0) await db.change("porchlight", forgetAddresses);
}

async function forgetLinks({ db, clock }: Helpline) {
  if (hasOverdue(db, clock.now())) await db.change("porchlight", forgetOverdue);
}

/** Keeps the search and the open places ready before anyone asks. */
async function keepDirectory({ db, clock }: Helpline) {
  const now = clock.now();
  await followTopics(db);
  await warm(db, now);
  await unindexOld(db);
  await forgetRuns(db, now);
  await mergeSearch(db);
  await clearSearch(db);
}
