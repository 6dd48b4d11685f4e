import { minuteMs } from "#src/clock.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { sessionEnds } from "#src/live/session-ends.tsx";
import { noteRefused } from "#src/staff/sign-in/refused.ts";
import type { EndingSession } from "#src/staff/sign-in/session.ts";
import { lastly } from "./last.ts";

/** How long before its end somebody is told of the end of their session, ms. */
const toldMs = 15 * minuteMs;

/** What is still open of a session that is over is closed with it. */
export async function endSessions({ sessions, hub, opened }: Helpline) {
  for (const session of await sessions.sweep()) hub.close(session, "over");
  opened.sweep(sessions.goesOn);
}

/** The audit trail is told of what was refused, and of a sign-in, through it, whoever's account it was. */
export async function noteWhatWasRefused({ db, refused }: Helpline) {
  const taken = refused.take();
  if (taken.length === 0) return;
  try {
    await db.change("porchlight", (tx, emit) => noteRefused(tx, emit, taken));
  } catch (error) {
    refused.giveBack(taken);
    throw error;
  }
}

/** The same before the process ends. */
export async function noteRefusedLast(helpline: Helpline) {
  const what = "what was refused in the last minute is not in the audit trail";
  await lastly(helpline, () => noteWhatWasRefused(helpline), what);
}

/**
 * Tells the consoles of a session that it will soon be over, with the way to go on; and takes that away where it goes on. Whoever
 * does anything keeps their session by that, so this is met by who only had the console open for hours.
 */
export function warnSessions() {
  const said = new WeakMap<Helpline, Map<string, EndingSession>>();
  return (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Map<string, EndingSession>();
    const now = new Map(helpline.sessions.ending(toldMs).map((one) => [one.sessionHash, one]));
    said.set(helpline, now);
    // Each time anew: a console may have been opened meanwhile.
    for (const [hash, one] of now) helpline.hub.tell(hash, sessionEnds(helpline, one, true));
    for (const [hash, one] of before) if (!now.has(hash)) helpline.hub.tell(hash, sessionEnds(helpline, one, false));
  };
}
