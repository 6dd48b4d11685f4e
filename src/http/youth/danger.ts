import { sayInDanger } from "#src/conversation/danger.ts";
import { HelplineError } from "#src/errors.ts";
import { fields, fromScript, type Handle } from "../context.ts";
import { endPause } from "./here.ts";

/** POST /danger, with what they `say`: one tap of somebody who waits in danger. What is typed meanwhile stays (chat.js). */
export const sayDanger: Handle = async (c, helpline) => {
  const { id } = c.get("conversation");
  const { say = c.req.query("say") ?? "" } = await fields(c);
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  const isNews = await helpline.db.change(`conversation:${id}`, (tx, emit) => {
    endPause(helpline, tx, emit, id);
    return sayInDanger(tx, emit, { conversationId: id, say });
  });
  // What is asked next, or nothing more.
  if (isNews) helpline.db.announce({ type: "wait.outlook" });
  return fromScript(c) ? c.text("") : c.redirect("/", 303);
};
