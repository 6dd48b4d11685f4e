import type { WSEvents } from "hono/ws";
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
