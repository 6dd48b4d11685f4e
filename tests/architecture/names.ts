import type { Scan } from "./sources/scan.ts";
import { forbiddenWords, foreignNames } from "./table.ts";

/** lucia, nodemailer, smtp-server and WebAuthn use their own words, which only these files translate. */
const excepted = [
  ...["src/staff/sign-in/session.ts", "src/mail/smtp.ts", "src/crypto/passkey.ts"],
  ...["tests/mail/delivery.test.ts", "tests/browser/staff/account/passkey.test.ts"],
];

/** Returns the words of a name in lower case: `lastSeen_at` gives last, seen, at. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}]+/u)
    .map((word) => word.toLowerCase())
    .filter(Boolean);
}

/** Cached, as the same names stand in very many files. */
const known = new Map<string, string | undefined>();

function forbidden(name: string): string | undefined {
  if (!known.has(name)) {
    const isForbidden = (word: string) => forbiddenWords.has(word) || forbiddenWords.has(word.replace(/s$/, ""));
    known.set(name, wordsOf(name).find(isForbidden));
  }
  return known.get(name);
}

/** Names a file gives: identifiers of code, keys of JSON, words of SQL, classes and ids of CSS. */
function namesIn(path: string, text: string): Iterable<string> {
  if (/^(src|views)\/.*\.json$/.test(path)) return Object.keys(JSON.parse(text));
  if (path.endsWith(".sql")) return text.replace(/--.*|'[^']*'/g, "").match(/[A-Za-z_]\w*/g) ?? [];
  if (path.endsWith(".css")) return text.replace(/\/\*[\s\S]*?\*\//g, "").match(/[.#][A-Za-z][\w-]*/g) ?? [];
  return [];
}

/** Returns the forbidden words in a file's name and the names it gives, as sentences; `seen`: the scan of its code. */
export function forbiddenIn(path: string, text: string, seen: Scan | null): string[] {
  if (excepted.includes(path) || path === "package-lock.json") return [];
  return [path, ...(seen?.names ?? namesIn(path, text))].flatMap((name) => {
    const word = foreignNames.has(name) ? undefined : forbidden(name);
    return word ? [`the word "${word}" is never used here (${name})`] : [];
  });
}
