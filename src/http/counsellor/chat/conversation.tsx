import { lastNote, seeNotes } from "#src/conversation/colleagues/side-notes.ts";
import { asContactReason, strangeContacts } from "#src/conversation/messages/contact-asking.ts";
import type { ContactDetail } from "#src/conversation/messages/contact-details.ts";
import { chatDraft, forgetDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { readClientId, readText, writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { lastSeq } from "#src/conversation/reading.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, fromScript, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { close, end } from "#src/queue/end/ending.ts";
import { lacksRecord } from "#src/record/reading.ts";
import { putBy } from "#src/record/record.ts";
import { ContactAsk } from "#views/counsellor/chat/contact-ask.tsx";
import { asSideTab, linesBefore, tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { conversationFor, conversationOnPage } from "../gate.ts";

interface Asked {
  conversationId: number;
  clientId: string;
  text: string;
  kept: string[];
  found: ContactDetail[];
}

/** GET /staff/conversation/:id: one chat; `?beside=` shows a second one next to it, `?before=` the lines before a seq. */
export const conversationPage: Handle = (c, helpline) => {
  const first = conversationOnPage(c, helpline);
  const beside = c.req.query("beside");
  const second = beside && beside !== String(first.id) ? conversationOnPage(c, helpline, beside) : null;
  const open = second ? [first, second] : [first];
  const before = c.req.query("before") ?? "";
  const until = /^\d{1,15}$/.test(before) ? Number(before) : undefined;
  return showConsole(c, helpline, open, { asks: c.req.query("close") === "ask", until });
};

/** POST /staff/conversation/:id/send: a way to reach the writer elsewhere needs a reason (`contact`), which supervisors see. */
export const write: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const { client_id = [], text = [], kept, contact } = await lists(c);
  if (!helpline.limiter.take("send", asStaff(staffId))) throw new HelplineError("too_fast");
  const words = { conversationId, staffId, clientId: readClientId(client_id.at(-1)), text: readText(text.at(-1)) };
  const found = strangeContacts(helpline.db, words.text);
  const reason = asContactReason(contact?.at(-1));
  if (found.length > 0 && !reason) return askWhy(c, helpline, { ...words, kept: kept ?? [], found });
  // Before the message is drawn: supervisors see at once who owes the next words.
  const typed = helpline.typing.stopped(conversationId, "counsellor");
  try {
    await act(c, helpline.db, (tx, emit) => {
      const before = reason ? lastSeq(tx, conversationId) : 0;
      const isNew = writeAsCounsellor(tx, emit, words) > before;
      if (isNew && found.length > 0 && reason) emit({ type: "contact.sent", conversationId, staffId, reason });
      forgetDraft(tx, { conversationId, staffId, kept });
    });
  } finally {
    if (typed) helpline.db.announce({ type: "typing", conversationId, staffId, by: "counsellor", on: false });
  }
  return back(c, conversationId);
};

/** The words are kept and can be sent with a reason; `X-Asks` tells a script to ask for it. */
function askWhy(c: C, helpline: Helpline, words: Asked): Response {
  const frame = staffFrame(c, helpline);
  const sentence = frame.t("staff.contact.asks", { found: words.found.map(({ text }) => text).join(", ") });
  if (fromScript(c)) return c.text(sentence, 409, { "X-Asks": "contact" });
  return page(c, <ContactAsk frame={frame} id={words.conversationId} {...words} sentence={sentence} />, 409);
}

/** GET /staff/conversation/:id/draft: this member's stored draft as plain text, for a page that was hidden for a while. */
export const keptDraft: Handle = (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  return c.text(chatDraft(helpline.db, { conversationId, staffId: c.get("member").id }));
};

/** POST /staff/conversation/:id/draft: stores what is typed, so that it survives the page; `to` leads on to a tab or to earlier lines. */
export const saveChatDraft: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const { text = [], kept, both, to } = await lists(c);
  if (!helpline.limiter.take("draft", staffId)) throw new HelplineError("too_fast");
  // A page that is being left, or has no scripts, cannot ask what to do with words typed elsewhere.
  const isLast = !fromScript(c) || both !== undefined;
  const words = { conversationId, staffId, text: text.at(-1) ?? "", kept, both: isLast };
  const [next = ""] = to?.slice(-1) ?? [];
  const other = await act(c, helpline.db, (tx, emit) => {
    // Without scripts the notes are read on the page it leads to.
    if (next === "notes") seeNotes(tx, emit, { conversationId, staffId, seq: lastNote(tx, conversationId) });
    return keepDraft(tx, words);
  });
  if (other !== null) return c.text(other, 409);
  if (/^went-\d{1,15}$/.test(next)) return c.redirect(`${tabAddress(conversationId, "referrals")}#${next}`, 303);
  const [, before] = /^before-(\d{1,15})$/.exec(next) ?? [];
  if (before) return c.redirect(linesBefore(conversationId, Number(before)), 303);
  const tab = asSideTab(next);
  return tab ? c.redirect(tabAddress(conversationId, tab), 303) : c.body(null, 204);
};

/** POST /staff/conversation/:id/end */
export const endConversation: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.end");
  const { id: staffId } = c.get("member");
  const input = { conversationId, reason: "ended_by_counsellor", staffId } as const;
  await act(c, helpline.db, end, input);
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/close: takes an ended chat off the screen; asks once for its record, `do=later` lists it. */
export const closeConversation: Handle = async (c, helpline) => {
  const { id: conversationId, closedAt } = conversationFor(c, helpline, "conversation.read");
  const member = c.get("member");
  const { open = "", asked, do: pressed } = await fields(c);
  const other = /^\d{1,15}$/.test(open) ? open : null;
  const lacks = closedAt === null && lacksRecord(helpline.db, conversationId);
  if (lacks && asked !== "yes") {
    const beside = other === null ? "" : `&beside=${other}`;
    return c.redirect(`/staff/conversation/${conversationId}?close=ask${beside}`, 303);
  }
  await act(c, helpline.db, (tx, emit) => {
    if (lacks && pressed === "later") putBy(tx, emit, { member, conversationId });
    close(tx, emit, { conversationId, staffId: member.id });
  });
  return c.redirect(other === null ? "/staff" : `/staff/conversation/${other}`, 303);
};

function back(c: C, conversationId: number): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect(`/staff/conversation/${conversationId}`, 303);
}
