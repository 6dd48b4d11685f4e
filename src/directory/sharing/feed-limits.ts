import { maxDirectoryFile } from "#src/directory/importing/file-text.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { FeedError } from "./feed-text.ts";

/** What another server may make us do. One that goes beyond is left alone for a while, as if it did not answer. */
export const maxFeed = {
  /** Of one answer, as it came and unpacked, and of all answers of a poll. */
  answerBytes: maxDirectoryFile,
  bytes: 2 * maxDirectoryFile,
  services: 20_000,
  /** Of a list; `perPage` of full services, `perList` of names only. */
  pages: 500,
  perPage: 100,
  perList: 10_000,
  /** For a whole poll, and in it for services asked for one by one; the rest is for the next time. */
  ms: 600_000,
  singlesMs: 300_000,
  /** For a first look, while someone waits. */
  lookMs: 55_000,
  /** Servers asked at once, so that a slow one does not keep the others waiting. */
  atOnce: 4,
} as const;

/** Returns `ask` limited to `ms` and `maxFeed.bytes` in all; beyond it throws FeedError `too_slow` and `too_much`. */
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

/** Throws `too_much` for more services than a directory may have. */
export function refuseMany(services: number): void {
  if (services > maxFeed.services) throw new FeedError("too_much");
}
