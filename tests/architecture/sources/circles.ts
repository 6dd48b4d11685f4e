import { posix } from "node:path";

/** What each file imports, by their paths in the tree. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The circles of a graph, each as the files in it, sorted: from each of them one comes to every other (Tarjan 1972). */
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
      // What is closed belongs to a circle of its own, or to none.
      if (open.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

/** Whether a circle goes through more than one folder. */
export function crossesFolders(circle: readonly string[]): boolean {
  return new Set(circle.map((file) => posix.dirname(file))).size > 1;
}
