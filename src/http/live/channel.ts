import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { limits } from "#src/http/limits/limits.ts";
import type { Helpline } from "#src/http/server/context.ts";
import type { Subscriber } from "#src/live/hub.ts";

/** Open channels of each conversation and each member of the staff, in this process. */
const open = new WeakMap<Helpline, Record<Side, Map<number, number>>>();
type Side = "conversation" | "staff";

/** Opens a live channel, during which the young person counts as here; returns what closes it. Throws `too_fast` at the limit. */
export function openChannel(
  helpline: Helpline,
  conversationId: number,
  topic: string,
  subscriber: Subscriber,
): () => void {
  const countOut = countIn(helpline, "conversation", conversationId, limits.channelsPerConversation);
  helpline.youth.opened(conversationId);
  helpline.hub.join(topic, subscriber);
  let closed = false;
  return () => {
    if (closed) return;
    closed = true;
    countOut();
    helpline.hub.leaveAll(subscriber);
    helpline.youth.closed(conversationId);
  };
}

/** Counts one more console of a member of the staff; returns what counts it out, once. Throws `too_fast` at the limit. */
export function countConsole(helpline: Helpline, staffId: number): () => void {
  return countIn(helpline, "staff", staffId, limits.channelsPerStaff);
}

function countIn(helpline: Helpline, side: Side, id: number, most: number): () => void {
  const sides = open.get(helpline) ?? { conversation: new Map(), staff: new Map() };
  open.set(helpline, sides);
  const counts = sides[side];
  const count = counts.get(id) ?? 0;
  if (count >= most) throw new HelplineError("too_fast");
  counts.set(id, count + 1);
  return () => {
    const left = (counts.get(id) ?? 1) - 1;
    if (left === 0) counts.delete(id);
    else counts.set(id, left);
  };
}

/** Returns whether a conversation is over by now. */
export function isOver(helpline: Helpline, conversationId: number): boolean {
  const found = conversation(helpline.db, conversationId);
  return !found || stateOf(found) === "ended";
}
