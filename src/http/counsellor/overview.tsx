import type { Handle } from "../context.ts";
import { showConsole } from "./console.tsx";

/** GET /staff/overview: the same room seen from above. */
export const overviewPage: Handle = (c, helpline) => showConsole(c, helpline, [], {}, 200, true);
