export type OutgoingKind =
  | "off"
  | "bad_address"
  | "private_address"
  | "unknown_host"
  | "refused"
  | "tls"
  | "unsafe_redirect"
  | "too_slow"
  | "too_big"
  | "too_many_redirects"
  | "broken";

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

/** Returns what went wrong with a request, from what the platform threw. */
export function asOutgoingError(error: unknown, signal: AbortSignal): OutgoingError {
  if (error instanceof OutgoingError) return error;
  if (signal.aborted) return new OutgoingError("too_slow", error);
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  const [, kind = "broken"] = kinds.find(([pattern]) => pattern.test(code)) ?? [];
  return new OutgoingError(kind, error);
}
