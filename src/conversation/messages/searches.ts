/** The texts of a form, as they came. */
export type Form = Record<string, string[]>;

/** What counsellors look for beside their chats: it stays with the chat while they are in another one. In memory only. */
export interface Searches {
  /** The search of a chat as it was asked last, with what was ticked; undefined = none was, or it is over. */
  kept(conversationId: number, staffId: number): Form | undefined;
  keep(conversationId: number, staffId: number, form: Form): void;
  /** What was looked for is sent, or the chat is over. Without `staffId` everybody's. */
  forget(conversationId: number, staffId?: number): void;
}

/** More chats than this are not open at once; the one asked for longest ago is forgotten first. */
const most = 500;

/** Keeps them in memory only: what is looked for in a chat is in no file. */
export function openSearches(): Searches {
  const all = new Map<string, { conversationId: number; staffId: number; form: Form }>();
  const name = (conversationId: number, staffId: number) => `${conversationId}:${staffId}`;
  return {
    kept: (conversationId, staffId) => all.get(name(conversationId, staffId))?.form,
    keep: (conversationId, staffId, form) => {
      all.delete(name(conversationId, staffId));
      all.set(name(conversationId, staffId), { conversationId, staffId, form });
      if (all.size > most) all.delete(all.keys().next().value!);
    },
    forget: (conversationId, staffId) => {
      for (const [at, one] of all) {
        if (one.conversationId !== conversationId) continue;
        if (staffId === undefined || one.staffId === staffId) all.delete(at);
      }
    },
  };
}
