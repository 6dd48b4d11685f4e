import { keepOfferForm, type OfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { printable } from "#src/conversation/messages/writing.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { act, type C, fields, fromScript, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { handingScene } from "#src/live/chat/handing-data.ts";
import { paneScene } from "#src/live/chat/staff-data.ts";
import { accept, decline, type Offer, offer, withdraw } from "#src/queue/handover/hand-over.ts";
import { type Handing, Handover, type OfferField } from "#views/counsellor/team/handover.tsx";
import { conversationFor } from "../gate.ts";

/** GET /staff/conversation/:id/handover: the chat, with the handover beside it; a script gets the tab alone. */
export const handoverPage: Handle = (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.hand_over");
  if (fromScript(c)) return showTab(c, helpline, found.id);
  return showConsole(c, helpline, [found], { tab: "handover" });
};

/** POST /staff/conversation/:id/handover: offers it to a colleague or gives it to another line; refused, what was typed stays. */
export const offerConversation: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.hand_over");
  const { id: staffId } = c.get("member");
  const given = await fields(c);
  const { to = "", summary = "", agreed = "", reason = "" } = given;
  const form = { to, summary: printable(summary), agreed, reason: printable(reason) };
  try {
    const input = { conversationId: found.id, staffId, ...readOffer(form) };
    await act(c, helpline.db, offer, input);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    const sentence = translate(c.get("member").language)(error.key, error.values);
    const wrong = { field: error.field as OfferField, sentence };
    const handing = handingScene(helpline.db, found, reading(c, helpline), form, wrong);
    return showTab(c, helpline, found.id, { handing });
  }
  return showTab(c, helpline, found.id);
};

function readOffer({ to, summary, agreed, reason }: OfferForm): Pick<Offer, "to" | "summary" | "asked"> {
  const [, kind, id] = /^(staff|line)-(\d{1,9})$/.exec(to) ?? [];
  if (!kind) throw new HelplineError("bad_input", "error.handover_to", {}, "to");
  if (agreed !== "yes" && agreed !== "no") {
    throw new HelplineError("bad_input", "error.handover_agreed", {}, "agreed");
  }
  return {
    to: kind === "staff" ? { staffId: Number(id) } : { lineId: Number(id) },
    summary,
    asked: agreed === "yes" ? { agreed: true } : { notAsked: reason },
  };
}

/** POST …/handover/draft: stores what is typed, so that it survives the page. */
export const keepUnoffered: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.hand_over");
  const { id: staffId } = c.get("member");
  const { to = "", summary = "", agreed = "", reason = "" } = await fields(c);
  if (!helpline.limiter.take("draft", staffId)) throw new HelplineError("too_fast");
  const form = { to, summary, agreed, reason };
  await act(c, helpline.db, (tx) => keepOfferForm(tx, { conversationId, staffId, form }));
  return c.body(null, 204);
};

/** POST …/handover/withdraw: takes the offer back. */
export const withdrawOffer: Handle = async (c, helpline) => {
  const { id } = conversationFor(c, helpline, "conversation.hand_over");
  await answer(c, helpline, id, withdraw);
  return showTab(c, helpline, id);
};

/** POST …/handover/accept: takes the chat. */
export const acceptOffer: Handle = async (c, helpline) => {
  const id = idOf(c);
  await answer(c, helpline, id, accept);
  return c.redirect(`/staff/conversation/${id}`, 303);
};

/** POST …/handover/decline: leaves the chat where it is. */
export const declineOffer: Handle = async (c, helpline) => {
  await answer(c, helpline, idOf(c), decline);
  return fromScript(c) ? c.body(null, 204) : c.redirect("/staff", 303);
};

type Verb = (tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }) => void;

function answer(c: C, helpline: Helpline, conversationId: number, verb: Verb): Promise<void> {
  const { id: staffId } = c.get("member");
  return act(c, helpline.db, verb, { conversationId, staffId });
}

function idOf(c: C): number {
  const id = c.req.param("id") ?? "";
  if (!/^\d{1,15}$/.test(id)) throw new HelplineError("not_allowed");
  return Number(id);
}

function showTab(c: C, helpline: Helpline, id: number, refused: { handing?: Handing } = {}): Response {
  const { db, clock } = helpline;
  const found = conversation(db, id)!;
  const member = c.get("member");
  const status = refused.handing ? 422 : 200;
  if (fromScript(c)) {
    const chat = paneScene(helpline, found, member);
    const handing = refused.handing ?? handingScene(db, found, reading(c, helpline));
    const tab = <Handover t={translate(member.language)} chat={chat} handing={handing} now={clock.now()} />;
    return status === 422 ? c.html(String(tab), 422) : piece(c, String(tab));
  }
  if (status === 422) return showConsole(c, helpline, [found], { tab: "handover", ...refused }, 422);
  return c.redirect(found.counsellorId === member.id ? `/staff/conversation/${id}` : "/staff", 303);
}

function reading(c: C, { clock }: Helpline) {
  return { readerId: c.get("member").id, at: clock.now() };
}
