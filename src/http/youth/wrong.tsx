import { bareCode, newCode } from "#src/conversation/code-words.ts";
import { hasConcern, raiseConcern } from "#src/conversation/concern.ts";
import { type AnswerShown, keepAnswerCode } from "#src/conversation/concern-answer.ts";
import { type ConcernKind, concernKinds } from "#src/conversation/concern-file.ts";
import { isForNobody } from "#src/conversation/concern-readers.ts";
import { type Conversation, keptConversation } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { localDate } from "#src/hours/instants.ts";
import { lines } from "#src/hours/lines.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { staffLink } from "#src/mail/links.ts";
import { concernHeldDays } from "#src/settings/facts.ts";
import { longDates } from "#views/parts/days.ts";
import { AnswerCode, AnswerPage, type Wrong } from "#views/youth/wrong.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { frame, frameAfter } from "../youth-frame.ts";
import { asksSecret, conversationOf } from "./gate.ts";
import { showHelp } from "./help.tsx";

/**
 * POST /help, `kind=contact&text=…`, both skippable: something was wrong with the chat of this browser. `want=code`: a code for the answer
 * to what was said last, in the answer to this and nowhere else.
 */
export const sayWrong: Handle = async (c, helpline) => {
  const { id: conversationId } = c.get("conversation");
  const { want, kind: chosen = "", text = "" } = await fields(c);
  const kind = concernKinds.find((one) => one === chosen) ?? null;
  try {
    if (!helpline.limiter.take("tap", conversationId)) throw new HelplineError("too_fast");
    if (want === "code") return await giveAnswerCode(c, helpline);
    if (kind === null && chosen !== "") throw new HelplineError("bad_input");
    const said = { conversationId, text, kind, link: staffLink(helpline.config, "/staff") };
    await helpline.db.change(`conversation:${conversationId}`, (tx, emit) => raiseConcern(tx, emit, said));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showHelp(c, helpline, { said: want === "code", words: text, kind, error });
  }
  return c.redirect("/help?said=1#wrong", 303);
};

async function giveAnswerCode(c: C, helpline: Helpline): Promise<Response> {
  const { db, limiter } = helpline;
  const found = c.get("conversation");
  // Whoever has the phone and not the word would read what is not for them.
  if (asksSecret(helpline, found)) throw new HelplineError("not_allowed", "youth.secret.first");
  if (!limiter.take("newCode", found.id) || !limiter.take("codes", "all")) throw new HelplineError("too_fast");
  const code = newCode(found.language);
  const locator = db.keyring.codes.locatorOf(bareCode(code));
  await db.change(`conversation:${found.id}`, (tx) => {
    // The chat may go on in another browser by now.
    if (conversationOf(c, helpline)?.id !== found.id) throw new HelplineError("ended");
    keepAnswerCode(tx, { conversationId: found.id, locator });
  });
  return page(c, <AnswerCode frame={frame(c, helpline, found)} code={code} days={concernHeldDays} />);
}

/** What was typed or said, and why it was not taken. */
export interface WrongTyped {
  said: boolean;
  words?: string;
  kind?: ConcernKind | null;
  error?: HelplineError;
}

/** What the page for help shows of it. */
export function wrongOf(helpline: Helpline, t: Translate, found: Conversation, typed: WrongTyped): Wrong {
  const { db } = helpline;
  const { said, words = "", kind = null, error } = typed;
  return {
    ...{ said, words, kind, kinds: concernKinds, error: error ? t(error.key, error.values) : null },
    forNobody: isForNobody(db, found),
    days: concernHeldDays,
    mayHaveCode: hasConcern(db, found.id) && !asksSecret(helpline, found),
  };
}

/** What the code of an answer opens, in whatever browser it was typed. */
export function showAnswer(c: C, helpline: Helpline, { conversationId, answer, until }: AnswerShown): Response {
  const around = frameAfter(c, helpline, keptConversation(helpline.db, conversationId)!);
  const zone = lines(helpline.db)[0]!.timeZone;
  const last = until === null ? null : localDate(zone, until);
  const date = last === null ? null : longDates(around.t.language, last, last);
  // As with a chat of a code: another language would be the door.
  return page(c, <AnswerPage frame={{ ...around, languages: [] }} text={answer?.text ?? null} until={date} />);
}
