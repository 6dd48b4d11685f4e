export type Form = Record<string, string[]>;

export interface Searches {
  kept(conversationId: number, staffId: number): Form | undefined;
  keep(conversationId: number, staffId: number, form: Form): void;
  forget(conversationId: number, staffId?: number): void;
}

const most = 500;

/** Returns a store of what counsellors search for beside their chats, in memory only: it must be in no file. */
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
