import { type Conversation, keptConversation } from "#src/conversation/conversation.ts";
import { bareSecret, keepSecret, maxSecret, secretLeast, wrongWith } from "#src/conversation/return/secret-word.ts";
import { hashPassword } from "#src/crypto/password.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { frame, frameAfter } from "#src/http/frame/youth-frame.ts";
import { rates } from "#src/http/limits/limits.ts";
import { type C, fromScript, type Helpline, type Returning } from "#src/http/server/context.ts";
import { page, refusedAs, sendItself } from "#src/http/server/page.ts";
import { BackSecret } from "#views/youth/back/back.tsx";
import { Continue } from "#views/youth/chat/continue.tsx";

/** Returns the bare secret word, null if none was chosen; throws `bad_input` of the field `secret` if it is too easy or long. */
export function readSecret(typed: string): string | null {
  const word = bareSecret(typed);
  const wrong = word === "" ? null : wrongWith(word);
  if (wrong === "short") throw new HelplineError("bad_input", "youth.secret.short", { least: secretLeast }, "secret");
  if (wrong === "long") throw new HelplineError("bad_input", "youth.secret.long", { most: maxSecret }, "secret");
  return word === "" ? null : word;
}

/** Checks the secret word of a chat; throws `bad_input` if wrong, `too_fast` after many tries, `locked` while its key is away. */
export async function takeSecret(helpline: Helpline, conversationId: number, typed: string): Promise<void> {
  const word = bareSecret(typed);
  if (word === "") throw new HelplineError("bad_input", "youth.secret.empty");
  if (helpline.db.keyring.isElsewhere(conversationId)) throw new HelplineError("locked", "youth.refused.shut");
  takeTry(helpline, conversationId);
  if (!(await helpline.db.keyring.secrets.opens(conversationId, word))) {
    throw new HelplineError("bad_input", "youth.secret.wrong");
  }
}

/** Sets a chat's secret word, or removes it if it is typed. Throws `ended`, also if `isOwner` fails once the work is done. */
export async function changeSecret(
  helpline: Helpline,
  found: Conversation,
  typed: string,
  isOwner: () => boolean,
): Promise<void> {
  const { db } = helpline;
  const refuseMoved = () => {
    if (!isOwner()) throw new HelplineError("ended");
  };
  const conversationId = found.id;
  if (found.endedAt !== null) throw new HelplineError("ended");
  const word = db.keyring.secrets.isSet(conversationId) ? null : readSecret(typed);
  if (word === null) {
    await takeSecret(helpline, conversationId, typed);
    return db.change(asChat(conversationId), (tx) => {
      refuseMoved();
      tx.keyring.secrets.destroy(tx, conversationId);
    });
  }
  takeTry(helpline, conversationId);
  const hash = await hashPassword(word);
  return db.change(asChat(conversationId), (tx) => {
    refuseMoved();
    keepSecret(tx, { conversationId, hash });
  });
}

function takeTry({ limiter }: Helpline, conversationId: number) {
  if (limiter.take("secret", conversationId)) return;
  const minutes = Math.ceil(1 / rates.secret.perMinute);
  throw new HelplineError("too_fast", "youth.secret.wait", { minutes });
}

/** Shows the page that asks after a minute away; `error`: why the secret word was refused, `words`: typed into another form. */
export function showContinue(
  c: C,
  helpline: Helpline,
  found: Conversation,
  { error, words = "" }: { error?: HelplineError; words?: string } = {},
): Response {
  const around = frame(c, helpline, found);
  const isSet = helpline.db.keyring.secrets.isSet(found.id);
  const refused = error ? around.t(error.key, error.values) : null;
  const status = error ? refusedAs(error) : c.req.method === "GET" ? 200 : 403;
  return page(c, <Continue frame={around} secret={isSet ? { refused, words } : null} />, status);
}

/** Shows that page to someone who sends the form of the door again; a script is told to send it as a browser does. */
export function askAtDoor(c: C, helpline: Helpline, found: Conversation, words = ""): Response {
  return fromScript(c) ? sendItself(c, "") : showContinue(c, helpline, found, { words });
}

/** Asks someone who typed a code for the secret word of its chat; `error`: why the last was refused. */
export function askSecret(c: C, helpline: Helpline, returning: Returning, error?: HelplineError): Response {
  const around = frameAfter(c, helpline, keptConversation(helpline.db, returning.earlierId)!);
  const refused = error ? around.t(error.key, error.values) : null;
  const pass = helpline.returning.keep(returning);
  const status = error ? refusedAs(error) : 200;
  // As in a chat no other language is offered: that would be the door, without the code.
  const shown = { ...around, languages: [] };
  return page(
    c,
    <BackSecret frame={shown} pass={pass} refused={refused} mayClear={returning.answerOf === undefined} />,
    status,
  );
}
