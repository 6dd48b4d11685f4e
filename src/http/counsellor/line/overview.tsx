import { showConsole } from "#src/http/counsellor/console/console.tsx";
import type { Handle } from "#src/http/server/context.ts";

/** GET /staff/overview: the whole shift as a supervisor sees it. */
export const overviewPage: Handle = (c, helpline) => showConsole(c, helpline, [], {}, 200, true);
