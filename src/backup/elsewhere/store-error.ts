import { minuteMs } from "#src/clock.ts";
import type { OutgoingError } from "#src/outgoing/error.ts";

/** What a store was asked to do when it refused; each is a right of its key. */
export type Doing = "list" | "get" | "put" | "delete";

/**
 * Why copies do not get to a store, or not back. `detail`: `clock` = minutes by which this machine is ahead of it; `region` = the right
 * one, if it was told; `not_allowed` = what may not be done; `disk`, `broken` and `not_a_store` = a code; `not_same` and `spoiled`
 * (here, since it was opened) = the file.
 */
export interface StoreFailure {
  why:
    | "key_file"
    | "wrong_key"
    | "not_allowed"
    | "no_bucket"
    | "clock"
    | "region"
    | "full"
    | "too_big"
    | "slow"
    | "unreachable"
    | "certificate"
    | "broken"
    | "not_a_store"
    | "not_same"
    | "spoiled"
    | "disk";
  detail: string;
}

export class StoreError extends Error implements StoreFailure {
  constructor(
    readonly why: StoreFailure["why"],
    readonly detail = "",
  ) {
    super(`${why} ${detail}`.trim());
    this.name = "StoreError";
  }
}

/** An answer that is no yes. Times are ms UTC. */
interface Refusal {
  status: number;
  /** The XML it sent, or what came instead. */
  text: string;
  date: string | undefined;
  region: string | undefined;
  doing: Doing;
  now: number;
}

const codes: [RegExp, StoreFailure["why"]][] = [
  [/^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|ExpiredToken|InvalidSecurity|NotSignedUp)$/, "wrong_key"],
  [/^(NoSuchBucket|InvalidBucketName)$/, "no_bucket"],
  [/^(AuthorizationHeaderMalformed|PermanentRedirect|TemporaryRedirect|IllegalLocationConstraintException)$/, "region"],
  [/Quota|InsufficientStorage|StorageFull|StorageExceeded|^(TooMuchData|OverCapacity)/, "full"],
  [/^(EntityTooLarge|MaxMessageLengthExceeded)$/, "too_big"],
  [/^(SlowDown|ServiceUnavailable|RequestTimeout|TooManyRequests|Busy)/, "slow"],
  [
    /^(AccessDenied|AllAccessDisabled|AccountProblem|AccessForbidden|UnauthorizedAccess|MethodNotAllowed)$/,
    "not_allowed",
  ],
];

const statuses: Record<number, StoreFailure["why"]> = {
  301: "region",
  307: "region",
  401: "wrong_key",
  403: "not_allowed",
  413: "too_big",
  429: "slow",
  503: "slow",
  507: "full",
};

/** A signature may be this old, ms: AWS lets no more pass. */
const maxSkewMs = 15 * minuteMs;

/** Returns what an answer that is no yes means. */
export function whyRefused({ status, text, date, region, doing, now }: Refusal): StoreError {
  const code = tag(text, "Code");
  const aheadMs = now - (Date.parse(tag(text, "ServerTime") ?? date ?? "") || now);
  // Some stores call it no more than forbidden.
  const isClock = code === "RequestTimeTooSkewed" || (status === 403 && Math.abs(aheadMs) > maxSkewMs);
  if (isClock) return new StoreError("clock", String(Math.round(aheadMs / minuteMs)));
  const [, known] = codes.find(([pattern]) => code !== null && pattern.test(code)) ?? [];
  const why = known ?? statuses[status] ?? (status >= 500 ? "broken" : "not_a_store");
  const details: Partial<Record<StoreFailure["why"], string>> = {
    not_allowed: doing,
    region: plainly(tag(text, "Region") ?? region),
    broken: plainly(code) || String(status),
    not_a_store: plainly(code) || String(status),
  };
  return new StoreError(why, details[why] ?? "");
}

/** What a store says stands in the log, on a page and in a terminal: nothing but a name gets there. */
const plainly = (said: string | null | undefined) => (said && /^[\w.-]{1,60}$/.test(said) ? said : "");

/** Returns why no answer came. */
export function whyNoAnswer({ kind }: OutgoingError): StoreError {
  switch (kind) {
    case "unknown_host":
    case "refused":
      return new StoreError("unreachable", kind);
    case "tls":
      return new StoreError("certificate");
    case "too_slow":
      return new StoreError("slow");
    default:
      return new StoreError("broken", "cut");
  }
}

/** Returns the text of the first element of a name in XML; null for none. */
export function tag(xml: string, name: string): string | null {
  const begin = xml.indexOf(`<${name}>`);
  if (begin === -1) return null;
  const text = xml.slice(begin + name.length + 2);
  return text.slice(0, Math.max(0, text.indexOf("<")));
}
