import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { C, Helpline } from "#src/http/server/context.ts";
import { isStaffPath } from "#src/http/server/guards.ts";
import { helplineLook, type OwnLook, ownLookCode, parseOwnLookCode } from "#src/settings/look/own-look.ts";
import { cookieHours } from "#src/settings/rules/facts.ts";

/** Returns the only cookie: a young person's session, from pressing start until they leave. */
export function sessionCookie(helpline: Helpline) {
  const secure = helpline.config.publicAddress?.protocol === "https:";
  return { name: "s", options: { httpOnly: true, secure, sameSite: "Lax", path: "/" } as const, secure };
}

/** Returns the cookie a script sets on leaving fast, so that the next request leaves (leave.ts); outside a chat it is removed. */
export function leftMark(helpline: Helpline, inChat: boolean): string {
  const { name, secure } = mark(helpline);
  const place = `path=/${secure ? ";secure" : ""}`;
  return inChat ? `${name}=1;${place};max-age=${cookieHours * 3600};samesite=lax` : `${name}=;${place};max-age=0`;
}

/** Returns whether this browser has left and the server has not answered that yet. */
export function hasLeft(c: C, helpline: Helpline): boolean {
  return getCookie(c, mark(helpline).name) !== undefined;
}

/** Removes the mark once the server has answered it. */
export function forgetLeft(c: C, helpline: Helpline) {
  const { name, secure } = mark(helpline);
  if (hasLeft(c, helpline)) deleteCookie(c, name, { path: "/", secure });
}

/** Its name says nothing to someone who finds it. */
function mark(helpline: Helpline) {
  const { secure } = sessionCookie(helpline);
  return { name: secure ? "__Host-w" : "w", secure };
}

/** Returns the look that they picked for this visit. A staff page that shows theirs shows the helpline's. */
export function ownLookOf(c: C, helpline: Helpline): OwnLook {
  if (c.get("left") || isStaffPath(c.req.path)) return helplineLook;
  return parseOwnLookCode(c.get("look") ?? getCookie(c, cookieOfLook(helpline).name));
}

/** Keeps it in a cookie until the browser is closed, and shows it in this answer already. */
export function keepOwnLook(c: C, helpline: Helpline, look: OwnLook) {
  if (c.get("left")) return;
  const { name, options } = cookieOfLook(helpline);
  const code = ownLookCode(look);
  c.set("look", code);
  if (code === "") return forgetOwnLook(c, helpline);
  setCookie(c, name, code, options);
}

/** Removes it, if there is one. */
export function forgetOwnLook(c: C, helpline: Helpline) {
  const { name, options } = cookieOfLook(helpline);
  if (getCookie(c, name) !== undefined) deleteCookie(c, name, options);
}

/** Returns the cookie that keeps the look they picked; its name is as neutral as the other two. */
export function cookieOfLook(helpline: Helpline) {
  const { secure, options } = sessionCookie(helpline);
  return { name: secure ? "__Host-v" : "v", options };
}
