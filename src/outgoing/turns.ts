/** Lets one piece of work at a time go on for each name, in the order they came. */
export type InTurn = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** Turns that nobody has taken yet. Work that fails gives its turn on like any other. */
export function openTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = last.get(name);
    const mine = (async () => {
      await before?.catch(() => {});
      return work();
    })();
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
