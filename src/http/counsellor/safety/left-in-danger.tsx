import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import { HelplineError } from "#src/errors.ts";
import { lineZone } from "#src/hours/lines.ts";
import { shownOnce } from "#src/http/frame/flash.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { openTeam, shutFor, withKeys } from "#src/http/session/keys.ts";
import { dangerClosedWords, leftScene } from "#src/live/chat/left-data.ts";
import { tickedDanger } from "#src/live/chat/staff-data.ts";
import { readableMessages } from "#src/live/youth/youth-data.ts";
import { leftOf, type WhoLeft } from "#src/queue/door/who-left.ts";
import { emergencyIn, emergencyReach } from "#src/record/emergency-reading.ts";
import { closeDanger, declareForLeft } from "#src/retention/danger/danger-over.ts";
import { mayKnowLeft, mayReadLeft, whyNotLeft } from "#src/retention/danger/left-readers.ts";
import { openEnded } from "#src/retention/reading/opening.ts";
import { LeftInDanger } from "#views/counsellor/safety/left-in-danger.tsx";

/** GET /staff/danger/:id (of a conversation): when and how someone left in danger, without a word of theirs. */
export const leftPage: Handle = (c, helpline) => show(c, helpline, leftFor(c, helpline));

/** POST /staff/danger/:id/open: what they wrote. A POST, since the reading is recorded before anything is shown. */
export const readLeft: Handle = async (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const at = leftFor(c, helpline);
  const { id } = at.found;
  // What cannot be read must not count as opened.
  if (mayRead(c, helpline, at.found) && openTeam(c, helpline).size === 0 && db.keyring.isSealed(id)) {
    return show(c, helpline, at, { words: { messages: [], shut: shutFor(c, helpline) } });
  }
  const isOpen = await act(c, db, openEnded, { conversationId: id, member, why: "left" });
  const opened = withKeys(c, helpline);
  const messages: Message[] = isOpen ? readableMessages(opened, staffFrame(c, helpline).t, id) : [];
  const ticked = isOpen ? tickedDanger(opened.db, at.found, member.language) : [];
  return show(c, helpline, at, { words: { messages, shut: null }, ticked });
};

/** POST /staff/danger/:id/emergency: calls those who answer for emergencies. */
export const declareLeft: Handle = async (c, helpline) => {
  const member = c.get("member");
  const { id: conversationId } = leftFor(c, helpline).found;
  await act(c, helpline.db, declareForLeft, { conversationId, member });
  return c.redirect(`/staff/danger/${conversationId}#declared`, 303);
};

/** POST /staff/danger/:id/close: ends the danger with `sure=yes`; else asks once, since what was deleted goes for good then. */
export const closeOne: Handle = async (c, helpline) => {
  const member = c.get("member");
  const at = leftFor(c, helpline);
  if (!mayRead(c, helpline, at.found)) throw new HelplineError("not_allowed");
  if ((await fields(c)).sure !== "yes") return show(c, helpline, at, { asks: true });
  const conversationId = at.found.id;
  const words = dangerClosedWords(helpline, staffFrame(c, helpline).t, { found: at.found, chat: at.left.name });
  await act(c, helpline.db, closeDanger, { conversationId, member });
  return c.redirect(shownOnce("/staff", "", helpline.done.keep(words)), 303);
};

interface Left {
  found: Conversation;
  left: WhoLeft;
}

/** One that does not exist or is over is refused like one of another line. */
function leftFor(c: C, { db, clock }: Helpline): Left {
  const member = c.get("member");
  const found = conversation(db, idOf(c.req.param("id")));
  const left = found ? leftOf(db, found, member.language, clock.now()) : null;
  if (!found || !left || !mayKnowLeft(db, member, found, clock.now())) throw new HelplineError("not_allowed");
  return { found, left };
}

const mayRead = (c: C, { db, clock }: Helpline, found: Conversation) =>
  mayReadLeft(db, c.get("member"), found, clock.now());

interface Shown {
  words?: Parameters<typeof LeftInDanger>[0]["words"];
  ticked?: string[];
  asks?: boolean;
}

function show(c: C, helpline: Helpline, { found, left }: Left, shown: Shown = {}): Response {
  const { words = null, ticked = [], asks = false } = shown;
  const { db, clock } = helpline;
  const emergency = emergencyIn(db, found.id);
  const isOwner = emergency && emergencyReach(db, c.get("member"), emergency, clock.now()) !== null;
  return page(
    c,
    <LeftInDanger
      frame={staffFrame(c, helpline)}
      left={left}
      whyNot={whyNotLeft(db, c.get("member"), found, clock.now())}
      about={leftScene(helpline, found, c.get("member"))}
      words={words}
      ticked={ticked}
      asks={asks}
      emergency={isOwner ? emergency.id : null}
      now={clock.now()}
      zone={lineZone(db, found.lineId)}
    />,
  );
}
