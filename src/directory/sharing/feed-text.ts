import { dayMs } from "#src/clock.ts";
import { maxDirectoryFile, readingText } from "#src/directory/importing/file-text.ts";
import { OutgoingError, type OutgoingKind } from "#src/outgoing/error.ts";
import type { Asking, AskServer, OutgoingAnswer } from "#src/outgoing/outgoing.ts";
import { inSlices } from "../time-slice.ts";

type OwnProblem =
  | "not_found"
  | "not_allowed"
  | "trouble"
  | "web_page"
  | "not_a_feed"
  | "not_a_helpline"
  | "too_much"
  | "json_beyond"
  | "own"
  /** Someone changed here what it would have changed. */
  | "changed_here"
  | "failed_here";

/** Each has its text in the catalogs: `admin.sharing.problem.<problem>`. */
export type FeedProblem = OutgoingKind | OwnProblem;

/** `wait` is how long the other server wants to be left alone, ms. */
export class FeedError extends Error {
  constructor(
    readonly problem: FeedProblem,
    readonly wait = 0,
  ) {
    super(problem);
    this.name = "FeedError";
  }
}

/** Returns whether a reading failed because of the other side. */
export function isProblem(error: unknown): error is FeedError | OutgoingError {
  return error instanceof FeedError || error instanceof OutgoingError;
}

/** Returns why a reading failed. Throws what is no failure of the other side. */
export function problemOf(error: unknown): FeedProblem {
  if (error instanceof FeedError) return error.problem;
  if (error instanceof OutgoingError) return error.kind;
  throw error;
}

/** Returns how long the other side wants to be left alone, ms, at most a day. */
export function waitAsked(error: unknown): number {
  return error instanceof FeedError ? Math.min(error.wait, dayMs) : 0;
}

export interface FeedText {
  text: string;
  isPage: boolean;
  address: string;
  etag: string | null;
  lastModified: string | null;
}

/** ms, enough for megabytes from a slow server. */
const patience = 120_000;

/** Reads a text elsewhere; null if it is as `asking` knows it. Throws FeedError and OutgoingError. */
export async function textAt(ask: AskServer, url: string, asking: Asking): Promise<FeedText | null> {
  const answer = await ask(url, { most: maxDirectoryFile, patience, ...asking, body: true });
  if (answer.status === 304) return null;
  if (answer.status !== 200) throw refusalOf(answer);
  const read = await inSlices(readingText(answer.body));
  if ("code" in read) throw new FeedError("not_a_feed");
  const { address, etag, lastModified, contentType } = answer;
  const isPage = /html/i.test(contentType ?? "") || /^\s*<(!doctype html|html)/i.test(read.text);
  return { text: read.text, isPage, address, etag, lastModified };
}

function refusalOf({ status, retryAfter }: OutgoingAnswer): FeedError {
  if (status === 404 || status === 410) return new FeedError("not_found");
  if (status === 401 || status === 403) return new FeedError("not_allowed");
  return new FeedError("trouble", /^\d{1,8}$/.test(retryAfter ?? "") ? Number(retryAfter) * 1_000 : 0);
}
