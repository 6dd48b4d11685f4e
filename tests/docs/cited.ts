/** What a file says where it says it: comments, names of tests, and in documents and measurements all of it. */
interface Said {
  path: string;
  text: string;
}

const code = /\.(tsx?|mjs|js)$/;
const vendored = /^static\/htmx/;
/** Where an id may stand in a string too: what measures prints them. */
const measures = /^lab\//;

/** Ids of promises: the letters are those of PROMISES.md. */
const id = "(?:SG|[RSATYCH])\\d{1,2}b?";
/** In the name of a test, where a time like T18:00 is none. */
const inName = new RegExp(`(?<=^|[[( ])${id}(?=: |, |\\)|\\]| |$)`, "g");
const anywhere = new RegExp(`(?<![\\w.%/-])${id}\\b`, "g");
/** In a comment anything that looks like one: a letter that nobody knows is no promise either. */
const inComment = /(?<![\w.%/-])[A-Z]{1,2}\d{1,2}b?\b/g;
/** What looks like one and is the name of something else. */
const foreign = new Set(["ES5", "P75"]);
const comments = /\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(),])\/\/.*/gm;
const range = /\b(SG|[RSATYCH])(\d{1,2}) to \1(\d{1,2})\b/g;

/** Numbers of lists that are kept elsewhere, and lead nobody anywhere here. */
const elsewhere = /\b[Aa]cceptance \d+|\b[Ii]ssue \d+|\b[Ss]afeguarding \d+/g;

/** The names of tests in a text: what is given to `test` and `describe`, also on a line of its own, where one word is none. */
function namesIn(text: string): string[] {
  const lines = text.split("\n").filter((line) => !/\bexpect\(/.test(line));
  const called = lines.filter((line) => /\b(test|describe)\b.*\(/.test(line));
  const alone = lines.filter((line) => /^\s*["'`]\S+ /.test(line));
  return [...called, ...alone].flatMap((line) => [...line.matchAll(/(["'`])(.*?)\1[,)]/g)].map((found) => found[2]!));
}

const commentsIn = (text: string) => [...text.matchAll(comments)].map(([comment]) => comment);

function matches(texts: readonly string[], pattern: RegExp): string[] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].map(([found]) => found));
}

/** "SG1 to SG4" cites those between as well. */
function between(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(range)].flatMap(([, letters, first, last]) =>
      Array.from({ length: Number(last) - Number(first) + 1 }, (_, nth) => `${letters}${Number(first) + nth}`),
    ),
  );
}

/** The ids of promises that a file cites. */
function idsIn({ path, text }: Said): string[] {
  if (path.endsWith(".md")) return matches([text], anywhere);
  const said = commentsIn(text);
  const names = /^tests\//.test(path) ? namesIn(text) : [];
  const strings = measures.test(path) ? [text] : [];
  const all = [...matches(said, inComment), ...matches(names, inName), ...matches(strings, anywhere)];
  return [...all.filter((one) => !foreign.has(one)), ...between([...said, ...names])];
}

/** The promises of PROMISES.md by their ids: the words of each. */
export function promisesIn(text: string): Map<string, string> {
  const rows = text.matchAll(/^\| ([A-Z]{1,2}\d{1,2}b?) \| (.*) \|$/gm);
  return new Map([...rows].map(([, name, words]) => [name!, words!]));
}

const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\-_ ]/gu, "")
    .replaceAll(" ", "-");
const headingsIn = (text: string) => [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading!));

const folderOf = (path: string) => path.split("/").slice(0, -1);

/** A path that a file in some folder names, from the top of the tree. */
function resolved(folder: readonly string[], name: string): string {
  const parts = [...folder];
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

const contributing = "docs/contributing";

/** The documents that a file names and that are not here, or have no such heading. */
function missingDocuments({ path, text }: Said, files: ReadonlyMap<string, string>): string[] {
  const named = [...text.matchAll(/(?<![\w/.-])((?:\.{0,2}\/)*[\w-]+(?:\/[\w-]+)*\.md)\b(?:#([\w-]+))?/g)];
  return named.flatMap(([whole, name, heading]) => {
    const places = [resolved([], name!), resolved(folderOf(path), name!), `${contributing}/${name}`];
    const found = places.find((place) => files.has(place));
    if (found === undefined) return [whole];
    return heading === undefined || headingsIn(files.get(found)!).includes(heading) ? [] : [whole];
  });
}

/** Tests of these rules cite what is not there, and a document made of test names says what those say. */
const left = /^tests\/docs(\.test\.ts$|\/)|^docs\/asvs\.md$/;

/**
 * What is cited and leads nowhere, and what is promised and cited by nobody, each as `path: sentence`; [] where all is in order. Give
 * the whole tree, the documents with their text.
 */
export function strayCitations(files: ReadonlyMap<string, string>): string[] {
  const home = `${contributing}/PROMISES.md`;
  const promises = promisesIn(files.get(home) ?? "");
  const found = new Set<string>();
  const cited = new Set<string>();
  for (const [path, text] of files) {
    if (left.test(path) || vendored.test(path) || !(code.test(path) || path.endsWith(".md"))) continue;
    for (const name of missingDocuments({ path, text }, files)) found.add(`${path}: ${name} is not here`);
    for (const one of idsIn({ path, text })) {
      if (!promises.has(one)) found.add(`${path}: ${one} is not in PROMISES.md`);
      if (!path.endsWith(".md")) cited.add(one);
    }
    if (path.endsWith(".md")) continue;
    for (const one of matches([...commentsIn(text), ...namesIn(text)], elsewhere)) {
      found.add(`${path}: “${one}” is a number of a list that is not here`);
    }
  }
  for (const [name, words] of promises) {
    const open = words.includes("**no test yet**");
    if (!open && !cited.has(name)) found.add(`${home}: nobody cites ${name}`);
    if (open && cited.has(name)) found.add(`${home}: ${name} has “no test yet”, and is cited`);
  }
  return [...found].sort();
}
