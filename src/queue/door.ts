import type { KeyState } from "#src/crypto/keyring.ts";

/** What the door says now. Hours, pauses and caps join here later, in the precedence of the hours module. */
export type Door = "open" | "closed" | "locked";

/** The state of the door: locked without the master key, closed when nobody is available, else open. */
export function door(facts: { keys: KeyState; available: number }): Door {
  if (facts.keys !== "ready") return "locked";
  return facts.available > 0 ? "open" : "closed";
}
