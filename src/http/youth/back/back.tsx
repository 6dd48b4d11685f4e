import { type AnswerShown, answerOf, answerOfCode } from "#src/conversation/complaint/complaint-answer.ts";
import { type Conversation, conversation, stateOf, wasCounselled } from "#src/conversation/conversation.ts";
import { answerApproach, approachOf, markOfLines } from "#src/conversation/messages/agreed-plan.ts";
import { readClientId, tidy } from "#src/conversation/messages/writing.ts";
import { bareCode, newCode, unknownWords } from "#src/conversation/return/code-words.ts";
import { chatOfCode, codeNow, keepCode, mayHaveCode } from "#src/conversation/return/return-code.ts";
import { isInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { newToken } from "#src/crypto/hash.ts";
import type { CodeLock } from "#src/crypto/keys/code-keys.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { frame, frameAfter } from "#src/http/frame/youth-frame.ts";
import { refuseGuessing } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { endPause } from "#src/http/youth/chat/here.ts";
import { addToGoing } from "#src/http/youth/door/door.tsx";
import { eraseFor, staysAfter } from "#src/http/youth/end/clear.tsx";
import { showAnswer } from "#src/http/youth/end/wrong.tsx";
import { comeBackTo, wayBack } from "#src/queue/door/coming-back.ts";
import { copyDays } from "#src/settings/rules/facts.ts";
import { promisedDays } from "#src/settings/rules/promised.ts";
import { isOnShift } from "#src/staff/shift/on-shift.ts";
import { Back, CodeShown } from "#views/youth/back/back.tsx";
import { Clear, Cleared } from "#views/youth/end/clear.tsx";
import { asksSecret, conversationOf, forgetTyped, giveCookie, isAway, noteBack, noteHere } from "../gate.ts";
import { beginAnewWith, begunWith, returningWith, showAgain } from "./back-again.tsx";
import { askSecret, changeSecret, takeSecret } from "./secret.tsx";

/** GET /back: where a code is typed, and where whoever is in a chat gets one. */
export const back: Handle = (c, helpline) => showBack(c, helpline, null);

/**
 * POST /back, `code=…`: leads to the chat of a code, and takes it from the browser it was in; every code that leads nowhere gets the
 * same answer, after the same time. Where the chat has a secret word, a page asks for that first (`pass=…&secret=…`). Where it is over, a
 * page asks what may be seen of it, and its form (`pass=…`) begins a new one. Either page can have it deleted (`want=clear`, and after a
 * question `sure=yes`). `want=agree` or `decline`: what they say to the lines for another time. `want=code`: a new code for the chat of
 * this browser, in the answer and nowhere else. `want=secret`: chooses its secret word, or takes that away where it is typed.
 */
export const backByCode: Handle = async (c, helpline) => {
  const form = await fields(c);
  const { want, secret = "" } = form;
  try {
    if (want === "code") return await giveCode(c, helpline);
    if (want === "agree" || want === "decline") return await answer(c, helpline, form);
    if (want === "secret") {
      const found = ownChat(c, helpline);
      await noteHere(helpline, found);
      await changeSecret(helpline, found, secret, () => isOwner(c, helpline, found));
      return c.redirect("/back#own-secret", 303);
    }
    if (want === "clear") return await clearWithCode(c, helpline, form);
    if (form.secret !== undefined && form.pass !== undefined) return await giveSecret(c, helpline, form);
    if (form.pass !== undefined) return await beginWithCode(c, helpline, form);
    return await useCode(c, helpline, form.code ?? "");
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    return showBack(c, helpline, error, { code: form.code ?? "", secret: want === "secret" ? secret : null });
  }
};

/** The chat of this browser. Throws HelplineError `ended` where there is none, `not_allowed` while its secret word is asked. */
function ownChat(c: C, helpline: Helpline): Conversation {
  const found = conversationOf(c, helpline);
  if (!found) throw new HelplineError("ended");
  if (asksSecret(helpline, found)) throw new HelplineError("not_allowed", "youth.secret.first");
  return found;
}

function isOwner(c: C, helpline: Helpline, { id }: Conversation): boolean {
  return conversationOf(c, helpline)?.id === id;
}

async function giveCode(c: C, helpline: Helpline): Promise<Response> {
  const { db, limiter } = helpline;
  const found = ownChat(c, helpline);
  if (!mayHaveCode(found)) throw new HelplineError("ended");
  if (!limiter.take("newCode", found.id) || !limiter.take("codes", "all")) throw new HelplineError("too_fast");
  await noteHere(helpline, found);
  const code = newCode(found.language);
  const locator = db.keyring.codes.locatorOf(bareCode(code));
  const lock = await db.keyring.codes.lockFor(bareCode(code), null);
  await db.change(asChat(found.id), (tx, emit) => {
    // It took a while to make: the chat may go on in another browser by now, and that one has its code.
    if (!isOwner(c, helpline, found)) throw new HelplineError("ended");
    keepCode(tx, emit, { conversationId: found.id, locator, lock });
  });
  const days = promisedDays(db, found.rulesVersion);
  // In danger what nobody has read yet is not deleted when they leave.
  const goesUnread = !isInDanger(db, found, helpline.clock.now());
  return page(c, <CodeShown frame={frame(c, helpline, found)} code={code} days={days} goesUnread={goesUnread} />);
}

/** They agree with the lines that were written with them, or do not. */
async function answer(c: C, helpline: Helpline, { want, lines: mark = "" }: Record<string, string>): Promise<Response> {
  const found = ownChat(c, helpline);
  if (!helpline.limiter.take("tap", found.id)) throw new HelplineError("too_fast");
  await noteHere(helpline, found);
  try {
    const said = { conversationId: found.id, agrees: want === "agree", mark };
    await helpline.db.change(asChat(found.id), (tx, emit) => answerApproach(tx, emit, said));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "taken") throw error;
    throw new HelplineError("bad_input", "youth.approach.others");
  }
  // A script shows this page beside the chat, which says by itself what they said.
  return fromScript(c) ? c.body(null, 204) : c.redirect("/", 303);
}

/** No code is as long. */
const mostTyped = 400;
/** Six words, or seven as some had before. Anything else is no code of anybody, which needs no work to tell. */
const likeCode = /^(\p{L}+ ){5,6}\p{L}+$/u;

async function useCode(c: C, helpline: Helpline, typed: string): Promise<Response> {
  const { db } = helpline;
  refuseGuessing(c, helpline);
  const bare = bareCode(typed.slice(0, mostTyped));
  if (!likeCode.test(bare)) {
    throw new HelplineError("not_found", "youth.back.count", { n: bare === "" ? 0 : bare.split(" ").length });
  }
  const locators = db.keyring.codes.locatorsOf(bare);
  const id = chatOfCode(db, locators);
  const lock = await db.keyring.codes.lockFor(bare, id);
  const answered = answerOfCode(db, locators);
  if (answered) return useAnswerCode(c, helpline, answered, lock);
  const opens = db.keyring.codes.opens(id, lock);
  const found = id === null || !opens ? undefined : conversation(db, id);
  // Codes of before cannot be looked for until the master key is back: theirs may be right.
  if (!found && db.keyring.standsIn) throw new HelplineError("locked");
  if (!found) throw new HelplineError("not_found", "youth.back.wrong");
  const going = goingOn(c, helpline);
  if (going?.id === found.id) return c.redirect("/", 303);
  if (going) throw new HelplineError("bad_input", "youth.back.going");
  const returning = { earlierId: found.id, lock };
  if (db.keyring.secrets.isSet(found.id)) return askSecret(c, helpline, { ...returning, asks: true });
  return followCode(c, helpline, found, lock);
}

/** The code of an answer: it opens that and moves no chat, so it is taken in whatever browser. */
function useAnswerCode(c: C, helpline: Helpline, answered: AnswerShown, lock: CodeLock): Response {
  const { id, conversationId } = answered;
  if (!helpline.db.keyring.secrets.isSet(conversationId)) return showAnswer(c, helpline, answered);
  return askSecret(c, helpline, { earlierId: conversationId, lock, asks: false, answerOf: id });
}

async function followCode(c: C, helpline: Helpline, found: Conversation, lock: CodeLock): Promise<Response> {
  if (wayBack(found, helpline.clock.now()) === "over") {
    return showAgain(c, helpline, { earlierId: found.id, lock, asks: false });
  }
  const hasMoved = await moveHere(c, helpline, found, { lock, token: newToken(), inDanger: false });
  return hasMoved ? c.redirect("/", 303) : showAgain(c, helpline, { earlierId: found.id, lock, asks: false });
}

/** The secret word of the chat whose code was typed: nothing of it changes before, also for the browser it is in. */
async function giveSecret(c: C, helpline: Helpline, { pass, secret = "" }: Record<string, string>): Promise<Response> {
  const { returning, found } = returningWith(helpline, pass, true);
  const ofAnswer = returning.answerOf === undefined ? null : answerOf(helpline.db, returning.answerOf);
  // It was kept long enough meanwhile: its code has never opened the chat.
  if (returning.answerOf !== undefined && !ofAnswer) throw new HelplineError("bad_input", "youth.back.late");
  if (!ofAnswer && goingOn(c, helpline)) return c.redirect("/", 303);
  try {
    await takeSecret(helpline, found.id, secret);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    return askSecret(c, helpline, returning, error);
  }
  return ofAnswer ? showAnswer(c, helpline, ofAnswer) : followCode(c, helpline, found, returning.lock);
}

/**
 * The chat goes on in this browser: the one it was in is told, and hears nothing more of it (live/repaint.ts). Returns false where its
 * line lets nobody come back to it.
 */
async function moveHere(
  c: C,
  helpline: Helpline,
  { id, lineId }: Conversation,
  follows: { lock: CodeLock; token: string; inDanger: boolean },
): Promise<boolean> {
  const input = { ...follows, conversationId: id, isOnShift: isOnShift(helpline, lineId) };
  try {
    await helpline.db.change(asChat(id), (tx, emit) => {
      comeBackTo(tx, emit, input);
      endPause(helpline, tx, emit, id);
    });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "closed") throw error;
    return false;
  }
  const found = conversation(helpline.db, id)!;
  forgetTyped(helpline, found);
  await noteBack(helpline, found);
  giveCookie(c, helpline, follows.token);
  return true;
}

/**
 * The form of the page that a code of a chat that is over leads to. Whoever is in danger comes back to a chat that was only broken off,
 * though the line lets in nobody else; who presses it twice, or has lost the answer, comes to where it led the first time.
 */
async function beginWithCode(c: C, helpline: Helpline, form: Record<string, string>): Promise<Response> {
  const inDanger = form.danger === "yes";
  const going = goingOn(c, helpline);
  if (going && inDanger) return addToGoing(c, helpline, going, { form, inDanger });
  const again = begunWith(helpline, form);
  if (again) {
    giveCookie(c, helpline, again.token);
    return addToGoing(c, helpline, again.found, { form, inDanger });
  }
  const { returning, found } = returningWith(helpline, form.pass);
  if (going) return c.redirect("/", 303);
  if (returning.asks) return askSecret(c, helpline, returning);
  const isBrokenOff = wayBack(found, helpline.clock.now()) !== "over";
  if (inDanger && isBrokenOff && tidy(form.text ?? "") === "") {
    const token = helpline.db.keyring.cookieOf(readClientId(form.client_id));
    if (await moveHere(c, helpline, found, { lock: returning.lock, token, inDanger })) return c.redirect("/", 303);
  }
  // Where its own line lets nobody come back to it another may take them.
  return beginAnewWith(c, helpline, returning, form);
}

/** The chat of the code is deleted, once that was asked: no word but the code is needed for it, and nothing of it shows. */
async function clearWithCode(c: C, helpline: Helpline, { pass, sure }: Record<string, string>): Promise<Response> {
  const { returning, found } = returningWith(helpline, pass);
  if (goingOn(c, helpline)) return c.redirect("/", 303);
  if (sure !== "yes") {
    const goesOn = stateOf(found) !== "ended";
    const shown = {
      goesOn,
      copyDays,
      // Whoever found the code learns nothing from it.
      stays: staysAfter(helpline, found, false),
      pass: helpline.returning.keep(returning),
    };
    return page(c, <Clear frame={frameAfter(c, helpline, found)} {...shown} />);
  }
  return page(c, <Cleared {...(await eraseFor(c, helpline, found, "youth"))} />);
}

function goingOn(c: C, helpline: Helpline): Conversation | undefined {
  const found = conversationOf(c, helpline);
  return found && stateOf(found) !== "ended" ? found : undefined;
}

/** What was typed that was refused; `secret` null = that was no secret word. */
type TypedBack = { code: string; secret: string | null };

/** A code that was refused stays in its field, for one word of it may be wrong; one that is right is not shown again. */
function showBack(
  c: C,
  helpline: Helpline,
  error: HelplineError | null,
  typed: TypedBack = { code: "", secret: null },
): Response {
  const found = conversationOf(c, helpline);
  const around = frame(c, helpline, found);
  const going = goingOn(c, helpline);
  const inReach = found && !isAway(helpline, found) ? found : null;
  const asks = found !== undefined && asksSecret(helpline, found);
  const approach = inReach && maySeeAgreed(helpline, inReach) ? approachOf(helpline.db, inReach.id) : null;
  const wrong = error?.key === "youth.back.wrong";
  const stays = wrong || error?.key === "youth.back.count" ? typed.code.slice(0, mostTyped) : "";
  const sentence = error && around.t(error.key, error.values);
  const secret = { typed: typed.secret ?? "", wrong: typed.secret === null ? null : sentence };
  return page(
    c,
    <Back
      frame={around}
      asks={asks}
      offered={found && !asks && mayHaveCode(found) ? (inReach ? codeNow(helpline.db, inReach.id) : "none") : null}
      going={going !== undefined}
      approach={approach && { ...approach, mark: markOfLines(approach.text) }}
      secret={going && !asks ? { ...secret, isSet: helpline.db.keyring.secrets.isSet(going.id) } : null}
      refused={typed.secret === null || asks ? sentence : null}
      typed={stays}
      unknown={wrong ? unknownWords(bareCode(stays)) : []}
    />,
    // To a script anything but 200 is a network that is gone.
    error && !fromScript(c) ? refusedAs(error) : 200,
  );
}

/**
 * Whether lines that were agreed on are shown in this browser: a code may have been found, so those of an earlier chat wait until somebody
 * has answered in this one, or its secret word, which is asked with the code, has kept others out.
 */
function maySeeAgreed({ db }: Helpline, found: Conversation): boolean {
  return wasCounselled(found) || db.keyring.secrets.isSet(found.id);
}
