import { asChat } from "#src/db/db.ts";
import { settingsInAnyCase } from "#src/http/frame/youth-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { conversationOf, forgetTyped, takeTraces } from "../gate.ts";
import { letChatGo } from "./ended.tsx";

/**
 * GET /leave: ends the chat, clears the cookie, goes to an ordinary site. As a POST `form-action 'self'` would block that.
 * A browser that only fetches ahead changes nothing, and a link on another site, which would end a chat unasked, leads to `/`.
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

/** Lets someone who left without a network (`hasLeft`) leave with the first request of their browser, before it is looked at. */
export async function leaveLate(c: C, helpline: Helpline) {
  await leaveFast(c, helpline);
  c.set("left", true);
}

/** Whatever goes wrong, the way out stays open. */
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
