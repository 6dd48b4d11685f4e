import type { Handle } from "../context.ts";

/** GET /healthz: whether the process answers and its database can be read. */
export const health: Handle = (c, helpline) => c.json({ ok: true, keys: helpline.db.keyring.state() });
