import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { isReasonTree, type ReasonTree, shippedReasons } from "#src/settings/reasons.ts";
import { settings } from "#src/settings/settings.ts";

/** Returns the version of the list of reasons now; a list that nobody coded with before gets the next number. */
export function currentVersion(tx: Tx): number {
  const content = JSON.stringify(settings(tx).reasons);
  const known = tx.first(q.selectFrom("reason_tree").select("version").where("content", "=", content));
  if (known) return known.version;
  return tx.first(q.insertInto("reason_tree").values({ content, at: tx.at }).returning("version"))!.version;
}

/** Returns the list of a version, as it was. */
export function treeOf(db: DataReader, version: number): ReasonTree {
  const row = db.first(q.selectFrom("reason_tree").select("content").where("version", "=", version));
  const tree: unknown = row && JSON.parse(row.content);
  // A list of another version of Porchlight may be of a shape that this one cannot read.
  return isReasonTree(tree) ? tree : shippedReasons;
}
