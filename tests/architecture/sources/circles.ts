import { posix } from "node:path";

/** Imports of each file, by path. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Returns the circles of a graph, each as its sorted files, all reachable from each other (Tarjan 1972). */
export function circlesIn(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    low.set(file, order.get(file)!);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      // A closed one belongs to its own circle, or to none.
      if (open.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

/** Returns whether a circle goes through more than one folder. */
export function crossesFolders(circle: readonly string[]): boolean {
  return new Set(circle.map((file) => posix.dirname(file))).size > 1;
}
