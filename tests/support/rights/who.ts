/** Who asks: Noor talks with Anna, Sam with Carl; Béla is a supervisor, Sven an admin and nothing else, Dora leads safeguarding. */
export const whos = ["nobody", "noor", "sam", "anna", "carl", "bela", "sven", "dora"] as const;
export type Who = (typeof whos)[number];

/** About whose conversation: Anna’s with Noor, Carl’s with Sam, one that waits, one of Anna’s that is over, one that is not there. */
export const chats = ["anna’s", "carl’s", "waiting", "ended", "unknown"] as const;

/** What each of `whos` is answered at a door, in their order. */
export type Rights = Record<string, number[]>;

/** What each of them is answered at a door of a conversation, about each of `chats`, in their order. */
export type RightsOfConversation = Record<string, Record<Who, number[]>>;

export const none = [403, 403, 403, 403, 403];
export const toSignIn = [303, 303, 303, 303, 303];
export const strangers = { nobody: none, noor: none, sam: none };
