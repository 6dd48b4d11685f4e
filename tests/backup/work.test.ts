import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { letWork, WorkError } from "#src/backup/work.ts";
import { passingKey } from "#src/crypto/sealed-file.ts";
import { ownCommand, workOption } from "#src/files.ts";
import { folderHere } from "./copies.ts";

test("R7: what seals a copy ends with the process that asked it to, in the middle of a file", async () => {
  const folder = folderHere();
  const [from, to, bytes] = [join(folder, "data"), join(folder, "sealed"), 400_000_000];
  writeFileSync(from, "");
  truncateSync(from, bytes);
  const { recipient } = await passingKey();
  const { program, args, cwd } = ownCommand();
  const child = spawn(program, [...args, workOption], { cwd, stdio: ["pipe", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin.write(
    `${JSON.stringify({ do: "seal", parts: [{ from, to, head: {}, openers: [{ recipient }], proof: null }] })}\n`,
  );
  await once(child.stdout, "data");
  child.stdout.resume();
  child.stdin.end();
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(statSync(to).size).toBeLessThan(bytes);
});

test("what the other process could not do is told by the code of the disk", async () => {
  const part = { from: "/nowhere", to: "/nowhere", head: {} as never, openers: [], proof: null };
  await expect(letWork({ do: "seal", parts: [part] })).rejects.toThrow(new WorkError("ENOENT"));
});
