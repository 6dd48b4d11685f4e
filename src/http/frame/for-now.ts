/** What is kept of a chat for a while, by its id. In memory only: nothing of it reaches a disk, and a start forgets it. */
export interface ForNow<Kept> {
  /** Keeps something for a chat (id), in the place of what was kept before, for the whole time from now on. */
  keep(conversationId: number, kept: Kept): void;
  of(conversationId: number): Kept | undefined;
  forget(conversationId: number): void;
}

/** More than are ever kept at once: a flood pushes the oldest out. */
const most = 5_000;

/** One thing of each chat, each for `keptMs`. */
export function openForNow<Kept>(keptMs: number): ForNow<Kept> {
  const all = new Map<number, { kept: Kept; timer: NodeJS.Timeout }>();
  const forget = (conversationId: number) => {
    clearTimeout(all.get(conversationId)?.timer);
    all.delete(conversationId);
  };
  return {
    keep: (conversationId, kept) => {
      forget(conversationId);
      // By itself, not with the next one: there may be none for hours.
      const timer = setTimeout(() => all.delete(conversationId), keptMs);
      timer.unref();
      all.set(conversationId, { kept, timer });
      if (all.size > most) forget(all.keys().next().value!);
    },
    of: (conversationId) => all.get(conversationId)?.kept,
    forget,
  };
}
