import { lastSeq } from "#src/conversation/reading.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { type AtDoor, begunBy, refuseAtDoor } from "#src/queue/start.ts";
import { limits } from "./limits.ts";
import { networkOf } from "./networks.ts";

/**
 * Throws HelplineError `too_fast` when very many begin at once. What begins no chat takes nothing from those who do: a form that has
 * begun one counts for that one alone, and a door that lets nobody in throws as `refuseAtDoor`.
 */
export function refuseStarting({ db, clock, limiter }: Helpline, start: AtDoor & { startId: string }) {
  const begun = begunBy(db, start.startId);
  if (begun === null) refuseAtDoor(db, start, clock.now());
  const mayStart = begun === null ? limiter.take("start", "all") : limiter.take("startAgain", begun);
  if (!mayStart) throw new HelplineError("too_fast");
}

/**
 * Throws HelplineError `too_fast` when a conversation is read again and again. `after`: the seq from which on it is read; undefined
 * where only its newest lines are. One of ten thousand lines, read whole, takes the time of fifty others.
 */
export function refuseReading({ db, limiter }: Helpline, conversationId: number, after?: number) {
  const lines = after === undefined ? 0 : Math.max(0, lastSeq(db, conversationId) - after);
  const weight = 1 + Math.floor(lines / limits.linesOfReading);
  if (!limiter.take("reading", conversationId, weight)) throw new HelplineError("too_fast");
}

/** Throws HelplineError `too_fast` when a network, or everybody together, asks the directory more than young people do. */
export function refuseLooking(c: C, { config, limiter }: Helpline) {
  const network = networkOf(c, config);
  // Who has had enough takes nothing from the others.
  const mayLook = network === null || limiter.take("lookOfNetwork", network);
  if (!mayLook || !limiter.take("look", "all")) throw new HelplineError("too_fast");
}

/** Throws HelplineError `too_fast` when a chat, a network or everybody together leaves more addresses to be written to than people have. */
export function refuseAsking(c: C, { config, limiter }: Helpline, conversationId: number | null) {
  const network = networkOf(c, config);
  const mayAsk =
    (conversationId === null || limiter.take("askOfChat", conversationId)) &&
    (network === null || limiter.take("askOfNetwork", network)) &&
    limiter.take("ask", "all");
  if (!mayAsk) throw new HelplineError("too_fast");
}

/**
 * Throws HelplineError `too_fast` when a network, or everybody together, tries more codes than people have; a network that has hardly
 * tried any does not wait for those that guess. All fill again by themselves: nobody is shut out, and what a guess is worth does not
 * hang on it.
 */
export function refuseGuessing(c: C, { config, limiter }: Helpline) {
  const network = networkOf(c, config);
  if (network !== null && !limiter.take("backOfNetwork", network)) throw new HelplineError("too_fast");
  if (limiter.take("back", "all")) return;
  const isFirst = network !== null && limiter.take("firstBackOfNetwork", network) && limiter.take("firstBack", "all");
  if (!isFirst) throw new HelplineError("too_fast");
}
