import { dayMs } from "#src/clock.ts";
import { maxDirectoryFile, readingText } from "#src/directory/importing/file-text.ts";
import { OutgoingError, type OutgoingKind } from "#src/outgoing/error.ts";
import type { Asking, AskServer, OutgoingAnswer } from "#src/outgoing/outgoing.ts";
import { inSlices } from "../time-slice.ts";

type OwnProblem =
  /** 404, 410 */
  | "not_found"
  /** 401, 403 */
  | "not_allowed"
  /** Any other answer that is none. */
  | "trouble"
  /** HTML, for people. */
  | "web_page"
  | "not_a_feed"
  | "not_a_helpline"
  /** More than `maxFeed`. */
  | "too_much"
  /** More than `maxJson`. */
  | "json_beyond"
  /** It is our own. */
  | "own"
  /** Somebody changed here what it would have changed. */
  | "changed_here"
  /** Something went wrong in ourselves. */
  | "failed_here";

/** Why nothing could be read elsewhere. Each has its sentence in the catalogs: `admin.sharing.problem.<problem>`. */
export type FeedProblem = OutgoingKind | OwnProblem;

/** Nothing could be read; `wait` is how long the other server wants to be left alone, ms. */
export class FeedError extends Error {
  constructor(
    readonly problem: FeedProblem,
    readonly wait = 0,
  ) {
    super(problem);
    this.name = "FeedError";
  }
}

/** Whether a reading failed for a reason that can be told: of the other side. */
export function isProblem(error: unknown): error is FeedError | OutgoingError {
  return error instanceof FeedError || error instanceof OutgoingError;
}

/** Why a reading failed. Throws on what is no failure of the other side. */
export function problemOf(error: unknown): FeedProblem {
  if (error instanceof FeedError) return error.problem;
  if (error instanceof OutgoingError) return error.kind;
  throw error;
}

/** How long the other side wants to be left alone, ms; a day at most. */
export function waitAsked(error: unknown): number {
  return error instanceof FeedError ? Math.min(error.wait, dayMs) : 0;
}

/** A text of another server. */
export interface FeedText {
  text: string;
  /** It is HTML. */
  isPage: boolean;
  address: string;
  etag: string | null;
  lastModified: string | null;
}

/** How long a text may take to come, ms: a directory of megabytes from a slow server too. */
const patience = 120_000;

/** Reads a text elsewhere; null when it is the same as before, by what `asking` knows of it. Throws FeedError and OutgoingError. */
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
