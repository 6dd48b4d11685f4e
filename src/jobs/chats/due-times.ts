/** When each of many things is due (ms). Finding the next takes the same time however many there are. */
export interface DueTimes {
  /** Sets when one is due, instead of what was set for it before. */
  set(id: number, at: number): void;
  forget(id: number): void;
  /** Takes out what is due by then, the earliest first. */
  take(by: number): number[];
  readonly size: number;
}

interface Entry {
  id: number;
  at: number;
  place: number;
}

/** Returns due times with nothing in them. */
export function openDueTimes(): DueTimes {
  // A binary heap: the two below place n are at 2n + 1 and 2n + 2, and neither is due before it.
  const heap: Entry[] = [];
  const entries = new Map<number, Entry>();

  function set(id: number, at: number) {
    const found = entries.get(id);
    if (found) {
      found.at = at;
      settle(found);
      return;
    }
    const entry = { id, at, place: heap.length };
    entries.set(id, entry);
    heap.push(entry);
    settle(entry);
  }

  function forget(id: number) {
    const found = entries.get(id);
    if (!found) return;
    entries.delete(id);
    const last = heap.pop()!;
    if (last === found) return;
    put(last, found.place);
    settle(last);
  }

  function take(by: number): number[] {
    const taken: number[] = [];
    for (let first = heap[0]; first && first.at <= by; first = heap[0]) {
      taken.push(first.id);
      forget(first.id);
    }
    return taken;
  }

  function settle(entry: Entry) {
    while (entry.place > 0) {
      const above = heap[(entry.place - 1) >> 1]!;
      if (above.at <= entry.at) break;
      swap(above, entry);
    }
    for (let below = earlierBelow(entry); below && below.at < entry.at; below = earlierBelow(entry)) {
      swap(entry, below);
    }
  }

  function earlierBelow({ place }: Entry): Entry | undefined {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
    return right && right.at < left!.at ? right : left;
  }

  function swap(one: Entry, other: Entry) {
    const { place } = one;
    put(one, other.place);
    put(other, place);
  }

  function put(entry: Entry, place: number) {
    heap[place] = entry;
    entry.place = place;
  }

  return {
    set,
    forget,
    take,
    get size() {
      return heap.length;
    },
  };
}
