import { stateOf } from "#src/conversation/conversation.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { copyDays } from "#src/settings/facts.ts";
import { Clear, Cleared } from "#views/youth/clear.tsx";
import { fields, type Handle } from "../context.ts";
import { page } from "../page.ts";
import { frame, frameAfter } from "../youth-frame.ts";
import { takeTraces } from "./gate.ts";

/**
 * POST /clear: deletes the chat of this browser with `sure=yes`, and else asks, with nothing of the chat on the page. What it
 * says is the same whether anything holds the words or not: nobody learns that from it. The cookie goes only with the words.
 */
export const clear: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  if ((await fields(c)).sure !== "yes") {
    return page(c, <Clear frame={frame(c, helpline, found)} goesOn={stateOf(found) !== "ended"} copyDays={copyDays} />);
  }
  await helpline.db.change(`conversation:${found.id}`, (tx, emit) => eraseChat(tx, emit, { conversationId: found.id }));
  takeTraces(c, helpline);
  return page(c, <Cleared frame={{ ...frameAfter(c, helpline, found), session: false }} />);
};
