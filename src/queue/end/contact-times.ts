import type { Conversation } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";

/** What an event of a conversation makes of it. A hand-over changes nothing of that: it stays what it was. */
const becomes: Record<string, "waiting" | "talking" | "paused"> = {
  claimed: "talking",
  given_back: "waiting",
  passed_on: "waiting",
  paused_by_silence: "paused",
  paused_by_youth: "paused",
  resumed: "talking",
  // Broken off, and opened again with its code (coming-back.ts): the time between was neither.
  left_fast: "paused",
  lost: "paused",
  faded_out: "paused",
  reopened: "waiting",
};

/**
 * How long somebody waited and talked in a conversation up to an instant (ms UTC), every time counted, in whole seconds. What was a
 * pause was neither, nor what lay between a chat that was broken off and its going on. A clock that was set back makes none of it less. `talked` null = with nobody.
 */
export function contactTimes(
  db: DataReader,
  found: Conversation,
  at: number,
): { waited: number; talked: number | null } {
  const ms = { waiting: 0, talking: 0, paused: 0 };
  let state: keyof typeof ms = "waiting";
  let since = found.startedAt;
  let wasTaken = false;
  for (const event of db.all(events({ conversationId: found.id }))) {
    const next = becomes[event.kind];
    if (!next) continue;
    ms[state] += Math.max(0, event.at - since);
    since = event.at;
    state = next;
    wasTaken ||= next === "talking";
  }
  ms[state] += Math.max(0, at - since);
  return { waited: seconds(ms.waiting), talked: wasTaken ? seconds(ms.talking) : null };
}

const seconds = (ms: number) => Math.round(ms / 1000);

const events = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("conversation_event")
    .select(["kind", "at"])
    .where("conversation_id", "=", v.conversationId)
    .where("kind", "in", Object.keys(becomes))
    .orderBy("id"),
);
