import { hasConcern } from "#src/conversation/complaint/complaint.ts";
import { markOfCode } from "#src/conversation/complaint/complaint-answer.ts";
import { type ConcernKind, concernKinds } from "#src/conversation/complaint/complaint-file.ts";
import { isForNobody } from "#src/conversation/complaint/complaint-readers.ts";
import { type Conversation, stateOf, wasCounselled } from "#src/conversation/conversation.ts";
import { dangerIn } from "#src/conversation/safety/danger.ts";
import type { HelplineError } from "#src/errors.ts";
import { frame, youthLanguage } from "#src/http/frame/youth-frame.ts";
import { networkOf } from "#src/http/limits/networks.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { lineOfDanger } from "#src/http/youth/door/now.tsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { doorScene } from "#src/live/youth/youth-doors.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import type { Wrong } from "#views/youth/end/wrong.tsx";
import { Help } from "#views/youth/later/help.tsx";
import { asksSecret, conversationOf, isAway } from "../gate.ts";

/** GET /help: danger, trouble with the connection, complaints, and how to hide a visit. */
export const help: Handle = (c, helpline) => showHelp(c, helpline, { said: c.req.query("said") === "1" });

/** Shows the page, with a complaint as it was typed or said, and why it was refused. */
export function showHelp(c: C, helpline: Helpline, typed: WrongTyped): Response {
  const found = conversationOf(c, helpline);
  const around = frame(c, helpline, found);
  const emergency = saidLines(around.t.language, emergencyLines(settings(helpline.db).emergency));
  const wrong = found && wasCounselled(found) ? wrongOf(helpline, around.t, found, typed) : null;
  return page(
    c,
    <Help frame={around} emergency={emergency} write={mayWrite(c, helpline, found)} wrong={wrong} />,
    typed.error ? refusedAs(typed.error) : 200,
  );
}

function mayWrite(c: C, helpline: Helpline, found: Conversation | undefined): boolean {
  const { db, clock, config } = helpline;
  if (found && stateOf(found) !== "ended") return stateOf(found) === "waiting" && dangerIn(db, found) === null;
  const language = youthLanguage(c, helpline, found);
  const { lines, chosen } = doorScene(db, clock.now(), language, 0, networkOf(c, config));
  return lineOfDanger(helpline, lines, chosen.id, language) !== undefined;
}

interface WrongTyped {
  said: boolean;
  words?: string;
  kind?: ConcernKind | null;
  error?: HelplineError;
}

/** Returns what the page for help shows of a complaint. */
function wrongOf(helpline: Helpline, t: Translate, found: Conversation, typed: WrongTyped): Wrong {
  const { db } = helpline;
  const isOwner = !asksSecret(helpline, found);
  const before = isOwner ? helpline.wrongTyped.of(found.id) : undefined;
  const isRefused = typed.words !== undefined;
  const kept = isRefused ? undefined : before;
  const { words = kept?.words ?? "", kind = kept?.kind ?? null, error } = typed;
  const isKept = kept === undefined ? null : isAway(helpline, found) ? "hidden" : "shown";
  return {
    said: typed.said || (isOwner && hasConcern(db, found.id)),
    ...(isKept === "hidden" ? { words: "", kind: null } : { words, kind }),
    kinds: concernKinds,
    kept: isKept,
    error: error ? t(error.key, error.values) : null,
    isRefused,
    forNobody: isForNobody(db, found),
    days: concernHeldDays,
    code: hasConcern(db, found.id) && isOwner ? markOfCode(db, found.id) : null,
  };
}
