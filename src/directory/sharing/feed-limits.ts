import { maxDirectoryFile } from "#src/directory/importing/file-text.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { FeedError } from "./feed-text.ts";

/** What another server may make us do, in one table. Whoever goes beyond is left alone for a while, like one that does not answer. */
export const maxFeed = {
  /** Of one answer, bytes as they came and unpacked; and of all together, at one asking. */
  answerBytes: maxDirectoryFile,
  bytes: 2 * maxDirectoryFile,
  /** Services of one directory. */
  services: 20_000,
  /** Pages of a list, and how much stands on one: of a list in full, and of one of names. */
  pages: 500,
  perPage: 100,
  perList: 10_000,
  /** ms for all of it together, and of that for asking services one by one: what is left of those is for the next time. */
  ms: 600_000,
  singlesMs: 300_000,
  /** ms for a first look, at which somebody waits. */
  lookMs: 55_000,
  /** So many servers are asked at once: one that is slow does not keep the others waiting. */
  atOnce: 4,
} as const;

/**
 * Asks as `ask` does, altogether no longer than `ms` and no more than `maxFeed.bytes`. Throws FeedError `too_slow` and `too_much`
 * beyond.
 */
export function withinLimits(ask: AskServer, ms: number): AskServer {
  const started = performance.now();
  let left: number = maxFeed.bytes;
  return async (address, asking = {}) => {
    const patience = Math.ceil(started + ms - performance.now());
    if (patience <= 0) throw new FeedError("too_slow");
    const most = Math.min(asking.most ?? maxFeed.answerBytes, left);
    const answer = await ask(address, {
      ...asking,
      most,
      patience: Math.min(asking.patience ?? patience, patience),
    }).catch((error: unknown) => {
      const isOver = error instanceof OutgoingError && error.kind === "too_big" && most < maxFeed.answerBytes;
      throw isOver ? new FeedError("too_much") : error;
    });
    left -= answer.body.byteLength;
    return answer;
  };
}

/** Throws `too_much` when so many services are more than a directory may have. */
export function refuseMany(services: number): void {
  if (services > maxFeed.services) throw new FeedError("too_much");
}
