import { q } from "#src/db/schema.ts";
import type { C, Handle } from "#src/http/server/context.ts";
import { isPublic } from "#src/outgoing/targets.ts";

/** GET /healthz: 503 if the database cannot be read; only this machine and its own network learn the state of keys and copies. */
export const health: Handle = (c, helpline) => {
  try {
    helpline.db.first(q.selectFrom("line").select("id").limit(1));
    if (!isFromHere(c)) return c.json({ ok: true });
    const { state, standsIn } = helpline.db.keyring;
    return c.json({ ok: true, keys: standsIn ? "stands_in" : state(), backup: helpline.backups.state() });
  } catch (error) {
    helpline.report("the database cannot be read", error);
    return c.json({ ok: false }, 503);
  }
};

function isFromHere(c: C): boolean {
  const { peer } = c.env ?? {};
  return c.req.header("x-forwarded-for") === undefined && (peer === undefined || !isPublic(peer));
}
