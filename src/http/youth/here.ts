import { newReference } from "#src/crypto/hash.ts";
import type { Handle, Helpline } from "../context.ts";
import { limits } from "../limits.ts";

/** Who reads a log in this process: each is told that its browser has fetched what the log asked it to. */
const readers = new WeakMap<Helpline, Map<string, () => void>>();

/**
 * One more reader of a conversation. A phone that has died says nothing, and whatever is sent to it seems to arrive: so
 * its browser is asked for something now and then. One that never fetched any (pictures can be off) counts as there.
 */
export function openReader(helpline: Helpline, conversationId: number) {
  const name = newReference();
  const key = `${conversationId}:${name}`;
  const all = readers.get(helpline) ?? new Map<string, () => void>();
  readers.set(helpline, all);
  let heardAt: number | null = null;
  all.set(key, () => {
    heardAt = helpline.clock.elapsed();
  });
  return {
    name,
    isGone: () => heardAt !== null && helpline.clock.elapsed() - heardAt > limits.readerMs,
    forget: () => all.delete(key),
  };
}

/** GET /here?r=1F2E3D4C: the browser of an open log has fetched what it was asked to. An own conversation's logs only. */
export const here: Handle = (c, helpline) => {
  readers.get(helpline)?.get(`${c.get("conversation").id}:${c.req.query("r") ?? ""}`)?.();
  return c.body(null, 204);
};
