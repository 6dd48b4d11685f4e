import type { Conversation } from "../conversation.ts";

export type Asked = "never" | "shown" | "skipped" | "given";

/** Returns what became of the question before a chat; null: from before this was kept. */
export function askedBefore({
  feelingBefore,
  feelingSkipped,
  feelingShown,
}: Pick<Conversation, "feelingBefore" | "feelingSkipped" | "feelingShown">): Asked | null {
  if (feelingBefore !== null) return "given";
  if (feelingSkipped) return "skipped";
  if (feelingShown === null) return null;
  return feelingShown ? "shown" : "never";
}
