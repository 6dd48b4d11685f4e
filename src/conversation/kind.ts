import type { ExpressionBuilder } from "kysely";
import type { Tables } from "#src/db/schema.ts";

/** What a conversation is: of a young person, of an admin who tries everything before the opening, or of a colleague who practises. */
export const kinds = ["real", "rehearsal", "practice"] as const;
export type Kind = (typeof kinds)[number];

/** The only kind that is counted: in the line, in the figures, in what stays of a contact. */
const counted: Kind = "real";

/** Whether a conversation is of a young person, and counts. Here and in `onlyReal` it is said, and nowhere else. */
export function isReal({ kind }: { kind: Kind }): boolean {
  return kind === counted;
}

/** The same for rows: `.where(onlyReal)`. */
export function onlyReal(of: ExpressionBuilder<Tables, "conversation">) {
  return of("conversation.kind", "=", counted);
}
