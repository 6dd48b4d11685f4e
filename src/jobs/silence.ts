import { openConversations } from "#src/conversation/conversation.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { talkedNote } from "#src/live/chat/prompts-data.ts";
import { dueSilences, fadedOut, fadeOut, stepOn } from "#src/queue/line/pause.ts";
import { each } from "./each.ts";

/** Takes the next step of each silence that is due. */
export async function watchSilences(helpline: Helpline) {
  await each(helpline, "a silence did not go on", dueSilences(helpline.db, helpline), (conversationId) =>
    helpline.db.change("porchlight", (tx, emit) => stepOn(tx, emit, { conversationId, live: helpline })),
  );
}

/** Ends paused chats that nobody came back to in time. */
export async function endFadedOut(helpline: Helpline) {
  const due = fadedOut(helpline.db, helpline, helpline.clock.now());
  const isHeard = (staffId: number) => !helpline.staff.isGone(staffId);
  await each(helpline, "a paused chat was not ended", due, (conversationId) =>
    helpline.db.change("porchlight", (tx, emit) => fadeOut(tx, emit, { conversationId, live: helpline, isHeard })),
  );
}

/** Returns a job that announces when the note on a chat's length appears or goes. */
export function noteLengths() {
  const said = new WeakMap<Helpline, Map<number, string>>();
  return (helpline: Helpline) => {
    const { db, clock } = helpline;
    const before = said.get(helpline) ?? new Map<number, string>();
    const now = new Map(openConversations(db).map((one) => [one.id, talkedNote(db, one, clock.now())?.which ?? ""]));
    said.set(helpline, now);
    for (const [conversationId, which] of now) {
      if ((before.get(conversationId) ?? "") !== which) db.announce({ type: "length.noted", conversationId });
    }
  };
}
