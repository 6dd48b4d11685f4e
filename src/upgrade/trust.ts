import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError, typed } from "#src/command/terminal.ts";
import { checkSignature, releaseKey } from "./signature.ts";

/** What was typed about who made a file. */
export interface TrustOptions {
  /** Of minisign: the key itself, or its file. */
  key: string | undefined;
  sha256: string | undefined;
  sums: string | undefined;
}

/**
 * Checks that a file is what its maker gave out: by a signature if a key is known, else by a SHA-256. `laid` is the copy of it that
 * will run. Returns in words what was checked, and what was not. Throws CommandError, SignatureError.
 */
export async function checkTrust(
  { file, laid, sha256 }: { file: string; laid: string; sha256: string },
  given: TrustOptions,
): Promise<string> {
  const key = given.key === undefined ? releaseKey : keyFrom(given.key);
  const signature = `${file}.minisig`;
  if (key !== null) {
    if (existsSync(signature)) return `Its signature is good: ${checkSignature(laid, signature, key)}.`;
    throw new CommandError(
      `There is no signature at ${signature}, and a key to check it with is known. Bring it from where the file is from.`,
    );
  }
  const lacking = existsSync(signature)
    ? "Its signature was not checked, as no public key is known here: name it with --key."
    : "Who made it was not checked: there is no signature.";
  const expected = given.sha256 ?? sumIn(file, given.sums) ?? (await sumTyped());
  if (expected.toLowerCase() !== sha256) {
    throw new CommandError(
      `${file} is not the file that was meant: its SHA-256 is ${sha256}, and ${expected} was expected. Copy it again.`,
    );
  }
  return `Its SHA-256 is the one expected, so it came here whole. ${lacking}`;
}

function keyFrom(given: string): string {
  return existsSync(given) ? readFileSync(given, "utf8") : given;
}

/** As `sha256sum` writes it; null if no file of sums stands beside the program. */
function sumIn(file: string, sums: string | undefined): string | null {
  const list = sums === undefined ? join(dirname(file), "SHA256SUMS") : resolve(sums);
  if (!existsSync(list)) {
    if (sums === undefined) return null;
    throw new CommandError(`There is no file ${list}.`);
  }
  const name = basename(file);
  const lines = readFileSync(list, "utf8").split("\n");
  const found = lines
    .map((line) => /^([0-9a-f]{64}) [ *](.+)$/i.exec(line))
    .find((one) => one && basename(one[2]!) === name);
  if (!found) throw new CommandError(`${list} does not name ${name}.`);
  return found[1]!;
}

async function sumTyped(): Promise<string> {
  const sum = (await typed("Its SHA-256, as the build printed it (64 letters and figures): ")).trim();
  if (/^[0-9a-f]{64}$/i.test(sum)) return sum;
  throw new CommandError("Without its SHA-256 nobody knows whether the file came here whole. Nothing was changed.");
}
