import { Help } from "#views/youth/help.tsx";
import type { Handle } from "../context.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { conversationOf } from "./gate.ts";

/** GET /help: when the connection makes trouble, and how to hide that one was here. */
export const help: Handle = (c, helpline) => page(c, <Help frame={frame(c, helpline, conversationOf(c, helpline))} />);
