import type { maxMessage } from "#src/conversation/messages/writing.ts";

/** For the counter beside a message; must equal the rule's own number, or it does not compile. */
export const most: typeof maxMessage = 4_000;
