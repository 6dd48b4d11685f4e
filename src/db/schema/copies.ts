// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface CopiesTables {
  /** Machines that may fetch sealed copies of the data, and what they have shown to have. */
  second_machine: {
    /** Never given out twice: the audit trail names it. */
    id: Generated<number>;
    name: string;
    /** SHA-256 of its token, which is stored nowhere. */
    token_hash: string;
    made_at: number;
    /** When it showed last what lies there; null = never. */
    shown_at: number | null;
    /** Up to which instant it has everything; null = it has no whole copy. */
    saved_until: number | null;
    /** The copies that lie there whole, by name: JSON. */
    copies: Generated<string>;
  };
}
