/**
 * What is learned in a change while it is made. While another process holds a file the same change is made again, from its
 * beginning: then nobody may know any more what was learned in vain.
 */
export interface Learned {
  set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void;
  add<Value>(set: Set<Value>, value: Value): void;
  push<Value>(list: Value[], values: Value[]): void;
  /** Takes out again what was learned and not kept. */
  forget(): void;
  /** The change is stored: what was learned in it holds. */
  keep(): void;
}

/** Nothing is learned yet. */
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
