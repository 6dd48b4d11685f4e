/** What is happening, in the order in which it is asked. */
export const dangerKinds = ["hurt_by", "hurt_self", "suicide", "other"] as const;

export type DangerKind = (typeof dangerKinds)[number];

/** The answers to what is asked next, for each kind. "silent" = they cannot write now. */
export const dangerAnswers = {
  hurt_by: ["yes", "no", "silent"],
  hurt_self: ["called_too", "silent"],
  suicide: ["yes", "no", "silent"],
  other: ["yes", "no", "silent"],
} as const satisfies Record<DangerKind, readonly string[]>;

export type DangerAnswer = (typeof dangerAnswers)[DangerKind][number];

/** What they have said of it so far; "skip" = they would rather not. */
export interface DangerSaid {
  kind: DangerKind | "skip" | null;
  answer: DangerAnswer | null;
  /** When they said what is happening, ms UTC. */
  at: number | null;
}
