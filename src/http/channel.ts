import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import type { Subscriber } from "#src/realtime/hub.ts";
import type { Helpline } from "./context.ts";
import { limits } from "./limits.ts";

/** How many channels each conversation has open in this process. */
const open = new WeakMap<Helpline, Map<number, number>>();

/**
 * Opens a live channel of a conversation on a topic: while it is open the young person counts as here.
 * Returns what closes it (more than once does no harm). Throws `too_fast` when they have too many open.
 */
export function openChannel(
  helpline: Helpline,
  conversationId: number,
  topic: string,
  subscriber: Subscriber,
): () => void {
  const counts = open.get(helpline) ?? new Map<number, number>();
  open.set(helpline, counts);
  const count = counts.get(conversationId) ?? 0;
  if (count >= limits.channelsPerConversation) throw new HelplineError("too_fast");
  counts.set(conversationId, count + 1);
  helpline.youth.opened(conversationId);
  helpline.hub.join(topic, subscriber);
  let closed = false;
  return () => {
    if (closed) return;
    closed = true;
    const left = (counts.get(conversationId) ?? 1) - 1;
    if (left === 0) counts.delete(conversationId);
    else counts.set(conversationId, left);
    helpline.hub.leaveAll(subscriber);
    helpline.youth.closed(conversationId);
  };
}

/** Whether a conversation is over by now. */
export function isOver(helpline: Helpline, conversationId: number): boolean {
  const found = conversation(helpline.db, conversationId);
  return !found || stateOf(found) === "ended";
}
