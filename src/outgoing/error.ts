/** Why there is no answer. */
export type OutgoingKind =
  /** This server asks nobody: OUTGOING_ALLOW is off. */
  | "off"
  /** Not an address of the web, or one with a password or an unusual port in it. */
  | "bad_address"
  /** It leads into a private network, or to this machine. */
  | "private_address"
  /** There is no such name. */
  | "unknown_host"
  | "refused"
  /** The certificate is not right. */
  | "tls"
  /** A redirect from https to http. */
  | "unsafe_redirect"
  | "too_slow"
  | "too_big"
  | "too_many_redirects"
  /** It broke off, or what came is no answer. */
  | "broken";

/** Nothing came that can be used. */
export class OutgoingError extends Error {
  constructor(
    readonly kind: OutgoingKind,
    cause?: unknown,
  ) {
    super(kind, { cause });
    this.name = "OutgoingError";
  }
}

const kinds: [RegExp, OutgoingKind][] = [
  [/^(ENOTFOUND|ENODATA|EAI_NONAME|EAI_NODATA)$/, "unknown_host"],
  // The resolver itself does not answer: that says nothing about the name.
  [/^(ETIMEDOUT|ETIMEOUT|EAI_AGAIN)$/, "too_slow"],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, "refused"],
  [/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO/, "tls"],
];

/** What went wrong with a request, from what the platform threw. */
export function asOutgoingError(error: unknown, signal: AbortSignal): OutgoingError {
  if (error instanceof OutgoingError) return error;
  if (signal.aborted) return new OutgoingError("too_slow", error);
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  const [, kind = "broken"] = kinds.find(([pattern]) => pattern.test(code)) ?? [];
  return new OutgoingError(kind, error);
}
