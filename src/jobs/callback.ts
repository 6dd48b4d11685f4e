import { forgetCallbacks, hasOldCallbacks } from "#src/callback/ending.ts";
import { inviteNext, nextInvitation } from "#src/callback/invite.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { linkOrigin } from "#src/mail/links.ts";

const atOnce = 20;

/** Writes to people who asked for a callback as soon as a place may be held for them. */
export async function inviteCallbacks({ db, clock, config }: Helpline) {
  const origin = linkOrigin(config);
  for (let n = 0; n < atOnce && nextInvitation(db, clock.now()); n += 1) {
    if (!(await db.change("porchlight", (tx, emit) => inviteNext(tx, emit, { origin })))) return;
  }
}

/** Forgets addresses after the promised time, and what is left of them later. */
export async function forgetOldCallbacks({ db, clock }: Helpline) {
  if (hasOldCallbacks(db, clock.now())) await db.change("porchlight", forgetCallbacks);
}
