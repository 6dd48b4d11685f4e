import type { Conversation } from "../conversation.ts";

/**
 * What became of a question that nobody has to answer: it was on no page of theirs, it was on one, they passed it over, they answered.
 * null = from before it was kept. Without it nobody could tell who did not want to answer from who was never asked.
 */
export type Asked = "never" | "shown" | "skipped" | "given";

/** What became of the question before a chat. */
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
