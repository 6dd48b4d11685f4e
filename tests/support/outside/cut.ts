import { expect } from "vitest";
import { openFile } from "#src/db/connection.ts";
import type { OpenFiles } from "#src/db/files.ts";

/** Returns the files as another process would find them. */
export const copyOf = ({ data, keys }: OpenFiles): OpenFiles => ({
  data: openFile(data.serialize()),
  keys: openFile(keys.serialize()),
});

/** Returns what is on disk when everything stops before the nth run of a statement. */
export async function cutBefore(
  files: OpenFiles,
  file: keyof OpenFiles,
  [statement, nth]: readonly [string, number],
  work: () => Promise<unknown>,
): Promise<OpenFiles> {
  const connection = files[file];
  const exec = connection.exec.bind(connection);
  let times = 0;
  let left: OpenFiles | undefined;
  connection.exec = (sql) => {
    if (sql === statement && ++times >= nth) {
      // Another process sees only what is committed.
      if (files.keys.inTransaction) files.keys.prepare("ROLLBACK").run();
      if (files.data.inTransaction) files.data.prepare("ROLLBACK").run();
      left ??= copyOf(files);
      throw new Error("killed");
    }
    return exec(sql);
  };
  await work().catch(() => {});
  connection.exec = exec;
  expect(left).toBeDefined();
  return left!;
}
