import type { Clock } from "#src/clock.ts";

const quietAfterMs = 6_000;

type Side = "youth" | "counsellor";

export interface Typing {
  typed(conversationId: number, by: Side): boolean;
  stopped(conversationId: number, by: Side): boolean;
  is(conversationId: number, by: Side): boolean;
  typedAgo(conversationId: number, by: Side): number | null;
  forget(conversationId: number): void;
  keepOnly(conversationIds: Set<number>): void;
  expired(): { conversationId: number; by: Side }[];
}

/** Returns a store of who is typing, in memory only; each side says so every few seconds while it types. */
export function openTyping(clock: Clock): Typing {
  const until = new Map<string, { conversationId: number; by: Side; at: number }>();
  const last = new Map<string, { conversationId: number; at: number }>();
  const name = (conversationId: number, by: Side) => `${by}:${conversationId}`;
  return {
    typed: (conversationId, by) => {
      last.set(name(conversationId, by), { conversationId, at: clock.elapsed() });
      const fresh = !until.has(name(conversationId, by));
      until.set(name(conversationId, by), { conversationId, by, at: clock.elapsed() + quietAfterMs });
      return fresh;
    },
    stopped: (conversationId, by) => until.delete(name(conversationId, by)),
    is: (conversationId, by) => until.has(name(conversationId, by)),
    typedAgo: (conversationId, by) => {
      const found = last.get(name(conversationId, by));
      return found ? clock.elapsed() - found.at : null;
    },
    forget: (id) => {
      for (const by of ["youth", "counsellor"] as const) last.delete(name(id, by));
    },
    keepOnly: (ids) => {
      for (const [key, { conversationId }] of last) if (!ids.has(conversationId)) last.delete(key);
    },
    expired: () => {
      const over = [...until.values()].filter((one) => one.at <= clock.elapsed());
      for (const one of over) until.delete(name(one.conversationId, one.by));
      return over;
    },
  };
}
