import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { CommandError } from "#src/command/terminal.ts";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import { sha256OfFile } from "#src/crypto/signed.ts";
import { asAccount, type DataOwner } from "./hands.ts";

/** Where the Debian package has the program (deploy/deb). */
export const ofPackage = "/usr/bin/porchlight";

/** Returns where the program of before lies, and the one that is to come, for as long as it is checked. */
export function besideProgram(program: string): { before: string; next: string } {
  // In /usr/bin lies only what people type.
  const place = program === ofPackage ? "/usr/lib/porchlight/" : `${program}.`;
  return { before: `${place}before`, next: `${place}next` };
}

/** Lays a file beside the program, so that what is checked is what will run. Returns its SHA-256. */
export function layNext(file: string, program: string): string {
  const { next } = besideProgram(program);
  rmSync(next, { force: true });
  copyFileSync(file, next);
  chmodSync(next, 0o755);
  sync(next);
  return sha256OfFile(next);
}

/** Lays the program of before there, so that it is what will run; the other name stays. */
export function layBefore(program: string): void {
  const { before, next } = besideProgram(program);
  rmSync(next, { force: true });
  linkSync(before, next);
  // Its other name is taken by what runs now before it takes that one's place.
  keepFolder(dirname(next));
}

/** Gives the program of before, by its SHA-256, its name again: a way back that was cut off between two moves left it beside that. */
export function mendBefore(program: string, sha256: string): void {
  const { before, next } = besideProgram(program);
  if (!existsSync(next) || sha256OfFile(next) !== sha256 || sha256OfFile(program) === sha256) return;
  if (!existsSync(before) || sha256OfFile(before) !== sha256) take(next, before);
}

/** Puts what was laid beside the program into its place; done twice it changes nothing. At every moment one of the two is there. */
export function swapProgram(program: string, sha256: string): void {
  const { before, next } = besideProgram(program);
  if (sha256OfFile(program) === sha256) return;
  take(program, before);
  take(next, program);
}

/** Puts the program of a SHA-256 back into its place; what was there lies beside it then. Throws CommandError if it is gone. */
export function swapProgramBack(program: string, sha256: string): void {
  const { before, next } = besideProgram(program);
  const found = [program, before, next].find((file) => existsSync(file) && sha256OfFile(file) === sha256);
  if (found === undefined) throw new CommandError(`The Porchlight of before is no more at ${before}.`);
  if (found === program) return;
  if (found === before) take(program, next);
  take(found, program);
  if (found === before) take(next, before);
  rmSync(next, { force: true });
}

/** Gives a file a second name in one move, which a power cut does not take back; on a disk without such names it is copied. */
function take(file: string, name: string) {
  const passing = `${name}.part`;
  rmSync(passing, { force: true });
  try {
    linkSync(file, passing);
  } catch {
    copyFileSync(file, passing);
    chmodSync(passing, 0o755);
    sync(passing);
  }
  renameSync(passing, name);
  // Where both are names of one file already, a rename leaves both.
  rmSync(passing, { force: true });
  // Before the next one: of two moves a disk may keep only the second.
  keepFolder(dirname(name));
}

function sync(path: string) {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** e_machine of ELF, as in elf.h. */
const machines: Record<number, string> = { 62: "x64", 183: "arm64" };

/** Throws CommandError unless a file is a program for this machine. */
export function refuseOtherMachine(file: string, name: string): void {
  const head = Buffer.alloc(20);
  const opened = openSync(file, "r");
  try {
    readSync(opened, head, 0, head.length, 0);
  } finally {
    closeSync(opened);
  }
  if (head.toString("latin1", 0, 4) !== "\x7fELF") throw new CommandError(`${name} is not a program. ${whatItIs}`);
  const machine = machines[head.readUInt16LE(18)] ?? "another kind of processor";
  if (machine === process.arch) return;
  throw new CommandError(
    `${name} is for ${machine}, and this machine is ${process.arch}. Build or fetch the other one.`,
  );
}

const whatItIs = "The file is the one that “npm run build” makes, like porchlight-linux-x64.";

/** How long a program may think about its version, ms. */
const versionMs = 10_000;

/** Returns the version of a Porchlight, asked as the account of the data. Throws CommandError if it is none, or does not run here. */
export async function versionOf(program: string, owner: DataOwner, name = program): Promise<string> {
  const child = spawn(program, ["--version"], {
    ...asAccount(owner),
    env: {},
    cwd: "/",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: versionMs,
  });
  let said = "";
  child.stdout.on("data", (text: Buffer) => {
    said += text;
  });
  await new Promise<void>((done) => child.once("close", () => done()).once("error", () => done()));
  const version = /^porchlight (\d+\.\d+\.\d+\S*)\n$/.exec(said)?.[1];
  if (version !== undefined) return version;
  throw new CommandError(`${name} is not Porchlight, or does not run on this machine. ${whatItIs}`);
}

/** Lets a Porchlight do a command in the place of this one. Returns its exit code. */
export function runToEnd(program: string, args: string[]): number {
  return spawnSync(program, args, { stdio: "inherit" }).status ?? 1;
}

/** Returns less than 0 if the first version is the older one, 0 for the same, like 0.9.1 and 0.10.0. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split(/[.+-]/).slice(0, 3).map(Number));
  const place = a!.findIndex((number, i) => number !== b![i]);
  return place === -1 ? 0 : a![place]! - b![place]!;
}
