import { minuteMs } from "#src/clock.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { sessionEnds } from "#src/live/session-ends.tsx";
import { noteRefused } from "#src/staff/sign-in/refused.ts";
import type { EndingSession } from "#src/staff/sign-in/session.ts";
import { lastly } from "./last.ts";

const toldMs = 15 * minuteMs;

/** Ends sessions that are over, and closes their sockets and team keys. */
export async function endSessions({ sessions, hub, opened }: Helpline) {
  for (const session of await sessions.sweep()) hub.close(session, "over");
  opened.sweep(sessions.goesOn);
}

/** Writes refused requests and sign-ins to the audit trail, where the owner of the account finds them. */
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

/** Does the same before the process ends. */
export async function noteRefusedLast(helpline: Helpline) {
  const what = "what was refused in the last minute is not in the audit trail";
  await lastly(helpline, () => noteWhatWasRefused(helpline), what);
}

/** Returns a job that warns idle consoles before their session ends, and takes the warning back if it goes on. */
export function warnSessions() {
  const said = new WeakMap<Helpline, Map<string, EndingSession>>();
  return (helpline: Helpline) => {
    const before = said.get(helpline) ?? new Map<string, EndingSession>();
    const now = new Map(helpline.sessions.ending(toldMs).map((one) => [one.sessionHash, one]));
    said.set(helpline, now);
    // Each time again: a console may have been opened meanwhile.
    for (const [hash, one] of now) helpline.hub.tell(hash, sessionEnds(helpline, one, true));
    for (const [hash, one] of before) if (!now.has(hash)) helpline.hub.tell(hash, sessionEnds(helpline, one, false));
  };
}
