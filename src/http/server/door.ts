import type { WSEvents } from "hono/ws";
import { strangers } from "#src/http/limits/render-queue.ts";
import type { C, Handle, Helpline } from "./context.ts";
import type { Audience } from "./headers.ts";

/** Lets through (null) or answers instead of the door. */
type Gate = (c: C, helpline: Helpline) => Promise<Response | null>;

/** Lets everyone through. */
export const anyone: Gate = async () => null;

export interface Door {
  method: "GET" | "POST";
  path: string;
  audience: Audience;
  gate: Gate;
  handle?: Handle;
  socket?: (c: C, helpline: Helpline) => WSEvents;
}

/** Makes a door to a page or a verb. */
export function door(method: "GET" | "POST", path: string, audience: Audience, gate: Gate, handle: Handle): Door {
  return { method, path, audience, gate, handle };
}

/** What a counsellor says to a young person waits for nobody's page. */
const atOnce = new Set(["/staff/conversation/:id/send"]);

/** People without an account look through the directory behind these. */
const looking = /^\/(other|hsds)(\/|$)/;

/** Returns whose turn a door is opened in; null if at once. Sockets and sign-ins have limits of their own. */
export function turnAt(c: C, { path, audience, gate, handle }: Door): number | typeof strangers | null {
  if (!handle || atOnce.has(path)) return null;
  if (gate === anyone) return looking.test(path) ? strangers : null;
  return audience === "staff" ? c.get("member").id : null;
}
