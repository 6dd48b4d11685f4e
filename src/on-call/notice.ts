/** What whoever is on call is told of; `test` was asked for by hand. */
export const onCallCauses = ["nobody", "urgent", "talk", "emergency", "test"] as const;
export type OnCallCause = (typeof onCallCauses)[number];

/**
 * What became of the mail: `queued` waits to go; there was none because `nobody` was on call, they have `no_address`, mails
 * cannot be sent (`not_ready`), or it was about themselves (`own`).
 */
export type NoticeMailOutcome =
  | "queued"
  | "nobody"
  | "no_address"
  | "not_ready"
  | "own"
  | "sent"
  | "refused"
  | "given_up"
  | "withdrawn";
