import { checkTrail } from "#src/audit/check.ts";
import { brokenConcerns, forgetOldConcerns, hasOldConcerns } from "#src/audit/complaint-trail.ts";
import { forgetExactTimes, forgetOldEntries, hasExactEntries, hasOldEntries, trailDays } from "#src/audit/keeping.ts";
import { dayMs } from "#src/clock.ts";
import type { Tx } from "#src/db/db.ts";
import { rest } from "#src/directory/time-slice.ts";
import type { Helpline } from "#src/http/server/context.ts";

/** Tells keys.db how far the trail goes: not with each act, so that an act waits for one file and not for two. */
export async function noteAuditEnd({ db, trail }: Helpline) {
  await trail.noteHead(db);
}

/** Checks the trail once a day, and at every start. */
export async function checkAuditDaily(helpline: Helpline) {
  const { trailCheck, clock } = helpline;
  if (trailCheck.found !== null && clock.now() - trailCheck.found.at < dayMs) return;
  await checkNow(helpline);
}

/** Checks the trail, and reports where it is not whole. */
export async function checkNow({ db, clock, trail, trailCheck, report }: Helpline) {
  const found = await checkTrail(db, { at: clock.now(), standing: trail.standing, rest });
  trailCheck.found = found;
  const concerns = await db.change("porchlight", brokenConcerns);
  if (concerns.length > 0)
    report(`the second chain of the audit trail was changed by hand: entries ${concerns.join(", ")}`);
  const { broken } = found;
  if (broken.length === 0) return;
  const places = broken.map(({ fromId, toId }) => (fromId === toId ? `${fromId}` : `${fromId} to ${toId}`));
  report(`the audit trail was changed by hand, or an older copy was put back: entries ${places.join(", ")}`);
}

/** Forgets exact times and then entries that were kept long enough, in pieces. */
export async function forgetOldAudit({ db, clock }: Helpline) {
  if (hasExactEntries(db, clock.now())) await inPieces(db, forgetExactTimes);
  if (hasOldEntries(db, clock.now())) await inPieces(db, forgetOldEntries);
  if (hasOldConcerns(db, trailDays, clock.now()))
    await db.change("porchlight", (tx) => forgetOldConcerns(tx, trailDays));
}

async function inPieces(db: Helpline["db"], forget: (tx: Tx, after: number) => number | null) {
  let after: number | null = 0;
  while (after !== null) {
    const from: number = after;
    const started = performance.now();
    after = await db.change("porchlight", (tx) => forget(tx, from));
    await rest(started);
  }
}
