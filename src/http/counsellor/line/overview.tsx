import { showConsole } from "#src/http/counsellor/console/console.tsx";
import type { Handle } from "#src/http/server/context.ts";

/** GET /staff/overview: the same room seen from above. */
export const overviewPage: Handle = (c, helpline) => showConsole(c, helpline, [], {}, 200, true);
