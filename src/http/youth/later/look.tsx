import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { maxUnsent } from "#src/conversation/messages/writing.ts";
import { shownOnce } from "#src/http/frame/flash.ts";
import { keepOwnLook, ownLookOf } from "#src/http/frame/youth-cookie.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { ownFaces, parseOwnLook } from "#src/settings/look/own-look.ts";
import { discreetNames } from "#src/settings/look/themes.ts";
import { Look, LookPicked, type TakenAlong } from "#views/youth/later/look.tsx";
import { conversationOf } from "../gate.ts";

/** GET /how-it-looks: a discreet look and a face, picked for this visit. */
export const lookChoice: Handle = (c, helpline) => showLook(c, helpline);

/** POST /how-it-looks: keeps both in this browser, and leads to the chat or the door. */
export const pickLook: Handle = async (c, helpline) => {
  keepOwnLook(c, helpline, parseOwnLook(await fields(c)));
  // Beside something else that is being typed, the page stays; the next one has the look.
  if (fromScript(c)) return showLook(c, helpline);
  return c.redirect(`/${frame(c, helpline, conversationOf(c, helpline)).query}`, 303);
};

function showLook(c: C, helpline: Helpline): Response {
  const found = conversationOf(c, helpline);
  const picked = ownLookOf(c, helpline);
  const offered = { looks: discreetNames, faces: ownFaces };
  return page(c, <Look frame={frame(c, helpline, found)} {...{ picked, ...offered }} along={takenAlong(c, found)} />);
}

/** Returns the form whose words go along with the choice: that of the page this one is shown beside (static/words.js). */
function takenAlong(c: C, found: Conversation | undefined): TakenAlong | null {
  if (!fromScript(c) || c.req.method !== "GET") return null;
  const beside = URL.parse(c.req.header("referer") ?? "")?.pathname;
  const inChat = found !== undefined && stateOf(found) !== "ended";
  if (inChat) return beside === "/" ? "say" : null;
  return beside === "/" || beside === "/start" || beside === "/which" ? "start" : null;
}

/** Keeps the look that came with the form of a chat, whose words were not sent: they are in its box on the page that follows. */
export function pickInChat(c: C, helpline: Helpline, found: Conversation, form: Record<string, string>): Response {
  keepOwnLook(c, helpline, parseOwnLook(form));
  const { text = "" } = form;
  const unsent = { conversationId: found.id, words: text.slice(0, maxUnsent) };
  const address = text === "" ? "/" : shownOnce("/", "", helpline.unsent.keep(unsent));
  return page(c, <LookPicked frame={frame(c, helpline, found)} address={address} />);
}
