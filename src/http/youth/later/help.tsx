import { wasCounselled } from "#src/conversation/conversation.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { type WrongTyped, wrongOf } from "#src/http/youth/end/wrong.tsx";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Help } from "#views/youth/later/help.tsx";
import { conversationOf } from "../gate.ts";

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
