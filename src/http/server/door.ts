import type { WSEvents } from "hono/ws";
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
