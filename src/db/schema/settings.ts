// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface SettingsTables {
  setting: {
    name: string;
    value: string;
    version: number;
    changed_at: number;
  };
  /** One row per text of the rules that was ever in force; a conversation points to the one agreed to. */
  rules: {
    version: Generated<number>;
    content: string;
    published_at: number;
    /** How long it promises to keep the words of a chat; NULL = from before that could be set. */
    retention_days: number | null;
    /** How long it promises to keep the note of a record; NULL = it says nothing of one. */
    note_days: number | null;
  };
  /**
   * What stands in place of a text of the catalogs. `standard` is the text it replaced: after an upgrade it tells
   * whether that is another.
   */
  own_text: {
    language: string;
    key: string;
    text: string;
    standard: string;
  };
  /**
   * Ready replies: sentences that counsellors put into the field and send when they have made them their own. Those of
   * the helpline and those of one counsellor. One that came with Porchlight stands here once it was changed or removed;
   * its id is its name and its language, "greeting.fr".
   */
  reply: {
    id: string;
    /** Whose own it is; NULL = everybody's. */
    owner_id: number | null;
    language: string;
    topic: string;
    name: string;
    body: string;
    /** Only those that came with Porchlight stay when they are removed, or they would come back. */
    removed: Generated<0 | 1>;
  };
  /** How often somebody took one: theirs come first. */
  reply_use: {
    staff_id: number;
    reply_id: string;
    times: number;
  };
  /**
   * What ready replies were before and after each change, for undo: a while, and not in the audit trail, which is kept
   * for good and says of each reply its language, its name and how long it is.
   */
  reply_change: {
    /** Of the audit trail. */
    change_id: number;
    /** JSON, this and the next (src/replies/changes.ts). */
    before: string;
    after: string;
    at: number;
  };
}
