import { type Conversation, conversation, wasCounselled } from "#src/conversation/conversation.ts";
import { maxUnsent, tidy } from "#src/conversation/messages/writing.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { shownOnce } from "#src/http/frame/flash.ts";
import { frameAfter, frameInDanger } from "#src/http/frame/youth-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { showContinue, takeSecret } from "#src/http/youth/back/secret.tsx";
import { callAfter } from "#src/live/youth/danger-data.ts";
import { settings } from "#src/settings/settings.ts";
import { Over } from "#views/youth/chat/continue.tsx";
import { asksSecret, noteBack } from "../gate.ts";
import { comeBackToChat } from "./chat.tsx";

/** POST /continue: they are here again, with the secret word (`secret`) if asked; what was typed before (`text`) comes back. */
export const goOn: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const { secret = "", text: words = "" } = await fields(c);
  const asks = asksSecret(helpline, found);
  if (asks) {
    try {
      await takeSecret(helpline, found.id, secret);
    } catch (error) {
      if (!(error instanceof HelplineError)) throw error;
      return showContinue(c, helpline, found, { error, words });
    }
    await noteBack(helpline, found);
  }
  await helpline.db.change(asChat(found.id), (tx, emit) => {
    if (conversation(tx, found.id)?.endedAt === null) comeBackToChat(helpline, tx, emit, found.id);
  });
  if (!asks || tidy(words) === "") return c.redirect("/", 303);
  // A redirect, since reloading a page of this form would give the secret word again, for anyone.
  const unsent = { conversationId: found.id, words: words.slice(0, maxUnsent) };
  return c.redirect(shownOnce("/", "", helpline.unsent.keep(unsent)), 303);
};

/** Shows that a chat was lost for too long and has ended, or that the place in line is gone with its words. */
export function showOver(c: C, helpline: Helpline, found: Conversation): Response {
  const lostPlace = found.endReason === "lost" && !wasCounselled(found);
  const minutes = lostPlace ? settings(helpline.db).placeKeptMinutes : null;
  const faded = found.endReason === "faded_out";
  const isRead = leftInDanger(helpline.db, found.id, helpline.clock.now()) !== null;
  const around = frameAfter(c, helpline, found);
  const shown = isRead ? frameInDanger(c, helpline, around) : around;
  const readAfter = isRead ? callAfter(helpline, found) : null;
  return page(c, <Over frame={shown} placeKept={minutes} {...{ readAfter, faded }} />);
}
