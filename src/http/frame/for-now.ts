/** Keeps one thing of each chat for a while. In memory only: it never reaches a disk, and a start forgets it. */
export interface ForNow<Kept> {
  /** Replaces what was kept for a chat (id), for the whole time from now on. */
  keep(conversationId: number, kept: Kept): void;
  of(conversationId: number): Kept | undefined;
  forget(conversationId: number): void;
}

/** More than are ever kept at once: a flood pushes out the oldest. */
const most = 5_000;

/** Opens a store that keeps each thing for `keptMs`. */
export function openForNow<Kept>(keptMs: number): ForNow<Kept> {
  const all = new Map<number, { kept: Kept; timer: NodeJS.Timeout }>();
  const forget = (conversationId: number) => {
    clearTimeout(all.get(conversationId)?.timer);
    all.delete(conversationId);
  };
  return {
    keep: (conversationId, kept) => {
      forget(conversationId);
      // A timer each, since the next call may be hours away.
      const timer = setTimeout(() => all.delete(conversationId), keptMs);
      timer.unref();
      all.set(conversationId, { kept, timer });
      if (all.size > most) forget(all.keys().next().value!);
    },
    of: (conversationId) => all.get(conversationId)?.kept,
    forget,
  };
}
