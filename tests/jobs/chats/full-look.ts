import { minuteMs } from "#src/clock.ts";
import {
  type Conversation,
  openConversations,
  openLines,
  stateOf,
  wasCounselled,
} from "#src/conversation/conversation.ts";
import { dueStep } from "#src/conversation/silence/silence.ts";
import { pastOf, silenceNow, timersOf } from "#src/conversation/silence/state.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { settings } from "#src/settings/settings.ts";

// What is due in which chats, found by looking at every open chat, as the jobs did before they kept due times.

/** Returns a look at all open chats of a helpline; of lengths and connections it remembers what it has said. */
export function fullLook(helpline: Helpline) {
  const { db, clock, youth, staff } = helpline;
  const said = new Map<number, string>();
  let connections = new Map<number, string>();
  const ids = (isDue: (one: Conversation) => boolean) =>
    openConversations(db)
      .filter(isDue)
      .map(({ id }) => id);

  return {
    silences: () => {
      const timers = timersOf(settings(db));
      return ids((one) => {
        if (stateOf(one) !== "talking") return false;
        const { clock: running, taken, quiet } = silenceNow(db, one, helpline);
        if (!running) return false;
        return dueStep(running, timers, { at: clock.now(), taken, danger: false, quiet }) !== null;
      });
    },
    lengths: () => {
      const { firstNoteMinutes, secondNoteMinutes } = settings(db);
      const noted = (one: Conversation): string => {
        if (stateOf(one) !== "talking") return "";
        const minutes = (clock.now() - one.claimedAt!) / minuteMs;
        if (minutes >= secondNoteMinutes && minutes < secondNoteMinutes + 5) return "second";
        return minutes >= firstNoteMinutes && minutes < firstNoteMinutes + 5 ? "first" : "";
      };
      const now = new Map(openConversations(db).map((one) => [one.id, noted(one)]));
      const changed = [...now].filter(([id, which]) => (said.get(id) ?? "") !== which).map(([id]) => id);
      said.clear();
      for (const [id, which] of now) said.set(id, which);
      return changed;
    },
    faded: () => {
      const { resumeMinutes } = settings(db);
      return ids((one) => {
        if (one.pausedAt === null || stateOf(one) !== "paused") return false;
        const since = Math.max(pastOf(one.pausedAt, helpline), youth.heardSince);
        return clock.now() - since >= resumeMinutes * minuteMs;
      });
    },
    lost: () => {
      const { resumeMinutes, placeKeptMinutes } = settings(db);
      return ids((one) => {
        if (stateOf(one) === "paused" || one.risk) return false;
        const kept = wasCounselled(one) ? resumeMinutes : placeKeptMinutes;
        const missed = youth.missedFor(one.id, one.youthHereAt);
        return Math.min(missed, clock.now() - (one.givenBackAt ?? 0)) >= kept * minuteMs;
      });
    },
    connections: () => {
      const now = new Map(openLines(db).map((one) => [one.id, youth.connection(one.id, one.youthHereAt) as string]));
      const changed = [...now].filter(([id, what]) => (connections.get(id) ?? "connected") !== what);
      connections = now;
      return changed.map(([id]) => id);
    },
    leftAlone: () => {
      const keptMs = settings(db).vanishedMinutes * minuteMs;
      return ids((one) => {
        if (stateOf(one) !== "talking" || one.counsellorId === null) return false;
        const goneMs = staff.goneFor(one.counsellorId);
        return goneMs !== null && goneMs >= keptMs;
      });
    },
  };
}
