import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { whyNoDisk } from "#lab/load/failures/disks.ts";
import { openServer, type Server } from "#lab/load/failures/process.ts";
import { openBrowser } from "#lab/load/lines/request.ts";
import type { Tally } from "#lab/load/report/judge.ts";
import { clientId, seeded } from "#lab/load/report/random.ts";
import { createMasterKeyFile } from "#src/crypto/keys/master-key.ts";
import { fill, judgeFiles, type Writer, writersOf } from "./stage.ts";

interface StartFindings {
  /** Starts without the data's master key, and their faults. */
  keyless: { tried: string[]; wrong: string[] };
  /** Starts on read-only files, and those not refused in a sentence; `why` it could not be tried here. */
  readOnly: { tried: string[]; wrong: string[]; why: string | null };
  tally: Tally;
  integrity: string[];
}

const said = "Chats of before cannot be opened: ";

/** Starts a server with a wrong key and on read-only files; then all is as before. */
export async function startsRun({ program, seed }: { program: string[]; seed: number }): Promise<StartFindings> {
  const server = await openServer(program);
  const key = `${server.dataDir}.key`;
  try {
    const writers = writersOf(await fill(server, 2), server, seeded(seed));
    await server.start();
    await Promise.all(writers.map((writer) => writer.write(3, 0)));
    await server.end("SIGTERM");
    copyFileSync(key, `${key}.right`);

    const keyless: StartFindings["keyless"] = { tried: [], wrong: [] };
    for (const [name, spoil] of Object.entries(keys)) {
      rmSync(key, { force: true });
      spoil(key);
      keyless.tried.push(name);
      for (const what of await wrongWithout(server, writers[0]!)) keyless.wrong.push(`${name}: ${what}`);
      rmSync(key, { force: true });
      copyFileSync(`${key}.right`, key);
      for (const what of await wrongWith(server, writers[0]!))
        keyless.wrong.push(`${name}, then the right one: ${what}`);
    }
    // Only a mount of its own makes a file read-only for root.
    const why = process.getuid?.() === 0 ? whyNoDisk("full") : null;
    const readOnly: StartFindings["readOnly"] = { tried: [], wrong: [], why };
    for (const name of why ? [] : [".", "porchlight.db", "keys.db"]) {
      const free = onlyToRead(join(server.dataDir, name));
      readOnly.tried.push(name);
      const how = await server.start().then(
        () => "it started",
        (error: Error) => error.message,
      );
      await server.end("SIGKILL");
      if (!/^it ended with 1: \S.* cannot be used: [a-z].*\.\n$/.test(how)) readOnly.wrong.push(`${name}: ${how}`);
      free();
    }
    await server.start();
    await Promise.all(writers.map((writer) => writer.write(1, 0)));
    await server.end("SIGTERM");
    return { keyless, readOnly, ...judgeFiles(server.dataDir, writers) };
  } finally {
    await server.remove();
  }
}

/** What may lie in place of the master key. */
const keys: Record<string, (file: string) => void> = {
  "no master key": () => {},
  "a file that is none": (file) => writeFileSync(file, "nothing\n"),
  "the key of other data": (file) => createMasterKeyFile(file),
};

/** Faults where the key is missing. */
async function wrongWithout(server: Server, { browser, outbox }: Writer): Promise<string[]> {
  const before = server.output().length;
  await server.start();
  const somebody = openBrowser(server.origin, {}, false);
  const get = async (who: typeof somebody, path: string) => (await who.get(path, 5_000))?.text ?? "";
  const door = await get(somebody, "/?l=en");
  const form = { client_id: clientId(), l: "en", rules: "1", line: "1", text: "words of now" };
  const begun = await somebody.post("/start", form, 5_000);
  const chat = await get(browser, "/");
  const wrong: [string, boolean][] = [
    ["the terminal does not say so", !server.output().slice(before).includes(said)],
    ["no numbers at the door", !door.includes("tel:")],
    ["nobody can begin", begun?.status !== 303],
    ["who has begun sees none of their words", !(await get(somebody, "/")).includes("words of now")],
    ["words are shown that no key opens", outbox.sent.some(({ text }) => chat.includes(text))],
    ["the page of a chat is not there", chat === ""],
  ];
  // The line is short: the next would find it full.
  await somebody.post("/end", {}, 5_000);
  await server.end("SIGTERM");
  return wrong.filter(([, isSo]) => isSo).map(([what]) => what);
}

/** Faults with the right key. */
async function wrongWith(server: Server, { browser, outbox }: Writer): Promise<string[]> {
  const before = server.output().length;
  await server.start();
  const chat = (await browser.get("/", 5_000))?.text ?? "";
  const wrong: [string, boolean][] = [
    ["the terminal says it still", server.output().slice(before).includes(said)],
    ["words are not shown", !outbox.sent.every(({ text }) => chat.includes(text))],
  ];
  await server.end("SIGTERM");
  return wrong.filter(([, isSo]) => isSo).map(([what]) => what);
}

/** Makes a file or folder read-only, even for root. Returns the way back. */
function onlyToRead(path: string): () => void {
  if (process.getuid?.() !== 0) {
    const { mode } = statSync(path);
    chmodSync(path, mode & 0o555);
    return () => chmodSync(path, mode);
  }
  const run = (program: string, ...args: string[]) => {
    const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  run("mount", "--bind", path, path);
  run("mount", "-o", "remount,bind,ro", path);
  return () => run("umount", path);
}
