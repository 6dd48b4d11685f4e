/** The functions of a module, each as one that answers later. */
type Lazily<Module> = {
  [Name in keyof Module as Module[Name] extends (...given: never[]) => unknown ? Name : never]: Module[Name] extends (
    ...given: infer Given
  ) => infer Got
    ? ((...given: Given) => Promise<Awaited<Got>>) & Loading
    : never;
};

/** What has to be loaded before it does anything. */
export interface Loading {
  load?(): Promise<unknown>;
}

/**
 * Returns the functions of a module that is only loaded when one of them is called: a start waits for what opens the door and carries
 * a chat, and for nothing else. `tests/lazy.test.ts` loads each of these modules.
 */
export function lazily<Module extends object>(load: () => Promise<Module>): Lazily<Module> {
  const later = (_: object, name: string) => {
    const call = async (...given: never[]) => {
      const module = (await load()) as Record<string, (...given: never[]) => unknown>;
      return await module[name]!(...given);
    };
    return Object.assign(call, { load });
  };
  return new Proxy({}, { get: later }) as Lazily<Module>;
}
