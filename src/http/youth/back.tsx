import { bareCode, newCode } from "#src/conversation/code-words.ts";
import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { chatOfCode, keepCode, mayHaveCode } from "#src/conversation/return-code.ts";
import type { CodeLock } from "#src/crypto/code-keys.ts";
import { newToken } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { comeBackTo, wayBack } from "#src/queue/coming-back.ts";
import { topics } from "#src/realtime/sources.ts";
import { promisedDays } from "#src/settings/promised.ts";
import { Back, BackOver, CodeShown, Elsewhere } from "#views/youth/back.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { refuseGuessing } from "../limits.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { conversationOf, giveCookie, noteHere, takeCookie } from "./gate.ts";
import { comeBackToChat } from "./here.ts";

/** GET /back: where a code is typed, and where whoever is in a chat gets one. */
export const back: Handle = (c, helpline) => showBack(c, helpline, null);

/**
 * POST /back, `code=…`: leads to the chat of a code, and takes it from the browser it was in; every code that leads nowhere gets the
 * same answer, after the same time. `want=code`: a new code for the chat of this browser, in the answer and nowhere else.
 */
export const comeBack: Handle = async (c, helpline) => {
  const { want, code = "" } = await fields(c);
  try {
    return want === "code" ? await giveCode(c, helpline) : await useCode(c, helpline, code);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    return showBack(c, helpline, error);
  }
};

async function giveCode(c: C, helpline: Helpline): Promise<Response> {
  const { db, limiter } = helpline;
  const found = conversationOf(c, helpline);
  if (!found || !mayHaveCode(found)) throw new HelplineError("ended");
  if (!limiter.take("newCode", found.id) || !limiter.take("back", "all")) throw new HelplineError("too_fast");
  await noteHere(helpline, found);
  const code = newCode(found.language);
  const locator = db.keyring.codes.locatorOf(bareCode(code));
  const lock = await db.keyring.codes.lockFor(bareCode(code), null);
  await db.change(`conversation:${found.id}`, (tx, emit) =>
    keepCode(tx, emit, { conversationId: found.id, locator, lock }),
  );
  const days = promisedDays(db, found.rulesVersion);
  return page(c, <CodeShown frame={frame(c, helpline, found)} code={code} days={days} />);
}

/** No code is as long. */
const mostTyped = 400;
/** Six or seven words. Anything else is no code of anybody, which needs no work to tell. */
const likeCode = /^(\p{L}+ ){5,6}\p{L}+$/u;

async function useCode(c: C, helpline: Helpline, typed: string): Promise<Response> {
  const { db, clock } = helpline;
  refuseGuessing(c, helpline);
  const bare = bareCode(typed.slice(0, mostTyped));
  if (!likeCode.test(bare)) throw new HelplineError("not_found", "youth.back.wrong");
  const id = chatOfCode(db, db.keyring.codes.locatorOf(bare));
  const lock = await db.keyring.codes.lockFor(bare, id);
  const opens = db.keyring.codes.opens(id, lock);
  const found = id === null || !opens ? undefined : conversation(db, id);
  if (!found) throw new HelplineError("not_found", "youth.back.wrong");
  const going = goingOn(c, helpline);
  if (going?.id === found.id) return c.redirect("/", 303);
  if (going) throw new HelplineError("bad_input", "youth.back.going");
  if (wayBack(found, clock.now()) === "over") return page(c, <BackOver frame={frame(c, helpline)} />);
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

function goingOn(c: C, helpline: Helpline): Conversation | undefined {
  const found = conversationOf(c, helpline);
  return found && stateOf(found) !== "ended" ? found : undefined;
}

function showBack(c: C, helpline: Helpline, error: HelplineError | null): Response {
  const found = conversationOf(c, helpline);
  const around = frame(c, helpline, found);
  return page(
    c,
    <Back
      frame={around}
      offered={found !== undefined && mayHaveCode(found)}
      going={goingOn(c, helpline) !== undefined}
      refused={error && around.t(error.key, error.values)}
    />,
    error ? 422 : 200,
  );
}

/** In the browser that a chat was in before it went on elsewhere: said once, with its cookie gone. */
export function showElsewhere(c: C, helpline: Helpline): Response {
  takeCookie(c, helpline);
  return page(c, <Elsewhere frame={frame(c, helpline)} />);
}
