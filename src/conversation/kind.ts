import type { ExpressionBuilder } from "kysely";
import type { Tables } from "#src/db/schema.ts";

export const kinds = ["real", "rehearsal", "practice"] as const;
export type Kind = (typeof kinds)[number];

const counted: Kind = "real";

/** Returns whether a conversation is a young person's, and counts. Only this and `onlyReal` decide it. */
export function isReal({ kind }: { kind: Kind }): boolean {
  return kind === counted;
}

/** Returns the same condition for rows: `.where(onlyReal)`. */
export function onlyReal(of: ExpressionBuilder<Tables, "conversation">) {
  return of("conversation.kind", "=", counted);
}
