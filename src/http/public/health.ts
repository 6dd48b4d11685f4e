import { q } from "#src/db/schema.ts";
import type { Handle } from "../context.ts";

/** GET /healthz: whether the process answers and its database can be read (503 when not), and how the keys are. */
export const health: Handle = (c, helpline) => {
  try {
    helpline.db.first(q.selectFrom("line").select("id").limit(1));
    return c.json({ ok: true, keys: helpline.db.keyring.state() });
  } catch (error) {
    helpline.report("the database cannot be read", error);
    return c.json({ ok: false }, 503);
  }
};
