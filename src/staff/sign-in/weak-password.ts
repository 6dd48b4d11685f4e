import { createHash } from "#src/crypto/hash.ts";
import { skeletonOf } from "#src/staff/accounts/lookalike.ts";
import list from "./breached.json" with { type: "json" };
import { maxPassword, passwordLeast } from "./password.ts";

// Short on purpose: stolen passwords are in breached.json.

const known = `
  password passwort wachtwoord motdepasse welcome welkom bienvenue letmein iloveyou jetaime qwerty azerty qwertz
  administrator changeme supervisor counsellor football princess sunshine superman
  contraseña bienvenida bienvenido teamo tequiero realmadrid barcelona salasana tervetuloa minärakastansinua
  jelszó jelszavam szeretlek üdvözlöm magyarország
`;

const phrases = `
  correcthorsebatterystaple fourwordsthatdonotbelongtogether fourwordswithspaces quatremotssanslienentreeux
  quatremotsavecdesespaces vierwoordendienietbijelkaarhoren vierwoordenmetspaties thisismypassword thisisapassword
  mypasswordismypassword nobodywillguessthis tobeornottobethatisthequestion thequickbrownfoxjumpsoverthelazydog
  maytheforcebewithyou ikhouvanjou cuatropalabrassinrelaciónentresí cuatropalabrasconespacios neljäsanaajotkaeivätkuuluyhteen
  neljäsanaavälilyönnein négyösszenemillőszó négyszószóközökkel
`;

const common = `${phrases} ${known}`.trim().split(/\s+/);
const commonSkeletons = common.map(skeletonOf);

const rows = "1234567890 qwertyuiop asdfghjkl zxcvbnm azertyuiop qsdfghjklm wxcvbn qwertzuiop yxcvbnm".split(" ");

export interface Owner {
  alias: string;
  signInName: string;
  realName: string;
  helpline: string;
}

type PasswordProblem =
  | "password_short"
  | "long"
  | "password_repeated"
  | "password_row"
  | "password_common"
  | "password_breached"
  | "password_name";

/** Why a password is not accepted; null when it is. */
export function passwordProblem(password: string, owner: Owner): PasswordProblem | null {
  if (password.length < passwordLeast) return "password_short";
  if (password.length > maxPassword) return "long";
  const plain = password.normalize("NFKC").toLowerCase();
  if (isRepeated(plain)) return "password_repeated";
  if (isRow(plain)) return "password_row";
  if (isCommon(plain)) return "password_common";
  if (isBreached(plain)) return "password_breached";
  return hasName(plain, owner) ? "password_name" : null;
}

function isRepeated(plain: string): boolean {
  return new Set(plain).size < 5 || periodOf(plain) * 2 <= plain.length;
}

function periodOf(plain: string): number {
  for (let period = 1; period < plain.length; period += 1) {
    if (plain.startsWith(plain.slice(period))) return period;
  }
  return plain.length;
}

/** Three steps out of four lead to a neighbour: in the alphabet, in counting, or on the keyboard. */
function isRow(plain: string): boolean {
  const letters = [...plain];
  const steps = letters.slice(1).filter((letter, i) => areNeighbours(letters[i]!, letter));
  return steps.length * 4 >= (letters.length - 1) * 3;
}

function areNeighbours(a: string, b: string): boolean {
  if (Math.abs(a.codePointAt(0)! - b.codePointAt(0)!) <= 1) return true;
  return rows.some((row) => row.includes(a + b) || row.includes(b + a));
}

function isCommon(plain: string): boolean {
  return isMostly(bareOf(plain), common) || isMostly(skeletonOf(plain), commonSkeletons);
}

function isMostly(text: string, parts: readonly string[]): boolean {
  const rest = parts.reduce((now, part) => now.replaceAll(part, ""), text);
  return rest !== text && rest.replace(/\P{L}+/gu, "").length < 8;
}

// No service is asked: breached.json holds the beginnings of the hashes, made by bin/breached.mjs.

/** Bytes of each hash: one innocent password in 40 million is taken for a stolen one. */
export const keptBytes = 5;

const tail = /\p{N}+$/u;

/** A password as it is looked up: small letters and digits alone. */
export function bareOf(password: string): string {
  return password
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Whether a password is known as stolen, also with other signs in it or digits after it. */
export function isBreached(password: string): boolean {
  const bare = bareOf(password);
  return isListed(bare) || isListed(bare.replace(tail, ""));
}

let read: Buffer | undefined;

function isListed(bare: string): boolean {
  read ??= Buffer.from(list.hashes, "base64");
  const wanted = createHash(bare).slice(0, keptBytes * 2);
  let [low, high] = [0, read.length / keptBytes];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = read.toString("hex", middle * keptBytes, (middle + 1) * keptBytes);
    if (there === wanted) return true;
    if (there < wanted) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** The short name of a helpline can be part of an ordinary word, so it must match a whole one. */
function hasName(plain: string, { alias, signInName, realName, helpline }: Owner): boolean {
  const skeleton = skeletonOf(plain);
  const own = [alias, signInName.split("@")[0]!, ...realName.split(/\s+/)].map(skeletonOf);
  if (own.some((name) => name.length >= 4 && skeleton.includes(name))) return true;
  const words = plain.split(/[^\p{L}\p{N}]+/u).map(skeletonOf);
  return ["Porchlight", helpline].map(skeletonOf).some((name) => {
    return name.length >= 6 ? skeleton.includes(name) : name !== "" && words.includes(name);
  });
}
