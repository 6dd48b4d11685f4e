import { scan } from "./sources/scan.ts";
import { forbiddenWords, foreignNames } from "./table.ts";

/** lucia, nodemailer, smtp-server and WebAuthn name things by their own words; these files alone translate them. */
const excepted = [
  ...["src/staff/session.ts", "src/mail/smtp.ts", "src/crypto/passkey.ts"],
  ...["tests/mail/delivery.test.ts", "tests/browser/staff/account/passkey.test.ts"],
];

/** The words of a name, in lower case: `lastSeen_at` gives last, seen, at. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}]+/u)
    .map((word) => word.toLowerCase())
    .filter(Boolean);
}

function forbidden(name: string): string | undefined {
  return wordsOf(name).find((word) => forbiddenWords.has(word) || forbiddenWords.has(word.replace(/s$/, "")));
}

/** Names a file gives: identifiers of code, keys of JSON, words of SQL, classes and ids of CSS. */
function namesIn(path: string, text: string): Iterable<string> {
  if (/\.(tsx?|mjs|js)$/.test(path)) return scan(text).names;
  if (/^(src|views)\/.*\.json$/.test(path)) return Object.keys(JSON.parse(text));
  if (path.endsWith(".sql")) return text.replace(/--.*|'[^']*'/g, "").match(/[A-Za-z_]\w*/g) ?? [];
  if (path.endsWith(".css")) return text.replace(/\/\*[\s\S]*?\*\//g, "").match(/[.#][A-Za-z][\w-]*/g) ?? [];
  return [];
}

/** The forbidden words in a file's name and in the names it gives, each as a sentence. */
export function forbiddenIn(path: string, text: string): string[] {
  if (excepted.includes(path) || path === "package-lock.json") return [];
  return [path, ...namesIn(path, text)].flatMap((name) => {
    const word = foreignNames.has(name) ? undefined : forbidden(name);
    return word ? [`the word "${word}" is never used here (${name})`] : [];
  });
}
