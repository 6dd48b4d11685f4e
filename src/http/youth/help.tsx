import { isForNobody, raiseConcern } from "#src/conversation/concern.ts";
import { wasCounselled } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { emergencyLines } from "#src/settings/rules.ts";
import { saidLines } from "#src/settings/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Help } from "#views/youth/help.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page, refusedAs } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { conversationOf } from "./gate.ts";

/** GET /help: what to do in danger, when the connection makes trouble, that something was wrong, and how to hide that one was here. */
export const help: Handle = (c, helpline) => showHelp(c, helpline, { said: c.req.query("said") === "1", words: "" });

/** POST /help: something was wrong with the chat of this browser. */
export const sayWrong: Handle = async (c, helpline) => {
  const { id: conversationId } = c.get("conversation");
  const { text = "" } = await fields(c);
  try {
    if (!helpline.limiter.take("tap", conversationId)) throw new HelplineError("too_fast");
    await helpline.db.change(`conversation:${conversationId}`, (tx, emit) =>
      raiseConcern(tx, emit, { conversationId, text }),
    );
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showHelp(c, helpline, { said: false, words: text, error });
  }
  return c.redirect("/help?said=1#wrong", 303);
};

function showHelp(
  c: C,
  helpline: Helpline,
  { said, words, error }: { said: boolean; words: string; error?: HelplineError },
): Response {
  const found = conversationOf(c, helpline);
  const around = frame(c, helpline, found);
  const emergency = saidLines(around.t.language, emergencyLines(settings(helpline.db).emergency));
  const refused = error ? around.t(error.key, error.values) : null;
  const wrong =
    found && wasCounselled(found)
      ? { said, words, error: refused, forNobody: isForNobody(helpline.db, found.id) }
      : null;
  return page(c, <Help frame={around} emergency={emergency} wrong={wrong} />, error ? refusedAs(error) : 200);
}
