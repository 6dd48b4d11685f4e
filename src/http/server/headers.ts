import type { Config } from "#src/config.ts";
import { cspHash } from "#src/crypto/hash.ts";
import type { C } from "./context.ts";
import { hostOf } from "./guards.ts";

/** `plain` is not a page and only for ourselves; `public` is not one either, and for other sites too. */
export type Audience = "youth" | "frame" | "staff" | "plain" | "public";

/** Lets a style sheet stand inside the page that is being made, and returns it; no other is let through. */
export function inlined(c: C, sheet: string): string {
  c.set("inlined", (c.get("inlined") ?? new Set()).add(sheet));
  return sheet;
}

/** Sets the security headers of every answer (PROMISES.md S7). */
export function setHeaders(c: C, audience: Audience, config: Config) {
  const set = (name: string, value: string) => c.res.headers.set(name, value);
  const piece = isPiece(c, audience);
  // A piece without content has nothing that could be misread.
  if (!piece || c.res.status !== 204) {
    set("X-Content-Type-Options", "nosniff");
    set("Cross-Origin-Resource-Policy", audience === "public" ? "cross-origin" : "same-origin");
    set("Content-Security-Policy", piece ? shut : policy(audience, c, config));
  }
  // Nobody keeps variants of what may not be stored.
  if (piece) c.res.headers.delete("Vary");
  else {
    // `no-referrer` would make forms without JavaScript send `Origin: null`.
    set("Referrer-Policy", "same-origin");
    set("Cross-Origin-Opener-Policy", "same-origin");
    set("Permissions-Policy", `camera=(), geolocation=(), microphone=(), payment=(), usb=(), ${hints}`);
    set("X-Robots-Tag", "noindex");
    set("X-Frame-Options", audience === "frame" || c.get("isPreview") ? "SAMEORIGIN" : "DENY");
  }
  // RFC 6797, 7.1 wants it everywhere; the page that asks for pieces has just said it for two years.
  if (!piece && config.publicAddress?.protocol === "https:") {
    set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
  if (!c.res.headers.has("Cache-Control")) set("Cache-Control", "no-store");
}

// Chromium would otherwise send these with every request, a sixth of what goes up, and nobody here asks for them.
const hints = "ch-ua=(), ch-ua-mobile=(), ch-ua-platform=()";

const shut = "default-src 'none'; frame-ancestors 'none'";

/** No link, form or other site can send this header (Fetch, 4.10), and a page's headers would be most of the bytes of a chat. */
function isPiece(c: C, audience: Audience): boolean {
  return (audience === "youth" || audience === "frame") && c.req.header("x-chat") === "1";
}

function policy(audience: Audience, c: C, config: Config): string {
  if (audience === "plain" || audience === "public") return shut;
  const sheets = [...(c.get("inlined") ?? [])].map((sheet) => `'${cspHash(sheet)}'`);
  const common = ["default-src 'none'", "base-uri 'none'", "img-src 'self' data:"];
  // Nothing can be done in a preview: it has neither scripts nor forms.
  if (c.get("isPreview")) {
    return [...common, "form-action 'none'", "frame-ancestors 'self'", `style-src ${sheets.join(" ")}`].join("; ");
  }
  const host = hostOf(c, config);
  // Browsers before 2022 do not count sockets as 'self'.
  const sockets = host === "" ? "" : ` ws://${host} wss://${host}`;
  const frames = audience === "frame" ? "frame-ancestors 'self'" : "frame-ancestors 'none'";
  const staff = audience === "staff";
  return [
    ...common,
    "form-action 'self'",
    frames,
    "script-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
    `style-src ${[...(staff ? ["'self'"] : []), ...sheets].join(" ") || "'none'"}`,
    `connect-src 'self'${sockets}`,
    "frame-src 'self'",
  ].join("; ");
}
