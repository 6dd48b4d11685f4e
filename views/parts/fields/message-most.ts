import type { messageMost } from "#src/conversation/messages/writing.ts";

/** The most a message may hold, for the counter beside it. A number other than the rule's own does not compile. */
export const most: typeof messageMost = 4_000;
