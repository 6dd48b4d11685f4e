import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type Conversation, conversationOfToken, stateOf } from "#src/conversation/conversation.ts";
import { awayMs } from "#src/conversation/presence.ts";
import { hasMoved } from "#src/conversation/return/return-code.ts";
import { newToken } from "#src/crypto/hash.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { forgetLeft, forgetOwnLook, sessionCookie } from "#src/http/frame/youth-cookie.ts";
import { networkOf } from "#src/http/limits/networks.ts";
import { type C, fields, fromScript, type Helpline } from "#src/http/server/context.ts";
import { typedIn } from "#src/http/server/typed-words.ts";
import { comeBack } from "#src/queue/end/ending.ts";
import { cookieHours } from "#src/settings/rules/facts.ts";
import { showContinue } from "./back/secret.tsx";

/** Sets the cookie of a new conversation; `__Host-` if the address is https (RFC 6265bis, 4.1.3.2). */
export function giveCookie(c: C, helpline: Helpline, token: string) {
  const { name, options, secure } = sessionCookie(helpline);
  setCookie(c, name, token, { ...options, maxAge: cookieHours * 3600, ...(secure ? { prefix: "host" } : {}) });
}

/**
 * Takes the cookie away, and with it every page that the browser keeps for Back, whether there was a cookie or not.
 * Chromium drops such pages when a cookie changes, but takes one change for the page's own (seen with 156): it changes twice.
 */
export function takeTraces(c: C, helpline: Helpline) {
  takePages(c, helpline);
  forgetOwnLook(c, helpline);
}

function takePages(c: C, helpline: Helpline) {
  giveCookie(c, helpline, newToken());
  takeCookie(c, helpline);
  forgetLeft(c, helpline);
}

/** Takes only what the browser keeps for Back, if its session goes on. */
export function takeTracesBut(c: C, helpline: Helpline, keepsSession: boolean) {
  const own = keepsSession ? readCookie(c, helpline) : undefined;
  if (own === undefined) return takePages(c, helpline);
  giveCookie(c, helpline, newToken());
  giveCookie(c, helpline, own);
}

/** Forgets what was typed or shown beside a chat, so that it waits for nobody who comes later. */
export function forgetTyped({ wrongTyped, answerCodes }: Helpline, { id }: Conversation) {
  wrongTyped.forget(id);
  answerCodes.forget(id);
}

/** Takes the cookie away. */
export function takeCookie(c: C, helpline: Helpline) {
  const { name, options, secure } = sessionCookie(helpline);
  deleteCookie(c, secure ? `__Host-${name}` : name, options);
}

/** Returns whether the browser has sent a cookie of ours, whatever it is worth. */
export function hasCookie(c: C, helpline: Helpline): boolean {
  return readCookie(c, helpline) !== undefined;
}

/** Returns the conversation of this browser; undefined without a cookie, or if it opens nothing. */
export function conversationOf(c: C, helpline: Helpline): Conversation | undefined {
  const token = readCookie(c, helpline);
  return token ? conversationOfToken(helpline.db, token) : undefined;
}

/** Returns whether the chat of this browser goes on in another one. */
export function hasGone(c: C, helpline: Helpline): boolean {
  const token = readCookie(c, helpline);
  return token !== undefined && hasMoved(helpline.db, token);
}

function readCookie(c: C, helpline: Helpline): string | undefined {
  // Even if the leaving could not be stored.
  if (c.get("left")) return undefined;
  const { name, secure } = sessionCookie(helpline);
  return secure ? getCookie(c, name, "host") : getCookie(c, name);
}

/** Lets a young person with a conversation through, as being here; after a while away a GET leads to `/`, which asks first. */
export async function youthGate(c: C, helpline: Helpline): Promise<Response | null> {
  const found = conversationOf(c, helpline);
  if (!found) return withoutChat(c);
  if (c.req.method === "GET" && !c.req.header("upgrade") && isAway(helpline, found)) {
    return c.redirect("/", 303);
  }
  // What is asked after the end shows nothing of what was written.
  if (asksSecret(helpline, found) && stateOf(found) !== "ended") return refuseWithoutSecret(c, helpline, found);
  await noteHere(helpline, found);
  helpline.db.crowd.seenFrom(found.id, () => networkOf(c, helpline.config));
  c.set("conversation", found);
  return null;
}

/** Lets through, without the secret word, to what shows nothing of a chat: going on, ending, deleting, complaining. */
export async function openGate(c: C, helpline: Helpline): Promise<Response | null> {
  const found = conversationOf(c, helpline);
  if (!found) return withoutChat(c);
  await noteHere(helpline, found);
  c.set("conversation", found);
  return null;
}

async function withoutChat(c: C): Promise<Response> {
  // Typed words come back with the sentence; a frame may not show what stands at `/`.
  const { text, frame } = await fields(c);
  if (fromScript(c) || c.req.method === "GET" || text || frame === "1") throw new HelplineError("ended");
  return c.redirect("/", 303);
}

/** A script then asks for `/`; a form gets that page, with what was typed kept for afterwards. */
async function refuseWithoutSecret(c: C, helpline: Helpline, found: Conversation): Promise<Response> {
  const form = await fields(c);
  if (fromScript(c) || c.req.method === "GET") throw new HelplineError("ended", "youth.secret.first");
  if (form.frame === "1") throw new HelplineError("not_allowed", "youth.secret.first");
  return showContinue(c, helpline, found, {
    words: typedIn({ ...form, text: form.text ?? form.place ?? "" }).join("\n\n"),
  });
}

/** Lets a frame through, which cannot show `/` and decides itself; loading it is no sign of being back. */
export async function frameGate(c: C, helpline: Helpline): Promise<Response | null> {
  const found = conversationOf(c, helpline);
  if (!found) throw new HelplineError("ended");
  c.set("conversation", found);
  helpline.db.crowd.seenFrom(found.id, () => networkOf(c, helpline.config));
  if (!isAway(helpline, found)) helpline.youth.touched(found.id);
  return null;
}

/** Returns whether they were silent for so long that words are shown only on request. */
export function isAway(helpline: Helpline, found: Conversation): boolean {
  return helpline.youth.silentFor(found.id, found.youthHereAt) >= awayMs;
}

/** Returns whether the secret word must be given before words show; until then nothing counts as being back. */
export function asksSecret(helpline: Helpline, found: Conversation): boolean {
  return isAway(helpline, found) && helpline.db.keyring.secrets.isSet(found.id);
}

/** Notes that they are here, unless it may be someone else. */
export async function noteHere(helpline: Helpline, found: Conversation) {
  if (!asksSecret(helpline, found)) await noteBack(helpline, found);
}

/** Notes that they are here, past the secret word; after a minute of silence the counsellor must know of the return. */
export async function noteBack(helpline: Helpline, found: Conversation) {
  const silent = helpline.youth.silentFor(found.id, found.youthHereAt);
  if (silent >= awayMs && stateOf(found) !== "ended") {
    const input = { conversationId: found.id, awayMs: silent };
    await helpline.db.change(asChat(found.id), (tx, emit) => comeBack(tx, emit, input));
  }
  helpline.youth.touched(found.id);
}
