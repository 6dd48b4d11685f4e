import { asChat } from "#src/db/db.ts";
import { hasLeft } from "#src/http/frame/youth-cookie.ts";
import { settingsInAnyCase } from "#src/http/frame/youth-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { conversationOf, forgetTyped, takeTraces } from "../gate.ts";
import { letChatGo } from "./ended.tsx";

/**
 * GET /leave: out, at once. Ends the chat, clears the cookie, goes to an ordinary site. It must be a GET: a form that
 * is answered by another origin is silently blocked under `form-action 'self'`. A browser that only fetches ahead
 * changes nothing, and a link on somebody else's page, which would end a chat unasked, leads to `/`.
 */
export const leaveAtOnce: Handle = async (c, helpline) => {
  if (/prefetch|prerender/.test(c.req.header("sec-purpose") ?? c.req.header("purpose") ?? "")) return c.body(null, 503);
  if (/^(cross|same)-site$/.test(c.req.header("sec-fetch-site") ?? "")) return c.redirect("/", 303);
  await leaveFast(c, helpline);
  return c.redirect(settingsInAnyCase(helpline).exitAddress, 303);
};

/** POST /leave: the same from chat.js, which is already gone and reads no answer. */
export const leaveBeacon: Handle = async (c, helpline) => {
  await leaveFast(c, helpline);
  return c.body(null, 204);
};

/**
 * Whoever left while no network brought that to the server leaves with the first request that comes from their browser, before it is
 * looked at: an address that is typed, Back, a tab that is opened again, another tab of the same chat.
 */
export async function leaveLate(c: C, helpline: Helpline) {
  if (!hasLeft(c, helpline)) return;
  await leaveFast(c, helpline);
  c.set("left", true);
}

/** Nobody may be kept here by a fault of ours: whatever goes wrong, the way out stays open. */
async function leaveFast(c: C, helpline: Helpline) {
  takeTraces(c, helpline);
  try {
    const found = conversationOf(c, helpline);
    if (!found) return;
    forgetTyped(helpline, found);
    await helpline.db.change(asChat(found.id), (tx, emit) => letChatGo(tx, emit, found.id, "left_fast"));
  } catch (error) {
    helpline.report("leaving could not be stored", error);
  }
}
