/** A row of WORDS.md: the word, what it means, and the names of it in code. */
interface Row {
  word: string;
  means: string;
  names: string[];
}

/** The rows of its tables. */
export function rowsIn(text: string): Row[] {
  const rows = [...text.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|$/gm)].filter(([, word]) => word !== "Word");
  return rows.map(([, word, means, names]) => ({
    word: word!,
    means: means!,
    names: [...names!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  }));
}

/** Source text without its comments: what is named in those alone is no name of code. */
const bare = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(),])\/\/.*/gm, "");

/** What WORDS.md says and the tree does not, each as a sentence; [] where all is in order. */
export function strayWords(words: string, files: ReadonlyMap<string, string>): string[] {
  const rows = rowsIn(words);
  const sources = [...files].filter(([path]) => /^src\/.*\.tsx?$/.test(path)).map(([, text]) => bare(text));
  const known = new Set(sources.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));
  const paths = [...files.keys()];
  const isHere = (name: string) =>
    name.includes("/") ? files.has(name) || paths.some((path) => path.startsWith(`${name}/`)) : known.has(name);
  const twice = rows.filter(({ word }, nth) => rows.findIndex((row) => row.word === word) !== nth);
  return [
    ...rows.filter(({ names }) => names.length === 0).map(({ word }) => `“${word}” has no name in code`),
    ...twice.map(({ word }) => `“${word}” is there twice`),
    ...rows.flatMap(({ word, names }) =>
      names.filter((name) => !isHere(name)).map((name) => `“${word}”: \`${name}\` is not in the code`),
    ),
  ];
}
