import { deleteCookie, getCookie } from "hono/cookie";
import type { C, Helpline } from "#src/http/server/context.ts";
import { cookieHours } from "#src/settings/rules/facts.ts";

/** The one cookie: the session of a young person, set when they press start, gone when they leave. */
export function sessionCookie(helpline: Helpline) {
  const secure = helpline.config.publicAddress?.protocol === "https:";
  return { name: "s", options: { httpOnly: true, secure, sameSite: "Lax", path: "/" } as const, secure };
}

/**
 * What the script of a page writes into `document.cookie` when somebody leaves fast: where no network brings that to the server, the
 * next request of this browser does, whatever it is (leave.ts). It goes wherever the cookie of the session goes. On a page outside of
 * a chat there is nothing to leave, and it takes away what may be there.
 */
export function leftMark(helpline: Helpline, inChat: boolean): string {
  const { name, secure } = mark(helpline);
  const place = `path=/${secure ? ";secure" : ""}`;
  return inChat ? `${name}=1;${place};max-age=${cookieHours * 3600};samesite=lax` : `${name}=;${place};max-age=0`;
}

/** Whether this browser has left, and the server has not answered to that yet. */
export function hasLeft(c: C, helpline: Helpline): boolean {
  return getCookie(c, mark(helpline).name) !== undefined;
}

/** It has answered. */
export function forgetLeft(c: C, helpline: Helpline) {
  const { name, secure } = mark(helpline);
  if (hasLeft(c, helpline)) deleteCookie(c, name, { path: "/", secure });
}

/** Its name says nothing to whoever finds it. */
function mark(helpline: Helpline) {
  const { secure } = sessionCookie(helpline);
  return { name: secure ? "__Host-w" : "w", secure };
}
