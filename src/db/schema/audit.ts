// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated, GeneratedAlways } from "kysely";

export interface AuditTables {
  /**
   * The trail tells a time to the quarter of the hour, and is chained over that; the exact time stands beside it for a
   * while, with the salt of what it is hidden in (src/audit/codes.ts). A trail from before that is chained anew at the
   * first start that has the master key (src/audit/anew.ts).
   */
  audit: {
    id: Generated<number>;
    /** When the quarter of the hour began, ms UTC. */
    quarter: number;
    /** ms UTC; null once it has been told for long enough, and its salt with it. */
    exact_at: number | null;
    salt: Uint8Array | null;
    commitment: Uint8Array | null;
    /** As exactly as it is told. */
    at: GeneratedAlways<number>;
    actor: string;
    action: string;
    object: string;
    before: string | null;
    after: string | null;
    mac: Uint8Array | null;
    chained_at: number | null;
    /**
     * The code it had before it was chained anew, for as long as the exact time is told, of which that code was made.
     */
    former_mac: Uint8Array | null;
  };
  /**
   * In the place of rows that were kept long enough: the codes before the first and of the last of them, so that what
   * stands around them can still be checked.
   */
  audit_gone: {
    first_id: number;
    last_id: number;
    before_mac: Uint8Array;
    mac: Uint8Array;
    master_key_id: number;
    seal: Uint8Array;
  };
}
