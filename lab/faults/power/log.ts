/** What a process did, in order, as far as a power cut matters. Files have no folder. */
export type Step =
  | { kind: "create" | "unlink" | "sync"; file: string }
  | { kind: "write"; file: string; at: number; bytes: Buffer }
  | { kind: "truncate"; file: string; size: number }
  /** The folder itself is on the disk, with what was created and removed in it. */
  | { kind: "sync folder" }
  /** The first time that someone outside was told of these words. */
  | { kind: "told"; words: string };

/** Every write, and every sync. */
export const straceOptions = [
  // The program stays its starter's child, so that a signal reaches it.
  ...["-D", "-f", "-y", "--seccomp-bpf", "-xx", "-s", "65536"],
  ...["-e", "trace=openat,write,writev,sendto,sendmsg,pwrite64,ftruncate,fsync,fdatasync,unlink,unlinkat"],
];

/** The two databases, their logs and journals, but not a log's index, which is rebuilt from it. */
const ours = /^(?:porchlight|keys)\.db(?:-wal|-journal)?$/;

/**
 * Returns the steps in strace's log of a process with its data in `dataDir`; `told` finds words it sent out. A write counts
 * from its beginning, a sync from its end. Throws an Error at a line it cannot read whole.
 */
export function readLog(text: string, dataDir: string, told: RegExp): Step[] {
  const steps: Step[] = [];
  const known = new Set<string>();
  const heard = new Set<string>();
  const begun = new Map<string, string>();

  function take(name: string, args: string) {
    const path = pathIn(args);
    if (name === "openat") {
      const file = inFolder(quoted(args), dataDir);
      if (!args.includes("O_CREAT") || file === null || known.has(file)) return;
      known.add(file);
      steps.push({ kind: "create", file });
    } else if (name === "unlink" || name === "unlinkat") {
      const file = inFolder(quoted(args), dataDir);
      if (file !== null && known.delete(file)) steps.push({ kind: "unlink", file });
    } else if (name === "fsync" || name === "fdatasync") {
      const file = inFolder(path, dataDir);
      if (path === dataDir) steps.push({ kind: "sync folder" });
      else if (file !== null) steps.push({ kind: "sync", file });
    } else if (name === "pwrite64") {
      const file = inFolder(path, dataDir);
      if (file === null) return;
      if (args.includes('"...')) throw new Error(`a write was not written down whole: ${args.slice(0, 200)}`);
      steps.push({ kind: "write", file, bytes: bytesIn(args), at: Number(/, (\d+)\)?$/.exec(args)![1]) });
    } else if (name === "ftruncate") {
      const file = inFolder(path, dataDir);
      if (file !== null) steps.push({ kind: "truncate", file, size: Number(/, (\d+)\)?$/.exec(args)![1]) });
    } else {
      if (inFolder(path, dataDir) !== null) throw new Error(`a write that is not understood: ${name}`);
      for (const [words] of bytesIn(args).toString("latin1").matchAll(told)) {
        if (!heard.has(words)) steps.push({ kind: "told", words });
        heard.add(words);
      }
    }
  }

  for (const line of text.split("\n")) {
    const resumed = /^(\d+)\s+<\.\.\. (\w+) resumed>(.*)$/s.exec(line);
    if (resumed) {
      const args = begun.get(resumed[1]!);
      begun.delete(resumed[1]!);
      if (args !== undefined && /sync$/.test(resumed[2]!)) take(resumed[2]!, args);
      continue;
    }
    const [, thread, name, rest] = /^(\d+)\s+(\w+)\((.*)$/s.exec(line) ?? [];
    if (thread === undefined) continue;
    const unfinished = rest!.endsWith("<unfinished ...>");
    const args = unfinished ? rest!.slice(0, -" <unfinished ...>".length) : rest!.replace(/\)\s+= [^"]*$/s, "");
    if (/\)\s+= -1 [^"]*$/.test(rest!)) continue;
    if (unfinished) begun.set(thread, args);
    if (!unfinished || !/sync$/.test(name!)) take(name!, args);
  }
  return steps;
}

function plain(hex: string): string {
  return Buffer.from(hex.replaceAll("\\x", ""), "hex").toString("utf8");
}

function pathIn(args: string): string {
  const found = /^\d+<((?:\\x[0-9a-f]{2})*)>/.exec(args);
  return found ? plain(found[1]!) : "";
}

function quoted(args: string): string {
  const from = args.indexOf('"');
  return from === -1 ? "" : plain(args.slice(from + 1, args.indexOf('"', from + 1)));
}

function bytesIn(args: string): Buffer {
  const pieces = args.split('"').filter((_, index) => index % 2 === 1);
  return Buffer.from(pieces.join("").replaceAll("\\x", ""), "hex");
}

function inFolder(path: string, folder: string): string | null {
  const name = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
  return ours.test(name) ? name : null;
}
