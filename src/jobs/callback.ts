import { forgetCallbacks, hasOldCallbacks } from "#src/callback/ending.ts";
import { inviteNext, nextInvitation } from "#src/callback/invite.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { linkOrigin } from "#src/mail/links.ts";

/** How many are written to in one go, at most. */
const atOnce = 20;

/** Whoever asked for it is written to as soon as a seat may be held for them. */
export async function inviteCallbacks({ db, clock, config }: Helpline) {
  const origin = linkOrigin(config);
  for (let n = 0; n < atOnce && nextInvitation(db, clock.now()); n += 1) {
    if (!(await db.change("porchlight", (tx, emit) => inviteNext(tx, emit, { origin })))) return;
  }
}

/** Addresses go when they have been kept as long as was promised, and what was left of them later. */
export async function forgetOldCallbacks({ db, clock }: Helpline) {
  if (hasOldCallbacks(db, clock.now())) await db.change("porchlight", forgetCallbacks);
}
