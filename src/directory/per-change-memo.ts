/** What a change learns. Where a file is locked it runs again from its beginning, and what it learned must be forgotten. */
export interface Learned {
  set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void;
  add<Value>(set: Set<Value>, value: Value): void;
  push<Value>(list: Value[], values: Value[]): void;
  forget(): void;
  keep(): void;
}

/** Returns an empty memo. */
export function openLearned(): Learned {
  let undo: (() => void)[] = [];
  return {
    set: (map, key, value) => {
      const before = map.has(key) ? { value: map.get(key)! } : null;
      undo.push(() => (before ? map.set(key, before.value) : map.delete(key)));
      map.set(key, value);
    },
    add: (set, value) => {
      if (set.has(value)) return;
      undo.push(() => set.delete(value));
      set.add(value);
    },
    push: (list, values) => {
      const { length } = list;
      undo.push(() => list.splice(length));
      list.push(...values);
    },
    forget: () => {
      for (const one of undo.reverse()) one();
      undo = [];
    },
    keep: () => {
      undo = [];
    },
  };
}
