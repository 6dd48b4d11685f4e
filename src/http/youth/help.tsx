import { emergencyLines } from "#src/settings/rules.ts";
import { saidLines } from "#src/settings/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Help } from "#views/youth/help.tsx";
import type { Handle } from "../context.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { conversationOf } from "./gate.ts";

/** GET /help: what to do in danger, when the connection makes trouble, and how to hide that one was here. */
export const help: Handle = (c, helpline) => {
  const around = frame(c, helpline, conversationOf(c, helpline));
  const emergency = saidLines(around.t.language, emergencyLines(settings(helpline.db).emergency));
  return page(c, <Help frame={around} emergency={emergency} />);
};
