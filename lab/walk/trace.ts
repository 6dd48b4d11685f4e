interface Entered {
  path: string;
  /** Calls of its named functions. */
  calls: number;
  /** In order of the first call; "" = all without a name. */
  functions: string[];
}

/** All that a request entered until nothing more happened; files in order of their first call. */
export interface Walk {
  name: string;
  files: Entered[];
  /** How many statements SQLite was given on the way. */
  statements: number;
}

/** Records which functions are entered. A request is over after `quietMs`, longer than the consoles' lists rest. */
export function openTrace(quietMs = 300) {
  let files: Map<string, Entered> | null = null;
  let statements = 0;
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
      if (path === "src/db/query.ts" && name === "statementOf") statements += 1;
      if (!file.functions.includes(name)) file.functions.push(name);
    },
    /** What a request and its consequences enter, from one quiet moment to the next. */
    async walk(name: string, request: () => Promise<void>): Promise<Walk> {
      await quiet();
      files = new Map();
      statements = 0;
      lastAt = performance.now();
      await request();
      await quiet();
      const walk = { name, files: [...files.values()], statements };
      files = null;
      return walk;
    },
  };
}

export type Trace = ReturnType<typeof openTrace>;

/** Returns a walk as a page for the terminal: its length, and each file with its calls. */
export function told({ name, files, statements }: Walk): string {
  const folders = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf("/"))));
  const calls = files.reduce((sum, one) => sum + one.calls, 0);
  const wide = Math.max(...files.map(({ path }) => path.length));
  const lines = files.map(({ path, calls: own, functions }, n) => {
    const names = functions.map((one) => one || "(without a name)").join(", ");
    return `${String(n + 1).padStart(3)}  ${path.padEnd(wide)} ${String(own).padStart(4)}  ${names}\n`;
  });
  return `${name}: ${files.length} files in ${folders.size} folders, ${calls} calls, ${statements} statements\n${lines.join("")}`;
}
