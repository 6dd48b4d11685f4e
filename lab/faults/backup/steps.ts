/** What a process and those that it started did below a folder, in order. Paths are relative to it. */
export type Step =
  | { kind: "create" | "unlink" | "folder" | "no folder"; path: string }
  /** Of a file, or of the names in a folder. */
  | { kind: "sync"; path: string }
  | { kind: "rename" | "link"; path: string; to: string }
  | { kind: "write"; path: string; at: number; bytes: Buffer }
  /** The system itself copied it from another file. What lies outside begins with "/". */
  | { kind: "copy"; path: string; at: number; from: string; fromAt: number; size: number }
  | { kind: "truncate"; path: string; size: number };

const calls = [
  ...["openat", "write", "writev", "pwrite64", "pwritev", "ftruncate", "fsync", "fdatasync", "fallocate"],
  ...["copy_file_range", "sendfile", "ioctl", "link", "linkat"],
  ...["rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat"],
];

/** Every write, and every sync. */
export const stepOptions = [
  ...["-D", "-f", "-y", "--seccomp-bpf", "-xx", "-s", "600000"],
  ...["-e", `trace=${calls.join()}`],
];

/** An index in memory, a lock and the program's own library, which no start reads. */
const notKept = /(-shm|porchlight\.lock(-journal)?|\.writable)$|\/\.sqlite-/;

/** Returns the steps in strace's log of a work below a folder. Throws an Error at a line it cannot read whole. */
export function readSteps(log: string, base: string): Step[] {
  const steps: Step[] = [];
  const begun = new Map<string, string>();
  const ends = new Map<string, number>();

  const below = (path: string) => {
    if (!path.startsWith(`${base}/`)) return path === base ? "" : null;
    const inside = path.slice(base.length + 1);
    return notKept.test(inside) ? null : inside;
  };

  function take(name: string, args: string, result: number) {
    const fd = below(pathOf(args));
    switch (name) {
      case "openat": {
        const path = below(named(args)[0]!);
        if (path === null || !args.includes("O_CREAT")) return;
        if (args.includes("O_TRUNC")) steps.push({ kind: "truncate", path, size: 0 });
        if (!ends.has(path)) steps.push({ kind: "create", path });
        ends.set(path, 0);
        return;
      }
      case "write":
      case "pwrite64": {
        if (fd === null) return;
        if (args.includes('"...')) throw new Error(`a write was not written down whole: ${args.slice(0, 200)}`);
        const bytes = bytesOf(args);
        const at = name === "write" ? (ends.get(fd) ?? 0) : Number(/, (\d+)$/.exec(args)![1]);
        if (name === "write") ends.set(fd, at + bytes.length);
        steps.push({ kind: "write", path: fd, at, bytes });
        return;
      }
      case "copy_file_range":
      case "sendfile": {
        const [into, out] = name === "sendfile" ? handlesIn(args) : handlesIn(args).reverse();
        const path = below(into!);
        if (path === null || result === 0) return;
        const given = [...args.matchAll(/, \[(\d+)\]/g)].map(([, number]) => Number(number));
        const at = name === "copy_file_range" && given.length === 2 ? given[1]! : (ends.get(path) ?? 0);
        // Without a place of its own it goes on where both files stand: they are copied whole, from their beginning.
        const fromAt = given[0] ?? at;
        ends.set(path, at + result);
        steps.push({ kind: "copy", path, at, from: below(out!) ?? out!, fromAt, size: result });
        return;
      }
      case "ioctl":
        // Two files that share their blocks (FICLONE): what one of them gets later is its own.
        if (fd !== null && args.includes("CLONE")) throw new Error(`a write that is not understood: ${name} ${args}`);
        return;
      case "ftruncate":
        if (fd !== null) steps.push({ kind: "truncate", path: fd, size: Number(/, (\d+)$/.exec(args)![1]) });
        return;
      case "fsync":
      case "fdatasync":
        if (fd !== null) steps.push({ kind: "sync", path: fd });
        return;
      case "unlink":
      case "unlinkat":
      case "rmdir":
      case "mkdir":
      case "mkdirat": {
        const path = below(named(args)[0]!);
        if (path === null) return;
        const isFolder = name === "rmdir" || args.includes("AT_REMOVEDIR");
        if (name.startsWith("mkdir")) steps.push({ kind: "folder", path });
        else if (isFolder) steps.push({ kind: "no folder", path });
        else steps.push({ kind: "unlink", path });
        ends.delete(path);
        return;
      }
      case "link":
      case "linkat": {
        const [path, to] = named(args);
        const inside = below(to!);
        if (inside !== null) steps.push({ kind: "link", path: below(path!) ?? path!, to: inside });
        return;
      }
      case "rename":
      case "renameat":
      case "renameat2": {
        const [path, to] = named(args).map(below);
        if (path === null || path === undefined || to === null || to === undefined) return;
        steps.push({ kind: "rename", path, to });
        for (const [file, end] of [...ends]) {
          if (file !== path && !file.startsWith(`${path}/`)) continue;
          ends.delete(file);
          ends.set(to + file.slice(path.length), end);
        }
        return;
      }
      default:
        if (fd !== null) throw new Error(`a write that is not understood: ${name} ${args.slice(0, 200)}`);
    }
  }

  for (const line of log.split("\n")) {
    const resumed = /^(\d+)\s+<\.\.\. (\w+) resumed>(.*)$/s.exec(line);
    if (resumed) {
      const args = begun.get(resumed[1]!);
      begun.delete(resumed[1]!);
      if (args !== undefined && !/= -1 /.test(resumed[3]!)) take(resumed[2]!, args, resultOf(resumed[3]!));
      continue;
    }
    const [, thread, name, rest] = /^(\d+)\s+(\w+)\((.*)$/s.exec(line) ?? [];
    if (thread === undefined || /\)\s+= -1 [^"]*$/.test(rest!)) continue;
    if (rest!.endsWith("<unfinished ...>"))
      begun.set(thread, rest!.slice(0, -" <unfinished ...>".length).replace(/\)$/, ""));
    else take(name!, rest!.replace(/\)\s+= [^"]*$/s, ""), resultOf(rest!));
  }
  return steps;
}

const resultOf = (text: string) => Number(/\)\s+= (\d+)[^"]*$/s.exec(text)?.[1] ?? 0);

const plain = (hex: string) => Buffer.from(hex.replaceAll("\\x", ""), "hex").toString("utf8");

/** The file that a handle is of. */
function pathOf(args: string): string {
  const found = /^\d+<((?:\\x[0-9a-f]{2})*)>/.exec(args);
  return found ? plain(found[1]!) : "";
}

/** The files of all handles in a call. */
function handlesIn(args: string): string[] {
  return [...args.matchAll(/(?:^|, )\d+<((?:\\x[0-9a-f]{2})*)>/g)].map(([, hex]) => plain(hex!));
}

/** Names in a call, from the folder that each is in. */
function named(args: string): string[] {
  const folders = [...args.matchAll(/(?:AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>/g)].map(([, hex]) => plain(hex!));
  const names = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => plain(hex!));
  return names.map((name, n) => (name.startsWith("/") ? name : `${folders[n] ?? folders[0]}/${name}`));
}

function bytesOf(args: string): Buffer {
  const from = args.indexOf('"');
  return Buffer.from(args.slice(from + 1, args.indexOf('"', from + 1)).replaceAll("\\x", ""), "hex");
}
