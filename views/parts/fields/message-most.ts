import type { maxMessage } from "#src/conversation/messages/writing.ts";

/** The most a message may hold, for the counter beside it. A number other than the rule's own does not compile. */
export const most: typeof maxMessage = 4_000;
