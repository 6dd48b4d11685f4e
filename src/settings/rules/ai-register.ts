/** What artificial intelligence could do in a chat helpline. */
export const aiUses = ["write", "suggest", "read", "translate"] as const;
export type AiUse = (typeof aiUses)[number];

/** Nothing of it is built: a use that is to be anything else needs a state of its own here, and its words in the rules. */
export type AiState = "off";

/** What artificial intelligence does here: nothing. Young people read it as it stands. */
export const aiRegister: Record<AiUse, AiState> = { write: "off", suggest: "off", read: "off", translate: "off" };
