import { lastSeq } from "#src/conversation/reading.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { type AtDoor, begunBy, refuseAtDoor } from "#src/queue/start.ts";
import { limits } from "./limits.ts";
import { networkOf } from "./networks.ts";

/** Throws `too_fast` when very many begin at once, or as `refuseAtDoor`; copies of a form that has begun count for its chat. */
export function refuseStarting({ db, clock, limiter }: Helpline, start: AtDoor & { startId: string }) {
  const begun = begunBy(db, start.startId);
  if (begun === null) refuseAtDoor(db, start, clock.now());
  const mayStart = begun === null ? limiter.take("start", "all") : limiter.take("startAgain", begun);
  if (!mayStart) throw new HelplineError("too_fast");
}

/** Throws `too_fast` when a conversation is read too often; `after`: the seq to read from, undefined for the newest lines. */
export function refuseReading({ db, limiter }: Helpline, conversationId: number, after?: number) {
  const lines = after === undefined ? 0 : Math.max(0, lastSeq(db, conversationId) - after);
  const weight = 1 + Math.floor(lines / limits.linesOfReading);
  if (!limiter.take("reading", conversationId, weight)) throw new HelplineError("too_fast");
}

/** Throws `too_fast` when a network, or everyone together, searches the directory more than young people do. */
export function refuseLooking(c: C, { config, limiter }: Helpline) {
  const network = networkOf(c, config);
  // Someone over their limit takes nothing from the others.
  const mayLook = network === null || limiter.take("lookOfNetwork", network);
  if (!mayLook || !limiter.take("look", "all")) throw new HelplineError("too_fast");
}

/** Throws `too_fast` when a chat, a network or everyone together leaves more addresses than people have. */
export function refuseAsking(c: C, { config, limiter }: Helpline, conversationId: number | null) {
  const network = networkOf(c, config);
  const mayAsk =
    (conversationId === null || limiter.take("askOfChat", conversationId)) &&
    (network === null || limiter.take("askOfNetwork", network)) &&
    limiter.take("ask", "all");
  if (!mayAsk) throw new HelplineError("too_fast");
}

/** Throws `too_fast` when too many codes are tried; a network that has hardly tried any does not wait for those that guess. */
export function refuseGuessing(c: C, { config, limiter }: Helpline) {
  const network = networkOf(c, config);
  if (network !== null && !limiter.take("backOfNetwork", network)) throw new HelplineError("too_fast");
  if (limiter.take("back", "all")) return;
  const isFirst = network !== null && limiter.take("firstBackOfNetwork", network) && limiter.take("firstBack", "all");
  if (!isFirst) throw new HelplineError("too_fast");
}
