import { minuteMs } from "#src/clock.ts";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";

/** Notes that the directory has changed. */
export function touch(tx: Tx): void {
  tx.run(q.updateTable("directory").set((of) => ({ revision: of("revision", "+", 1), changed_at: tx.at })));
}

/** Notes that the same places are now found differently: cached results are void, cached entries are not. */
export function noteFindable(tx: Tx): void {
  tx.run(q.updateTable("directory").set((of) => ({ findable: of("findable", "+", 1) })));
}

const state = prepared(() => q.selectFrom("directory").select(["revision", "changed_at", "findable"]));

/** Returns the revision, which rises with every change, and `changedAt` (ms UTC, 0 before the first). */
export function directoryState(db: DataReader): { revision: number; changedAt: number } {
  const { revision, changed_at: changedAt } = db.first(state({}))!;
  return { revision, changedAt };
}

/** Returns a text that changes whenever the directory or its search does. */
export function searchState(db: DataReader): string {
  const { revision, findable } = db.first(state({}))!;
  return `${revision}.${findable}`;
}

const revisionOf = (db: DataReader) => directoryState(db).revision;

/** Returns a cache of the `most` last values until `stateOf` or the minute changes. Callers share values: never change them. */
export function keptEachMinute<Value>(most: number, stateOf: (db: DataReader) => unknown = revisionOf) {
  const kept = new WeakMap<Keyring, { when: string; values: Map<string, Value> }>();
  return (db: DataReader, name: string, at: number, workOut: () => Value): Value => {
    const when = `${stateOf(db)} ${Math.floor(at / minuteMs)}`;
    const now = kept.get(db.keyring);
    const values = now?.when === when ? now.values : new Map<string, Value>();
    if (now?.when !== when) kept.set(db.keyring, { when, values });
    const value = values.get(name) ?? workOut();
    values.delete(name);
    if (values.size >= most) values.delete(values.keys().next().value!);
    values.set(name, value);
    return value;
  };
}
