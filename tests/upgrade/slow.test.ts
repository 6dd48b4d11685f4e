import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { lockFolder } from "#src/db/lock.ts";
import { controlPath } from "#src/serve.ts";
import { runningOn } from "#src/upgrade/swap.ts";
import { folderHere } from "#tests/backup/copies.ts";

/** Answers on the control socket of a folder as a server does, but leaves the first asks unanswered. Returns how often it was asked. */
async function slowServer(dataDir: string, unanswered: number): Promise<() => number> {
  let asks = 0;
  const now = { pid: 7, version: "0.1.0", sha256: null, state: "open", wrong: null };
  const server = createServer((asked, answer) => {
    asks += 1;
    if (asks <= unanswered) return asked.socket.destroy();
    answer.end(`${JSON.stringify({ answer: now })}\n`);
  });
  await new Promise<void>((open) => server.listen(controlPath(dataDir), open));
  onTestFinished(() => void server.close());
  return () => asks;
}

test("R8: a server that is too busy to answer at once is not taken for none while it has the data", async () => {
  const folder = folderHere();
  const release = lockFolder(folder);
  const asked = await slowServer(folder, 2);
  expect(await runningOn(folder)).toMatchObject({ pid: 7, state: "open" });
  expect(asked()).toBe(3);
  release();
});

test("R8: where nobody has the data, nobody is waited for", async () => {
  const folder = folderHere();
  lockFolder(folder)();
  const asked = await slowServer(folder, 1);
  expect(await runningOn(folder)).toBe(null);
  expect(asked()).toBe(1);
});
