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

/**
 * The word that somebody chooses, bare; null where they chose none. Throws HelplineError `bad_input` of the field `secret` for one that is
 * too easy, or too long.
 */
export function readSecret(typed: string): string | null {
  const word = bareSecret(typed);
  const wrong = word === "" ? null : wrongWith(word);
  if (wrong === "short") throw new HelplineError("bad_input", "youth.secret.short", { least: secretLeast }, "secret");
  if (wrong === "long") throw new HelplineError("bad_input", "youth.secret.long", { most: maxSecret }, "secret");
  return word === "" ? null : word;
}

/**
 * Takes what was typed as the secret word of a chat. Throws HelplineError `bad_input` where it is not, `too_fast` after many tries: they
 * come back one by one, so that whoever guesses has a few in an hour and nobody is shut out for good; `locked` while the key of the chat
 * is not at hand.
 */
export async function takeSecret(helpline: Helpline, conversationId: number, typed: string): Promise<void> {
  const word = bareSecret(typed);
  if (word === "") throw new HelplineError("bad_input", "youth.secret.empty");
  if (helpline.db.keyring.isElsewhere(conversationId)) throw new HelplineError("locked", "youth.refused.shut");
  takeTry(helpline, conversationId);
  if (!(await helpline.db.keyring.secrets.opens(conversationId, word))) {
    throw new HelplineError("bad_input", "youth.secret.wrong");
  }
}

/**
 * Chooses the secret word of a chat that goes on; where it has one, that is taken away, and must be typed for it. Throws HelplineError
 * `ended`, also where it is no more the chat of whoever asks (`isOwner`) once the work is done, and what `readSecret` and `takeSecret` throw.
 */
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

/**
 * After a minute away: a page that asks before it shows anything, for the secret word where the chat has one. `error`: why that was not
 * taken; `words`: what was typed into another form, which comes back with it.
 */
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

/** The same for whoever sends the form of the door once more: a script shows it when it sends the form as a browser does. */
export function askAtDoor(c: C, helpline: Helpline, found: Conversation, words = ""): Response {
  return fromScript(c) ? sendItself(c, "") : showContinue(c, helpline, found, { words });
}

/** Who typed a code is asked for the secret word of its chat. `error`: why that was not taken. */
export function askSecret(c: C, helpline: Helpline, returning: Returning, error?: HelplineError): Response {
  const around = frameAfter(c, helpline, keptConversation(helpline.db, returning.earlierId)!);
  const refused = error ? around.t(error.key, error.values) : null;
  const pass = helpline.returning.keep(returning);
  const status = error ? refusedAs(error) : 200;
  // As in a chat: another language would be the door, without the code.
  const shown = { ...around, languages: [] };
  return page(
    c,
    <BackSecret frame={shown} pass={pass} refused={refused} mayClear={returning.answerOf === undefined} />,
    status,
  );
}
