import type { WSEvents } from "hono/ws";
import { strangers } from "#src/http/limits/render-queue.ts";
import type { C, Handle, Helpline } from "./context.ts";
import type { Audience } from "./headers.ts";

/** Lets through (null) or answers instead of the door. */
export type Gate = (c: C, helpline: Helpline) => Promise<Response | null>;

/** The gate of a door that is everybody's. */
export const anyone: Gate = async () => null;

/** An address of the house: who may stand there, and what is behind it. */
export interface Door {
  method: "GET" | "POST";
  path: string;
  audience: Audience;
  gate: Gate;
  handle?: Handle;
  socket?: (c: C, helpline: Helpline) => WSEvents;
}

/** A door behind which a page is, or a verb. */
export function door(method: "GET" | "POST", path: string, audience: Audience, gate: Gate, handle: Handle): Door {
  return { method, path, audience, gate, handle };
}

/** What a counsellor says to a young person waits for nobody's page. */
const atOnce = new Set(["/staff/conversation/:id/send"]);

/** Whoever is not signed in looks through the directory behind these. */
const looking = /^\/(other|hsds)(\/|$)/;

/** Whose turn it is that a door is opened in; null when it is opened at once. Sockets and sign-ins have limits of their own. */
export function turnAt(c: C, { path, audience, gate, handle }: Door): number | typeof strangers | null {
  if (!handle || atOnce.has(path)) return null;
  if (gate === anyone) return looking.test(path) ? strangers : null;
  return audience === "staff" ? c.get("member").id : null;
}
