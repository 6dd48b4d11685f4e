import type { Conversation } from "#src/conversation/conversation.ts";
import { chatDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { act, type C, fields, fromScript, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { fillingFor } from "#src/replies/filling.ts";
import { type Filling, filled } from "#src/replies/placeholders.ts";
import { repliesFor } from "#src/replies/replies.ts";
import type { Reply } from "#src/replies/reply.ts";
import { foundReplies, ranked, wordsOfReply } from "#src/replies/search.ts";
import { noteUse, usesOf } from "#src/replies/use.ts";
import { ReadyList, type ReadyReply } from "#views/counsellor/chat/replies.tsx";
import { conversationFor } from "../gate.ts";

/** GET /staff/conversation/:id/replies: the chat with the ready replies for `?words=` beside it; a script gets the whole list. */
export const repliesPage: Handle = (c, helpline) => {
  const one = conversationFor(c, helpline, "conversation.read");
  const all = readyReplies(c, helpline, one);
  if (fromScript(c)) {
    const t = translate(c.get("member").language);
    const props = { t, id: one.id, language: one.language, open: one.endedAt === null };
    return piece(c, String(<ReadyList {...props} ready={{ words: "", replies: all }} />));
  }
  const words = (c.req.query("words") ?? "").slice(0, 200).toWellFormed();
  const ready = { words, replies: foundReplies(all, one.language, words) };
  return showConsole(c, helpline, [one], { tab: "replies", ready });
};

/** POST /staff/conversation/:id/replies: takes a reply. Without scripts it is added to the draft; a script has it counted. */
export const takeReply: Handle = async (c, helpline) => {
  const { id: conversationId, ...one } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  if (!helpline.limiter.take("draft", staffId)) throw new HelplineError("too_fast");
  const { reply: id } = await fields(c);
  const taken = readyReplies(c, helpline, { id: conversationId, ...one }).find((reply) => reply.id === id);
  if (!taken) throw new HelplineError("bad_input");
  await act(c, helpline.db, (tx) => {
    if (!fromScript(c)) {
      const before = chatDraft(tx, { conversationId, staffId }).trimEnd();
      // Pressed twice, it is added once.
      const text = before.endsWith(taken.text) ? before : [before, taken.text].filter(Boolean).join("\n");
      keepDraft(tx, { conversationId, staffId, text });
    }
    noteUse(tx, { staffId, replyId: taken.id });
  });
  if (fromScript(c)) return c.body(null, 204);
  return c.redirect(`/staff/conversation/${conversationId}`, 303);
};

function readyReplies(c: C, { db, clock }: Helpline, one: Conversation): (Reply & ReadyReply)[] {
  const { id: staffId, alias } = c.get("member");
  const { lineId, language } = one;
  const fillings = new Map<Language, Filling>();
  const fillingIn = (of: Language) => {
    const known = fillings.get(of) ?? fillingFor(db, { alias, lineId, language: of, now: clock.now() });
    fillings.set(of, known);
    return known;
  };
  return ranked(repliesFor(db, staffId), language, usesOf(db, staffId)).map((reply) => {
    const text = filled(reply.text, fillingIn(reply.language));
    return { ...reply, text, own: reply.ownerId !== null, words: wordsOfReply({ ...reply, text }) };
  });
}
