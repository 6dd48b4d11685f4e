import { isSaid, maxConcern, raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { type AnswerShown, keepAnswerCode, markOfCode } from "#src/conversation/complaint/complaint-answer.ts";
import { type ConcernKind, concernKinds } from "#src/conversation/complaint/complaint-file.ts";
import { type Conversation, keptConversation } from "#src/conversation/conversation.ts";
import { bareCode, newCode } from "#src/conversation/return/code-words.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { localDate } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";
import { frame, frameAfter } from "#src/http/frame/youth-frame.ts";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { showHelp } from "#src/http/youth/later/help.tsx";
import { staffLink } from "#src/mail/links.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { longDates } from "#views/parts/times/days.ts";
import { AnswerCode, AnswerPage } from "#views/youth/end/wrong.tsx";
import { asksSecret, conversationOf } from "../gate.ts";

/**
 * POST /help, `kind=contact&text=…`, both optional: a complaint about this browser's chat; `keep` stores it while it is typed.
 * `want=show` shows what was typed after a while away; `want=code` gives a code for the answer, in place of that of `mark`.
 */
export const sayWrong: Handle = async (c, helpline) => {
  const { id: conversationId } = c.get("conversation");
  const { want, keep, mark = "", kind: chosen = "", text = "" } = await fields(c);
  const kind = concernKinds.find((one) => one === chosen) ?? null;
  if (keep === "1" || keep === "later") return keepTyped(c, helpline, { words: text, kind, leads: keep === "later" });
  // Asking shows that they are here (gate.ts).
  if (want === "show") return c.redirect("/help#wrong", 303);
  try {
    if (!helpline.limiter.take("tap", conversationId)) throw new HelplineError("too_fast");
    if (want === "code") return await giveAnswerCode(c, helpline, mark);
    if (keep || (kind === null && chosen !== "")) throw new HelplineError("bad_input");
    const said = { conversationId, text, kind, link: staffLink(helpline.config, "/staff") };
    await helpline.db.change(asChat(conversationId), (tx, emit) => raiseConcern(tx, emit, said));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showHelp(c, helpline, { said: want === "code", error, ...(want === "code" ? {} : { words: text, kind }) });
  }
  helpline.wrongTyped.forget(conversationId);
  return c.redirect("/help?said=1#wrong", 303);
};

interface Typing {
  words: string;
  kind: ConcernKind | null;
  /** They go back to the chat, or to its last page. */
  leads: boolean;
}

/** Where the secret word of the chat is asked, someone else may be typing: nothing is kept. */
function keepTyped(c: C, helpline: Helpline, { words, kind, leads }: Typing): Response {
  const found = c.get("conversation");
  if (!asksSecret(helpline, found) && helpline.limiter.take("frame", found.id)) {
    // A draft that a script sends may arrive after the complaint itself.
    if (isSaid(helpline.db, { conversationId: found.id, text: words, kind })) helpline.wrongTyped.forget(found.id);
    // Words that are too long are kept too.
    else helpline.wrongTyped.keep(found.id, { words: words.slice(0, 2 * maxConcern), kind });
  }
  return fromScript(c) || !leads ? c.body(null, 204) : c.redirect("/", 303);
}

async function giveAnswerCode(c: C, helpline: Helpline, mark: string): Promise<Response> {
  const { db, limiter, answerCodes } = helpline;
  const found = c.get("conversation");
  // Someone with the phone and not the word would read what is not for them.
  if (asksSecret(helpline, found)) throw new HelplineError("not_allowed", "youth.secret.first");
  const shown = answerCodes.of(found.id);
  if (shown?.before === mark) return showAnswerCode(c, helpline, found, shown.code);
  // A page that is older than the code they have must not take that from them.
  if (mark !== markOfCode(db, found.id)) return c.redirect("/help#wrong", 303);
  if (!limiter.take("newCode", found.id) || !limiter.take("codes", "all")) throw new HelplineError("too_fast");
  const code = newCode(found.language);
  const locator = db.keyring.codes.locatorOf(bareCode(code));
  await db.change(asChat(found.id), (tx) => {
    // The chat may go on in another browser by now.
    if (conversationOf(c, helpline)?.id !== found.id) throw new HelplineError("ended");
    keepAnswerCode(tx, { conversationId: found.id, locator });
  });
  answerCodes.keep(found.id, { before: mark, code });
  return showAnswerCode(c, helpline, found, code);
}

function showAnswerCode(c: C, helpline: Helpline, found: Conversation, code: string): Response {
  return page(c, <AnswerCode frame={frame(c, helpline, found)} code={code} days={concernHeldDays} />);
}

/** Shows what the code of an answer opens, in whatever browser it was typed. */
export function showAnswer(c: C, helpline: Helpline, { conversationId, answer, until }: AnswerShown): Response {
  const around = frameAfter(c, helpline, keptConversation(helpline.db, conversationId)!);
  const zone = homeZone(helpline.db);
  const last = until === null ? null : localDate(zone, until);
  const date = last === null ? null : longDates(around.t.language, last, last);
  // As in a chat no other language is offered: that would be the door, without the answer.
  return page(c, <AnswerPage frame={{ ...around, languages: [] }} text={answer?.text ?? null} until={date} />);
}
