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
import { endPause } from "#src/http/youth/chat/chat.tsx";
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

/** GET /back: where a code is typed, and where someone in a chat gets one. */
export const back: Handle = (c, helpline) => showBack(c, helpline, null);

/**
 * POST /back, `code=…`: moves its chat to this browser; every wrong code gets the same answer after the same time.
 * `pass=…` stands for the code on the next page; `want=` code, secret, agree, decline or clear does that instead.
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
    // Making it took a while: the chat may go on in another browser by now, and that one has its code.
    if (!isOwner(c, helpline, found)) throw new HelplineError("ended");
    keepCode(tx, emit, { conversationId: found.id, locator, lock });
  });
  const days = promisedDays(db, found.rulesVersion);
  // In danger, unread words are not deleted when they leave.
  const goesUnread = !isInDanger(db, found, helpline.clock.now());
  return page(c, <CodeShown frame={frame(c, helpline, found)} code={code} days={days} goesUnread={goesUnread} />);
}

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
  // A script shows this page beside the chat, which itself shows what they said.
  return fromScript(c) ? c.body(null, 204) : c.redirect("/", 303);
}

const mostTyped = 400;
/** Six words, or seven in older codes; anything else takes no work to refuse. */
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
  // Older codes cannot be looked up until the master key is back, so this one may be right.
  if (!found && db.keyring.standsIn) throw new HelplineError("locked");
  if (!found) throw new HelplineError("not_found", "youth.back.wrong");
  const going = goingOn(c, helpline);
  if (going?.id === found.id) return c.redirect("/", 303);
  if (going) throw new HelplineError("bad_input", "youth.back.going");
  const returning = { earlierId: found.id, lock };
  if (db.keyring.secrets.isSet(found.id)) return askSecret(c, helpline, { ...returning, asks: true });
  return followCode(c, helpline, found, lock);
}

/** The code of an answer moves no chat, so it is taken in any browser. */
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

/** Until the secret word is given nothing changes, not even for the browser the chat is in. */
async function giveSecret(c: C, helpline: Helpline, { pass, secret = "" }: Record<string, string>): Promise<Response> {
  const { returning, found } = returningWith(helpline, pass, true);
  const ofAnswer = returning.answerOf === undefined ? null : answerOf(helpline.db, returning.answerOf);
  // The answer was kept long enough, and its code has never opened the chat.
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

/** The browser it was in is told and hears no more (live/repaint.ts); false if its line lets nobody come back. */
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

/** In danger a broken-off chat goes on even if the line lets in nobody else; pressed twice, it leads to the same chat. */
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
  // If its own line lets nobody come back, another may take them.
  return beginAnewWith(c, helpline, returning, form);
}

/** The code alone is enough to delete the chat, and nothing of it shows. */
async function clearWithCode(c: C, helpline: Helpline, { pass, sure }: Record<string, string>): Promise<Response> {
  const { returning, found } = returningWith(helpline, pass);
  if (goingOn(c, helpline)) return c.redirect("/", 303);
  if (sure !== "yes") {
    const goesOn = stateOf(found) !== "ended";
    const shown = {
      goesOn,
      copyDays,
      // Someone who found the code learns nothing from it.
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

/** Typed and refused; `secret` is null if it was no secret word. */
type TypedBack = { code: string; secret: string | null };

/** A refused code stays in its field, since one word of it may be wrong; a right one is not shown again. */
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
    // A script takes anything but 200 for a network that is gone.
    error && !fromScript(c) ? refusedAs(error) : 200,
  );
}

/** A code may have been found: a plan from before waits for an answer in this chat, unless a secret word kept others out. */
function maySeeAgreed({ db }: Helpline, found: Conversation): boolean {
  return wasCounselled(found) || db.keyring.secrets.isSet(found.id);
}
