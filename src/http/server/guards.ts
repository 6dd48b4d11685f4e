import type { Config } from "#src/config.ts";
import { HelplineError } from "#src/errors.ts";
import type { C } from "./context.ts";

const safe = new Set(["GET", "HEAD"]);

/**
 * Throws `foreign` unless a change or a socket comes from our own pages: by fetch metadata, else Origin, else Referer.
 * Old phones send none: a young person passes then (SameSite keeps the cookie), staff do not (OWASP CSRF Cheat Sheet).
 */
export function refuseForeign(c: C, config: Config, upgrade: boolean) {
  if (safe.has(c.req.method) && !upgrade) return;
  // Browsers always name the origin of a socket; its fetch metadata differ between them.
  const site = upgrade ? undefined : c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin") throw new HelplineError("foreign");
  const origin = c.req.header("origin") ?? originOf(c.req.header("referer"));
  if (site === "same-origin" && (origin === undefined || origin === "null")) return;
  if (origin === undefined) {
    if (upgrade || isStaffPath(c.req.path)) throw new HelplineError("foreign");
    return;
  }
  if (!isOurs(origin, c, config)) throw new HelplineError("foreign");
}

/** Returns whether another site asked for a page of someone's own: its size, compressed, would leak words (BREACH). */
export function isSecretAskedFromElsewhere(c: C, config: Config): boolean {
  if (c.req.header("cookie") === undefined) return false;
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "cross-site" || site === "same-site";
  const referer = originOf(c.req.header("referer"));
  return referer !== undefined && !isOurs(referer, c, config);
}

/** The pages a HEAD may ask about: it must not leave, wait or stream. */
const shown =
  /^\/(how|help|other|healthz|hours\.json|hours\.ics|\.well-known\/helpline\.json|hsds(\/.*)?|static\/[^/]+)?$/;

/** Returns whether any door could answer, before the request is looked at; Bun would answer TRACE by itself. */
export function isKnownMethod(method: string, path: string): boolean {
  return method === "GET" || method === "POST" || (method === "HEAD" && shown.test(path));
}

/** Returns whether an address is the staff's, whether anything stands there or not. */
export function isStaffPath(path: string): boolean {
  return path === "/staff" || path.startsWith("/staff/") || path === "/admin" || path.startsWith("/admin/");
}

function isOurs(origin: string, c: C, config: Config): boolean {
  if (config.publicAddress) return origin === config.publicAddress.origin;
  // Without a public address the server answers to whatever name it is called by, as on localhost.
  return URL.canParse(origin) && new URL(origin).host === hostOf(c, config);
}

/** Returns the name this server was called by, "" if it is none; only a named proxy is believed. */
export function hostOf(c: C, config: Config): string {
  const forwarded = c.req.header("x-forwarded-host");
  const believed = forwarded !== undefined && c.env?.peer !== undefined && config.trustedProxies.includes(c.env.peer);
  const host = config.publicAddress?.host ?? (believed ? forwarded : undefined) ?? c.req.header("host") ?? "";
  return /^[\w.:[\]-]+$/.test(host) ? host : "";
}

/** The longest name that DNS knows, with a port (RFC 1035, 2.3.4). */
const maxHost = 260;

/** Returns the origin under which people find this server, like https://chat.example.org. */
export function ownOrigin(c: C, config: Config): string {
  if (config.publicAddress) return config.publicAddress.origin;
  const origin = `http://${hostOf(c, config)}`;
  return origin.length <= maxHost && URL.canParse(origin) ? origin : `http://localhost:${config.port}`;
}

function originOf(referer: string | undefined): string | undefined {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined;
}
