import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type Conversation, conversationOfToken, stateOf } from "#src/conversation/conversation.ts";
import { awayMs } from "#src/conversation/presence.ts";
import { hasMoved } from "#src/conversation/return/return-code.ts";
import { newToken } from "#src/crypto/hash.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { forgetLeft, sessionCookie } from "#src/http/frame/youth-cookie.ts";
import { networkOf } from "#src/http/limits/networks.ts";
import { type C, fields, fromScript, type Helpline } from "#src/http/server/context.ts";
import { typedIn } from "#src/http/server/typed-words.ts";
import { comeBack } from "#src/queue/end/ending.ts";
import { cookieHours } from "#src/settings/rules/facts.ts";
import { showContinue } from "./back/secret.tsx";

/** Sets the cookie of a new conversation. `__Host-` where the address is https (RFC 6265bis, 4.1.3.2). */
export function giveCookie(c: C, helpline: Helpline, token: string) {
  const { name, options, secure } = sessionCookie(helpline);
  setCookie(c, name, token, { ...options, maxAge: cookieHours * 3600, ...(secure ? { prefix: "host" } : {}) });
}

/**
 * Takes the cookie away, and with it every page that the browser keeps for Back, whether there was a cookie or not.
 * Chromium keeps even a `no-store` page whole, typed words and all, until a cookie of its site changes; one change it
 * takes for the page's own, where that came with a cookie (seen with 156). So it changes twice.
 */
export function takeTraces(c: C, helpline: Helpline) {
  giveCookie(c, helpline, newToken());
  takeCookie(c, helpline);
  forgetLeft(c, helpline);
}

/** Takes only what the browser keeps for Back, where there is a session that goes on. */
export function takeTracesBut(c: C, helpline: Helpline, keepsSession: boolean) {
  const own = keepsSession ? readCookie(c, helpline) : undefined;
  if (own === undefined) return takeTraces(c, helpline);
  giveCookie(c, helpline, newToken());
  giveCookie(c, helpline, own);
}

/** Nothing that was typed beside a chat, or shown there, waits for whoever comes to it after they have gone. */
export function forgetTyped({ wrongTyped, answerCodes }: Helpline, { id }: Conversation) {
  wrongTyped.forget(id);
  answerCodes.forget(id);
}

/** Takes the cookie away. */
export function takeCookie(c: C, helpline: Helpline) {
  const { name, options, secure } = sessionCookie(helpline);
  deleteCookie(c, secure ? `__Host-${name}` : name, options);
}

/** Whether the browser has sent a cookie of ours, whatever it is worth. */
export function hasCookie(c: C, helpline: Helpline): boolean {
  return readCookie(c, helpline) !== undefined;
}

/** The conversation of whoever asks; undefined without a cookie, or when it opens nothing. */
export function conversationOf(c: C, helpline: Helpline): Conversation | undefined {
  const token = readCookie(c, helpline);
  return token ? conversationOfToken(helpline.db, token) : undefined;
}

/** Whether the chat of this browser goes on in another one. */
export function hasGone(c: C, helpline: Helpline): boolean {
  const token = readCookie(c, helpline);
  return token !== undefined && hasMoved(helpline.db, token);
}

function readCookie(c: C, helpline: Helpline): string | undefined {
  // Even where the leaving could not be stored.
  if (c.get("left")) return undefined;
  const { name, secure } = sessionCookie(helpline);
  return secure ? getCookie(c, name, "host") : getCookie(c, name);
}

/**
 * Lets only a young person with a conversation through, and notes that they are here. Someone who was away a while and
 * now does something has come back: the counsellor is told. Only looking is not enough then: an address that is opened
 * after a while leads to `/`, which asks first. Without a conversation a page goes to `/`, a script is told.
 */
export async function youthGate(c: C, helpline: Helpline): Promise<Response | null> {
  const found = conversationOf(c, helpline);
  if (!found) return withoutChat(c);
  if (c.req.method === "GET" && !c.req.header("upgrade") && isAway(helpline, found)) {
    return c.redirect("/", 303);
  }
  // What is asked after the end shows nothing that was written to whoever was away.
  if (asksSecret(helpline, found) && stateOf(found) !== "ended") return refuseWithoutSecret(c, helpline, found);
  await noteHere(helpline, found);
  helpline.db.crowd.seenFrom(found.id, networkOf(c, helpline.config));
  c.set("conversation", found);
  return null;
}

/**
 * The same for what shows nothing of a chat: going on, which asks for the secret word itself, and what whoever forgot that one may do
 * without, to end or delete the chat, and to say that something was wrong.
 */
export async function openGate(c: C, helpline: Helpline): Promise<Response | null> {
  const found = conversationOf(c, helpline);
  if (!found) return withoutChat(c);
  await noteHere(helpline, found);
  c.set("conversation", found);
  return null;
}

async function withoutChat(c: C): Promise<Response> {
  // Words that were typed are given back with the sentence; a frame may not show what stands at `/`.
  const { text, frame } = await fields(c);
  if (fromScript(c) || c.req.method === "GET" || text || frame === "1") throw new HelplineError("ended");
  return c.redirect("/", 303);
}

/** A script is told that there is nothing to hear, and asks for `/`; a form gets that page, with what was typed kept for afterwards. */
async function refuseWithoutSecret(c: C, helpline: Helpline, found: Conversation): Promise<Response> {
  const form = await fields(c);
  if (fromScript(c) || c.req.method === "GET") throw new HelplineError("ended", "youth.secret.first");
  if (form.frame === "1") throw new HelplineError("not_allowed", "youth.secret.first");
  return showContinue(c, helpline, found, {
    words: typedIn({ ...form, text: form.text ?? form.place ?? "" }).join("\n\n"),
  });
}

/** The same for a frame, which cannot show what `/` shows: it decides itself. Loading it is no sign of being back. */
export async function frameGate(c: C, helpline: Helpline): Promise<Response | null> {
  const found = conversationOf(c, helpline);
  if (!found) throw new HelplineError("ended");
  c.set("conversation", found);
  helpline.db.crowd.seenFrom(found.id, networkOf(c, helpline.config));
  if (!isAway(helpline, found)) helpline.youth.touched(found.id);
  return null;
}

/** Nothing was heard for so long that words are shown only to whoever asks for them. */
export function isAway(helpline: Helpline, found: Conversation): boolean {
  return helpline.youth.silentFor(found.id, found.youthHereAt) >= awayMs;
}

/**
 * Whether the secret word of a chat must be given before anything shows that was written in it: it has one, and nothing was heard for so
 * long. Until it is given nothing counts as being back, so it stays asked for.
 */
export function asksSecret(helpline: Helpline, found: Conversation): boolean {
  return isAway(helpline, found) && helpline.db.keyring.secrets.isSet(found.id);
}

/** They are here, unless somebody else may be. */
export async function noteHere(helpline: Helpline, found: Conversation) {
  if (!asksSecret(helpline, found)) await noteBack(helpline, found);
}

/** They are here, and have given the secret word where it is asked. After a minute of silence that is a return, which the counsellor must know of. */
export async function noteBack(helpline: Helpline, found: Conversation) {
  const silent = helpline.youth.silentFor(found.id, found.youthHereAt);
  if (silent >= awayMs && stateOf(found) !== "ended") {
    const input = { conversationId: found.id, awayMs: silent };
    await helpline.db.change(asChat(found.id), (tx, emit) => comeBack(tx, emit, input));
  }
  helpline.youth.touched(found.id);
}
