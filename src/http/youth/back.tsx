import { lineNow } from "#src/callback/line-now.ts";
import { answerApproach, approachOf } from "#src/conversation/approach.ts";
import { bareCode, newCode, unknownWords } from "#src/conversation/code-words.ts";
import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import {
  chatOfCode,
  codeNow,
  hasApproach,
  keepCode,
  mayHaveCode,
  moveTo,
  type Shown,
  shownChoices,
} from "#src/conversation/return-code.ts";
import { clientIdFor, readClientId, readText, tidy } from "#src/conversation/writing.ts";
import type { CodeLock } from "#src/crypto/code-keys.ts";
import { newToken } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { lines } from "#src/hours/lines.ts";
import { beginAgain, comeBackTo, wayBack } from "#src/queue/coming-back.ts";
import type { Start } from "#src/queue/start.ts";
import { topics } from "#src/realtime/sources.ts";
import { lineAtDoor } from "#src/realtime/youth-doors.ts";
import { promisedDays } from "#src/settings/promised.ts";
import { publishedRules } from "#src/settings/published.ts";
import { Back, CodeShown, Elsewhere } from "#views/youth/back.tsx";
import { BackAgain } from "#views/youth/back-again.tsx";
import { Clear } from "#views/youth/clear.tsx";
import { type C, fields, fromScript, type Handle, type Helpline } from "../context.ts";
import { refuseGuessing } from "../limits.ts";
import { page } from "../page.ts";
import { frame, frameAfter } from "../youth-frame.ts";
import { conversationOf, giveCookie, isAway, noteHere, takeCookie } from "./gate.ts";
import { comeBackToChat } from "./here.ts";

/** GET /back: where a code is typed, and where whoever is in a chat gets one. */
export const back: Handle = (c, helpline) => showBack(c, helpline, null);

/**
 * POST /back, `code=…`: leads to the chat of a code, and takes it from the browser it was in; every code that leads nowhere gets the
 * same answer, after the same time. Where its chat is over, a page asks what may be seen of it, and its form (`pass=…`) begins a new
 * one, or deletes the one that is over (`want=clear`). `want=agree` or `decline`: what they say to the lines for another time. `want=code`: a new code for the chat of this browser,
 * in the answer and nowhere else.
 */
export const comeBack: Handle = async (c, helpline) => {
  const form = await fields(c);
  try {
    if (form.want === "code") return await giveCode(c, helpline);
    if (form.want === "agree" || form.want === "decline") return await answer(c, helpline, form.want === "agree");
    if (form.want === "clear") return await askToClear(c, helpline, form.pass);
    if (form.pass !== undefined) return await beginWithCode(c, helpline, form);
    return await useCode(c, helpline, form.code ?? "");
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    return showBack(c, helpline, error, form.code);
  }
};

async function giveCode(c: C, helpline: Helpline): Promise<Response> {
  const { db, limiter } = helpline;
  const found = conversationOf(c, helpline);
  if (!found || !mayHaveCode(found)) throw new HelplineError("ended");
  if (!limiter.take("newCode", found.id) || !limiter.take("codes", "all")) throw new HelplineError("too_fast");
  await noteHere(helpline, found);
  const code = newCode(found.language);
  const locator = db.keyring.codes.locatorOf(bareCode(code));
  const lock = await db.keyring.codes.lockFor(bareCode(code), null);
  await db.change(`conversation:${found.id}`, (tx, emit) => {
    // It took a while to make: the chat may go on in another browser by now, and that one has its code.
    if (conversationOf(c, helpline)?.id !== found.id) throw new HelplineError("ended");
    keepCode(tx, emit, { conversationId: found.id, locator, lock });
  });
  const days = promisedDays(db, found.rulesVersion);
  return page(c, <CodeShown frame={frame(c, helpline, found)} code={code} days={days} />);
}

/** They agree with the lines that were written with them, or do not. */
async function answer(c: C, helpline: Helpline, agrees: boolean): Promise<Response> {
  const found = conversationOf(c, helpline);
  if (!found) throw new HelplineError("ended");
  if (!helpline.limiter.take("tap", found.id)) throw new HelplineError("too_fast");
  await noteHere(helpline, found);
  await helpline.db.change(`conversation:${found.id}`, (tx, emit) =>
    answerApproach(tx, emit, { conversationId: found.id, agrees }),
  );
  // A script shows this page beside the chat, which says by itself what they said.
  return fromScript(c) ? c.body(null, 204) : c.redirect("/", 303);
}

/** No code is as long. */
const mostTyped = 400;
/** Six or seven words. Anything else is no code of anybody, which needs no work to tell. */
const likeCode = /^(\p{L}+ ){5,6}\p{L}+$/u;

async function useCode(c: C, helpline: Helpline, typed: string): Promise<Response> {
  const { db, clock } = helpline;
  refuseGuessing(c, helpline);
  const bare = bareCode(typed.slice(0, mostTyped));
  if (!likeCode.test(bare)) {
    throw new HelplineError("not_found", "youth.back.count", { n: bare === "" ? 0 : bare.split(" ").length });
  }
  const id = chatOfCode(db, db.keyring.codes.locatorsOf(bare));
  const lock = await db.keyring.codes.lockFor(bare, id);
  const opens = db.keyring.codes.opens(id, lock);
  const found = id === null || !opens ? undefined : conversation(db, id);
  // Codes of before cannot be looked for until the master key is back: theirs may be right.
  if (!found && db.keyring.standsIn) throw new HelplineError("locked");
  if (!found) throw new HelplineError("not_found", "youth.back.wrong");
  const going = goingOn(c, helpline);
  if (going?.id === found.id) return c.redirect("/", 303);
  if (going) throw new HelplineError("bad_input", "youth.back.going");
  if (wayBack(found, clock.now()) === "over") return showAgain(c, helpline, { earlierId: found.id, lock });
  await moveHere(c, helpline, found, lock);
  return c.redirect("/", 303);
}

/** The chat goes on in this browser: the one it was in is told, and hears nothing more of it. */
async function moveHere(c: C, helpline: Helpline, { id }: Conversation, lock: CodeLock) {
  const token = newToken();
  await helpline.db.change(`conversation:${id}`, (tx, emit) => {
    comeBackTo(tx, emit, { conversationId: id, lock, token });
    if (conversation(tx, id)?.pausedAt) comeBackToChat(helpline, tx, emit, id);
  });
  for (const topic of [topics.youth(id), topics.log(id)]) helpline.hub.shut(topic);
  await noteHere(helpline, conversation(helpline.db, id)!);
  giveCookie(c, helpline, token);
}

/** What was chosen of the chats before, and the first words of the new one. */
async function beginWithCode(c: C, helpline: Helpline, form: Record<string, string>): Promise<Response> {
  const { db, limiter } = helpline;
  const returning = returningWith(helpline, form.pass);
  if (goingOn(c, helpline)) return c.redirect("/", 303);
  try {
    const start = startOf(helpline, form, returning.earlierId);
    if (!limiter.take("start", "all")) throw new HelplineError("too_fast");
    const shows = readShown(form.shows);
    const id = await db.change("youth", (tx, emit) => beginAgain(tx, emit, { ...returning, start, shows }));
    await noteHere(helpline, conversation(db, id)!);
    giveCookie(c, helpline, start.token);
    return c.redirect("/", 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showAgain(c, helpline, returning, { error, form });
  }
}

/** Who typed a code that still opens what it did. Throws `bad_input` where that was too long ago, or it has another by now. */
function returningWith({ db, returning }: Helpline, pass: string | undefined) {
  const found = returning.take(pass);
  if (!found || !db.keyring.codes.opens(found.earlierId, found.lock)) {
    throw new HelplineError("bad_input", "youth.back.late");
  }
  return found;
}

/** Whoever chose nothing that we know shows nothing. */
function readShown(raw: string | undefined): Shown {
  return shownChoices.find((one) => one === raw) ?? "nothing";
}

/** The chat of the code is to be deleted: this browser gets the cookie of it, so that it can be asked once. */
async function askToClear(c: C, helpline: Helpline, pass: string | undefined): Promise<Response> {
  const found = conversation(helpline.db, returningWith(helpline, pass).earlierId);
  if (!found) throw new HelplineError("bad_input", "youth.back.late");
  if (goingOn(c, helpline)) return c.redirect("/", 303);
  const token = newToken();
  await helpline.db.change(`conversation:${found.id}`, (tx) => moveTo(tx, { conversationId: found.id, token }));
  giveCookie(c, helpline, token);
  return page(c, <Clear frame={frame(c, helpline, found)} goesOn={false} />);
}

function startOf({ db }: Helpline, form: Record<string, string>, earlierId: number): Start {
  const found = conversation(db, earlierId);
  if (!found) throw new HelplineError("not_found", "youth.back.wrong");
  const startId = readClientId(form.client_id);
  return {
    startId,
    token: db.keyring.cookieOf(startId),
    language: found.language,
    lineId: lineNow(lines(db), found).id,
    text: tidy(form.text ?? "") === "" ? null : readText(form.text),
    rulesVersion: /^\d{1,9}$/.test(form.rules ?? "") ? Number(form.rules) : 0,
  };
}

function showAgain(
  c: C,
  helpline: Helpline,
  returning: { earlierId: number; lock: CodeLock },
  refused?: { error: HelplineError; form: Record<string, string> },
): Response {
  const { db, clock } = helpline;
  const found = conversation(db, returning.earlierId)!;
  const around = frameAfter(c, helpline, found);
  return page(
    c,
    <BackAgain
      frame={around}
      pass={helpline.returning.keep(returning)}
      line={lineAtDoor(db, lineNow(lines(db), found).id, clock.now(), around.t.language)}
      at={clock.now()}
      clientId={clientIdFor(refused && { ...refused, clientId: refused.form.client_id ?? "" })}
      rulesVersion={publishedRules(db).version}
      words={refused?.form.text ?? ""}
      choices={shownChoices.filter((one) => one !== "approach" || hasApproach(db, returning.earlierId))}
      shows={readShown(refused?.form.shows)}
      refused={refused ? around.t(refused.error.key, refused.error.values) : null}
    />,
    refused ? 422 : 200,
  );
}

function goingOn(c: C, helpline: Helpline): Conversation | undefined {
  const found = conversationOf(c, helpline);
  return found && stateOf(found) !== "ended" ? found : undefined;
}

/** `typed`: the code that was refused. It stays in its field, for one word of it may be wrong; one that is right is not shown again. */
function showBack(c: C, helpline: Helpline, error: HelplineError | null, typed = ""): Response {
  const found = conversationOf(c, helpline);
  const around = frame(c, helpline, found);
  const inReach = found && !isAway(helpline, found) ? found : null;
  const wrong = error?.key === "youth.back.wrong";
  const stays = wrong || error?.key === "youth.back.count" ? typed.slice(0, mostTyped) : "";
  return page(
    c,
    <Back
      frame={around}
      offered={found !== undefined && mayHaveCode(found) ? (inReach ? codeNow(helpline.db, inReach.id) : "none") : null}
      going={goingOn(c, helpline) !== undefined}
      approach={inReach && approachOf(helpline.db, inReach.id)}
      refused={error && around.t(error.key, error.values)}
      typed={stays}
      unknown={wrong ? unknownWords(bareCode(stays)) : []}
    />,
    // To a script anything but 200 is a network that is gone.
    error && !fromScript(c) ? 422 : 200,
  );
}

/** In the browser that a chat was in before it went on elsewhere: said once, with its cookie gone. */
export function showElsewhere(c: C, helpline: Helpline): Response {
  takeCookie(c, helpline);
  return page(c, <Elsewhere frame={frame(c, helpline)} />);
}
