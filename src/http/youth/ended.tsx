import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { end } from "#src/queue/ending.ts";
import { endedScene } from "#src/realtime/youth-scene.ts";
import { giveFeelingAfter, rateHelp } from "#src/record/feeling.ts";
import { Ended } from "#views/youth/ended.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { isAway, takeCookie } from "./gate.ts";

/** POST /helped: "Did this chat help?" */
export const helped: Handle = async (c, helpline) => {
  const { id } = c.get("conversation");
  const { value } = await fields(c);
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  if (value !== "yes" && value !== "bit" && value !== "no") throw new HelplineError("bad_input");
  await helpline.db.change(`conversation:${id}`, (tx, emit) =>
    rateHelp(tx, emit, { conversationId: id, helped: value }),
  );
  return c.redirect("/", 303);
};

/**
 * POST /wipe: the cookie goes, and with it the way back to this chat; one that still goes on is ended, since nobody would
 * read it any more. The cookie goes even when the end cannot be stored.
 */
export const wipe: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  takeCookie(c, helpline);
  if (stateOf(found) !== "ended") {
    const input = { conversationId: found.id, reason: "ended_by_youth", staffId: null } as const;
    try {
      await helpline.db.change(`conversation:${found.id}`, (tx, emit) => end(tx, emit, input));
    } catch (error) {
      helpline.report("the end of a chat that was wiped could not be stored", error);
    }
  }
  return c.redirect("/", 303);
};

/** The same 0–10 after the chat. Skipping keeps nothing. */
export async function giveAfter(helpline: Helpline, conversationId: number, value: number | null) {
  if (value === null) return;
  await helpline.db.change(`conversation:${conversationId}`, (tx, emit) =>
    giveFeelingAfter(tx, emit, { conversationId, value }),
  );
}

/** The page after the end: no transcript but the counsellor's last words, and two taps. */
export function showEnded(c: C, helpline: Helpline, found: Conversation): Response {
  return page(
    c,
    <Ended
      frame={frame(c, helpline, found)}
      {...endedScene(helpline.db, found, !isAway(helpline, found))}
      kept={null}
    />,
  );
}
