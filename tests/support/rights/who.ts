/** Noor talks with Anna, Sam with Carl; Béla is a supervisor, Sven only an admin, Dora a lead. */
export const whos = ["nobody", "noor", "sam", "anna", "carl", "bela", "sven", "dora"] as const;
export type Who = (typeof whos)[number];

/** Anna’s with Noor, Carl’s with Sam, a waiting one, an ended one of Anna’s, one that does not exist. */
export const chats = ["anna’s", "carl’s", "waiting", "ended", "unknown"] as const;

/** Answers of a door to each of `whos`, in order. */
export type Rights = Record<string, number[]>;

/** Answers of a conversation's door to each of them, about each of `chats`, in order. */
export type RightsOfConversation = Record<string, Record<Who, number[]>>;

export const none = [403, 403, 403, 403, 403];
export const toSignIn = [303, 303, 303, 303, 303];
export const strangers = { nobody: none, noor: none, sam: none };
