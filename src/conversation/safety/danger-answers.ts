export const dangerKinds = ["hurt_by", "hurt_self", "suicide", "other"] as const;

export type DangerKind = (typeof dangerKinds)[number];

export const dangerAnswers = {
  hurt_by: ["yes", "no", "silent"],
  hurt_self: ["called_too", "silent"],
  suicide: ["yes", "no", "silent"],
  other: ["yes", "no", "silent"],
} as const satisfies Record<DangerKind, readonly string[]>;

export type DangerAnswer = (typeof dangerAnswers)[DangerKind][number];

export interface DangerSaid {
  kind: DangerKind | "skip" | null;
  answer: DangerAnswer | null;
  at: number | null;
}
