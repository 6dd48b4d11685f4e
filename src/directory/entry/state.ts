import { minuteMs } from "#src/clock.ts";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";

/** Notes that the directory is another now. */
export function touch(tx: Tx): void {
  tx.run(q.updateTable("directory").set((of) => ({ revision: of("revision", "+", 1), changed_at: tx.at })));
}

/** Notes that the same places are found otherwise now: what was found before holds no more, and what they are does. */
export function noteFindable(tx: Tx): void {
  tx.run(q.updateTable("directory").set((of) => ({ findable: of("findable", "+", 1) })));
}

const state = prepared(() => q.selectFrom("directory").select(["revision", "changed_at", "findable"]));

/** The revision goes up with every change of the directory; `changedAt` is ms UTC, 0 before the first. */
export function directoryState(db: DataReader): { revision: number; changedAt: number } {
  const { revision, changed_at: changedAt } = db.first(state({}))!;
  return { revision, changedAt };
}

/** Another whenever something may be found otherwise than before: the directory, or its search, has changed. */
export function searchState(db: DataReader): string {
  const { revision, findable } = db.first(state({}))!;
  return `${revision}.${findable}`;
}

const revisionOf = (db: DataReader) => directoryState(db).revision;

/**
 * Keeps what is worked out of the directory, by the name of what is asked, until the directory changes or the minute is over: at the
 * door and beside a wait everybody asks for the same, again and again. At most so many answers, those asked for last, by the open
 * files they are of. `stateOf` says of what it is worked out: of the entries alone, or `searchState`.
 * Whoever asks later within a minute is given the same value, and must not change it.
 */
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
