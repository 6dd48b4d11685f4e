import { minuteMs } from "#src/clock.ts";
import { type Conversation, conversation, stateOf, wasCounselled } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { end } from "#src/queue/end/ending.ts";
import { settings } from "#src/settings/settings.ts";
import { each } from "../each.ts";
import { chatWatch } from "./watch.ts";

const chats = chatWatch({ isDeaf: true });

/** Ends chats of young people who are gone for too long. */
export async function endLost(helpline: Helpline) {
  const due = chats(helpline).due((db, now) => {
    const keptOf = keptFor(helpline, db);
    return (one) => {
      const leftMs = keptOf(one);
      return { isDue: leftMs !== null && leftMs <= 0, next: leftMs === null ? null : now + leftMs };
    };
  });
  await each(helpline, "a lost chat was not ended", due, ({ id: conversationId }) =>
    helpline.db.change("porchlight", (tx, emit) => {
      // They may have come back in this very turn.
      const one = conversation(tx, conversationId);
      const leftMs = one ? keptFor(helpline, tx)(one) : null;
      if (leftMs !== null && leftMs <= 0) end(tx, emit, { conversationId, reason: "lost", staffId: null });
    }),
  );
}

/** Tells for how long a chat is still kept, ms, if nothing is heard of its young person; 0 or less = over, null = for good. */
function keptFor({ youth, clock }: Helpline, db: DataReader): (one: Conversation) => number | null {
  const { resumeMinutes, placeKeptMinutes } = settings(db);
  return (one) => {
    // A paused chat has a time of its own, and one marked “risk present” is for a counsellor to end.
    if (stateOf(one) === "paused" || one.risk) return null;
    const kept = wasCounselled(one) ? resumeMinutes : placeKeptMinutes;
    const missed = youth.missedFor(one.id, one.youthHereAt);
    return kept * minuteMs - Math.min(missed, clock.now() - (one.givenBackAt ?? 0));
  };
}
