/** A file that was entered. */
interface Entered {
  path: string;
  /** How often functions of it that have a name were called. */
  calls: number;
  /** Which ones, in the order of their first call; "" stands for all without a name. */
  functions: string[];
}

/** What a request came through until nothing more happened because of it; the files in the order of their first call. */
export interface Walk {
  name: string;
  files: Entered[];
}

/** Hears which functions are entered. A request is over once none was for `quietMs`: lists of the consoles rest for less than that. */
export function openTrace(quietMs = 300) {
  let files: Map<string, Entered> | null = null;
  let lastAt = performance.now();

  async function quiet() {
    while (performance.now() - lastAt < quietMs) await Bun.sleep(20);
  }

  return {
    /** Called by every function of an instrumented file. */
    entered(path: string, name: string) {
      lastAt = performance.now();
      if (files === null) return;
      const file = files.get(path) ?? { path, calls: 0, functions: [] };
      files.set(path, file);
      if (name !== "") file.calls += 1;
      if (!file.functions.includes(name)) file.functions.push(name);
    },
    /** What is entered from a quiet moment on, by a request and by what follows it, until it is quiet again. */
    async walk(name: string, request: () => Promise<void>): Promise<Walk> {
      await quiet();
      files = new Map();
      lastAt = performance.now();
      await request();
      await quiet();
      const walk = { name, files: [...files.values()] };
      files = null;
      return walk;
    },
  };
}

export type Trace = ReturnType<typeof openTrace>;

/** A walk as a page of a terminal: how long it is, and each file with how often it was called and what of it. */
export function told({ name, files }: Walk): string {
  const folders = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf("/"))));
  const calls = files.reduce((sum, one) => sum + one.calls, 0);
  const wide = Math.max(...files.map(({ path }) => path.length));
  const lines = files.map(({ path, calls: own, functions }, n) => {
    const names = functions.map((one) => one || "(without a name)").join(", ");
    return `${String(n + 1).padStart(3)}  ${path.padEnd(wide)} ${String(own).padStart(4)}  ${names}\n`;
  });
  return `${name}: ${files.length} files in ${folders.size} folders, ${calls} calls\n${lines.join("")}`;
}
