import { join, leave, readAlong } from "#src/conversation/colleagues/join.ts";
import { asStaff, type Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Handle } from "#src/http/server/context.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";

type Verb = (tx: Tx, emit: Emit, who: { conversationId: number; staffId: number }) => void;

function act(verb: Verb, next: (id: number) => string): Handle {
  return async (c, helpline) => {
    const { id: staffId } = c.get("member");
    const id = c.req.param("id") ?? "";
    if (!/^\d{1,15}$/.test(id)) throw new HelplineError("not_allowed");
    const conversationId = Number(id);
    await helpline.db.change(asStaff(staffId), (tx, emit) => verb(tx, emit, { conversationId, staffId }));
    return c.redirect(next(conversationId), 303);
  };
}

const toConversation = (id: number) => `/staff/conversation/${id}`;

/** POST /staff/conversation/:id/join: writes beside its counsellor. */
export const joinConversation = act(join, toConversation);

/** POST /staff/conversation/:id/read-along: reads without a word; its counsellor sees it. */
export const readConversation = act(readAlong, toConversation);

/** POST /staff/conversation/:id/leave: leaves its counsellor's side. */
export const leaveConversation = act(leave, () => "/staff");

/** POST /staff/conversation/:id/take-over: takes it from its counsellor. */
export const takeConversation = act(takeOver, toConversation);
