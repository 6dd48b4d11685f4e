import { timersOf } from "#src/conversation/silence/state.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { nextTalkedNote, talkedNote } from "#src/live/chat/prompts-data.ts";
import { fadeOut, fadesAt, lookAtSilence, stepOn } from "#src/queue/line/pause.ts";
import { settings } from "#src/settings/settings.ts";
import { each } from "../each.ts";
import { chatWatch } from "./watch.ts";

const talking = chatWatch();
const paused = chatWatch({ isDeaf: true });

/** Takes the next step of each silence that is due. */
export async function watchSilences(helpline: Helpline) {
  const due = talking(helpline).due((db) => {
    const timers = timersOf(settings(db));
    return (one) => lookAtSilence(db, one, helpline, timers);
  });
  await each(helpline, "a silence did not go on", due, ({ id: conversationId }) =>
    helpline.db.change("porchlight", (tx, emit) => stepOn(tx, emit, { conversationId, live: helpline })),
  );
}

/** Ends paused chats that nobody came back to in time. */
export async function endFadedOut(helpline: Helpline) {
  const due = paused(helpline).due((db, now) => {
    const { resumeMinutes } = settings(db);
    return (one) => {
      const next = fadesAt(one, helpline, resumeMinutes);
      return { isDue: next !== null && next <= now, next };
    };
  });
  const isHeard = (staffId: number) => !helpline.staff.isGone(staffId);
  await each(helpline, "a paused chat was not ended", due, ({ id: conversationId }) =>
    helpline.db.change("porchlight", (tx, emit) => fadeOut(tx, emit, { conversationId, live: helpline, isHeard })),
  );
}

/** Returns a job that announces when the note on a chat's length appears or goes. */
export function noteLengths() {
  const long = chatWatch({ isDeaf: true });
  const said = new WeakMap<Helpline, Map<number, string>>();
  return (helpline: Helpline) => {
    const { db } = helpline;
    const before = said.get(helpline) ?? new Map<number, string>();
    said.set(helpline, before);
    const now = new Map<number, string>();
    const changed = long(helpline).due(
      (reader, at) => {
        const set = settings(reader);
        return (one) => {
          const which = talkedNote(set, one, at)?.which ?? "";
          now.set(one.id, which);
          return { isDue: which !== (before.get(one.id) ?? ""), next: nextTalkedNote(set, one, at) };
        };
      },
      (conversationId) => before.delete(conversationId),
    );
    for (const { id: conversationId } of changed) {
      before.set(conversationId, now.get(conversationId)!);
      db.announce({ type: "length.noted", conversationId });
    }
  };
}
