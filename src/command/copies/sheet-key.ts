import { inGroups, isSheetKey, sheetKeyHead, sheetKeyLength } from "#src/crypto/recovery-sheet.ts";
import { CommandError, typed } from "../terminal.ts";

/** So often it can be typed on a terminal: it is long, and the night is too. */
const maxTries = 5;

/** Asks for the key of a sheet; on a terminal again, after it says where the mistake is. Throws CommandError if it is none. */
export async function typedSheetKey(): Promise<string> {
  for (let n = 1; ; n += 1) {
    const text = withHead(await typed("The key of the sheet (AGE-SECRET-KEY-1…): "));
    const secret = text.replace(/\s+/g, "").toUpperCase();
    if (await isSheetKey(secret)) return secret;
    const why = await mistyped(text);
    if (process.stdin.isTTY !== true || n === maxTries) throw new CommandError(why);
    process.stderr.write(`${why}\nType it once more, from the beginning.\n`);
  }
}

/** On the sheet its beginning stands on a line of its own, and some take it for a name. */
function withHead(text: string): string {
  const isRest = text.replace(/\s+/g, "").length === sheetKeyLength - sheetKeyHead.length;
  return isRest ? `${sheetKeyHead} ${text}` : text;
}

const letters = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

/** Returns what is wrong with what was typed as the key of a sheet, and where, if that can be told. */
export async function mistyped(text: string): Promise<string> {
  const secret = text.replace(/\s+/g, "").toUpperCase();
  const begin = "This is not the key as it stands on the sheet";
  if (!secret.startsWith(sheetKeyHead)) return `${begin}: it begins with ${sheetKeyHead}.`;
  if (secret.length !== sheetKeyLength) {
    const group = groupOfOtherLength(text);
    const where = group === null ? "" : ` Look at the ${nth(group)} group after ${sheetKeyHead}.`;
    return `${begin}: without spaces that has ${sheetKeyLength} characters, and ${secret.length} were typed.${where}`;
  }
  const never = `After ${sheetKeyHead} there is never a B, I, O or 1 in it.`;
  const [group, ...more] = await groupsToLookAt(secret);
  if (group === undefined || more.length > 0) return `${begin}: at least one letter differs. ${never}`;
  return `${begin}: one letter differs, in the ${nth(group)} group after ${sheetKeyHead}: ${inGroups(secret)[group]}. ${never}`;
}

/** Counted from 1; null if they were not typed as groups. */
function groupOfOtherLength(text: string): number | null {
  const typed = text.trim().split(/\s+/).slice(1);
  const lengths = inGroups("x".repeat(sheetKeyLength)).slice(1);
  if (typed.length !== lengths.length) return null;
  const group = typed.findIndex((one, n) => one.length !== lengths[n]!.length);
  return group === -1 ? null : group + 1;
}

/** The groups in which one other letter makes it right: the check in the key tells one wrong letter for certain. */
async function groupsToLookAt(secret: string): Promise<number[]> {
  const found = new Set<number>();
  for (let at = sheetKeyHead.length; at < secret.length; at += 1) {
    for (const letter of letters) {
      if (letter === secret[at] || !(await isSheetKey(secret.slice(0, at) + letter + secret.slice(at + 1)))) continue;
      found.add(Math.floor((at - sheetKeyHead.length) / groupLength) + 1);
    }
  }
  return [...found];
}

const groupLength = 8;

const nth = (n: number) => ["1st", "2nd", "3rd"][n - 1] ?? `${n}th`;
