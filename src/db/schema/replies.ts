import type { Generated } from "kysely";

/** Ready replies, and how often each of the staff takes which. */
export interface RepliesTables {
  reply: {
    id: string;
    owner_id: number | null;
    language: string;
    topic: string;
    name: string;
    body: string;
    removed: Generated<0 | 1>;
  };
  /** JSON, as `RepliesChange` has them. */
  reply_change: { change_id: number; before: string; after: string; at: number };
  reply_use: { staff_id: number; reply_id: string; times: number };
}
