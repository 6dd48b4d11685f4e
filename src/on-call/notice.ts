export const onCallCauses = ["nobody", "urgent", "talk", "emergency", "backup", "test"] as const;
export type OnCallCause = (typeof onCallCauses)[number];

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
