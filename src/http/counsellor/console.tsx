import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { claim, claimNext } from "#src/queue/claim.ts";
import { ownChats, waitingList } from "#src/queue/overview.ts";
import { queueOfMember } from "#src/realtime/sources.ts";
import { paneScene, zoneOf } from "#src/realtime/staff-scene.ts";
import { barScene } from "#src/realtime/staff-shift.ts";
import { setAvailability } from "#src/staff/availability.ts";
import { Console } from "#views/counsellor/console.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";

/** GET /staff: the room, with no conversation open. */
export const consolePage: Handle = (c, helpline) => showConsole(c, helpline, []);

/** POST /staff/available: here or away. */
export const available: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { availability } = await fields(c);
  if (availability !== "available" && availability !== "away") throw new HelplineError("bad_input");
  await helpline.db.change(`staff:${staffId}`, (tx, emit) => setAvailability(tx, emit, { staffId, availability }));
  return c.redirect(screenOf(c), 303);
};

/** The screen a form was sent from: without JavaScript one stays in the conversation that was open. */
function screenOf(c: C): string {
  const from = c.req.header("referer") ?? "";
  const { pathname, search } = URL.canParse(from) ? new URL(from) : { pathname: "", search: "" };
  const isOpen = /^\/staff\/conversation\/\d{1,15}(\?beside=\d{1,15})?$/.test(pathname + search);
  return isOpen ? pathname + search : "/staff";
}

/** POST /staff/claim: take the next person. */
export const takeNext: Handle = async (c, helpline) => {
  const member = c.get("member");
  const id = await helpline.db.change(`staff:${member.id}`, (tx, emit) => claimNext(tx, emit, { member }));
  return c.redirect(`/staff/conversation/${id}`, 303);
};

/** POST /staff/conversation/:id/claim: take this person. */
export const take: Handle = async (c, helpline) => {
  const member = c.get("member");
  const id = c.req.param("id") ?? "";
  if (!/^\d{1,15}$/.test(id)) throw new HelplineError("not_found");
  const input = { conversationId: Number(id), member };
  await helpline.db.change(`staff:${member.id}`, (tx, emit) => claim(tx, emit, input));
  return c.redirect(`/staff/conversation/${id}`, 303);
};

/** The console with up to two conversations on the screen. */
export function showConsole(c: C, helpline: Helpline, open: Conversation[]): Response {
  const { db, clock, youth } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const seen = queueOfMember(db, member);
  const panes = open.map((one) => ({
    chat: paneScene(helpline, conversation(db, one.id) ?? one, member),
    clientId: newClientId(),
  }));
  return page(
    c,
    <Console
      frame={frame}
      bar={barScene(helpline, member)}
      waiting={waitingList(db, youth, member.language, seen.lineIds)}
      chats={ownChats(db, youth, member.id, member.language)}
      panes={panes}
      canClaim={seen.canClaim}
      now={clock.now()}
      zone={zoneOf(db, open[0]?.id ?? 0)}
    />,
  );
}
