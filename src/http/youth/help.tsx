import { wasCounselled } from "#src/conversation/conversation.ts";
import { emergencyLines } from "#src/settings/rules.ts";
import { saidLines } from "#src/settings/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Help } from "#views/youth/help.tsx";
import type { C, Handle, Helpline } from "../context.ts";
import { page, refusedAs } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { conversationOf } from "./gate.ts";
import { type WrongTyped, wrongOf } from "./wrong.tsx";

/** GET /help: what to do in danger, when the connection makes trouble, that something was wrong, and how to hide that one was here. */
export const help: Handle = (c, helpline) => showHelp(c, helpline, { said: c.req.query("said") === "1" });

/** The page, with what was said of what was wrong, and why that was refused. */
export function showHelp(c: C, helpline: Helpline, typed: WrongTyped): Response {
  const found = conversationOf(c, helpline);
  const around = frame(c, helpline, found);
  const emergency = saidLines(around.t.language, emergencyLines(settings(helpline.db).emergency));
  const wrong = found && wasCounselled(found) ? wrongOf(helpline, around.t, found, typed) : null;
  return page(
    c,
    <Help frame={around} emergency={emergency} wrong={wrong} />,
    typed.error ? refusedAs(typed.error) : 200,
  );
}
