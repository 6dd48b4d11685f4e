// A line of parts with commas between them, as an author writes it: “did names_feeling, trust 4-10, not told sister”.

/** What was read, or a sentence that says what would be right. */
export type LineRead<Value> = { value: Value } | { wrong: string };

/** What follows a word of a line. */
interface Follows {
  read(text: string): LineRead<unknown>;
  write(value: unknown): string;
}

/** A word that begins a part of a line, and the member of the scenario that it stands for. */
export interface LineWord {
  word: string;
  key: string;
  follows: Follows;
  /** What a part looks like that begins with it. */
  example: string;
  /** Whether it is this one, where two begin alike. */
  fits?: (rest: string) => boolean;
}

/** Returns the members that a line stands for, in the order of its parts. */
export function readLine(words: readonly LineWord[], line: string): LineRead<Record<string, unknown>> {
  const value: Record<string, unknown> = {};
  for (const part of partsOf(line)) {
    const found = words.find((one) => begins(part, one));
    if (!found) return { wrong: unknownPart(words, part) };
    const { key, word, example, follows } = found;
    if (key in value) return { wrong: `“${word}” is there twice. Write it once, like “${example}”.` };
    const read = follows.read(part.slice(word.length).trim());
    if ("wrong" in read) return { wrong: `“${part}”: ${read.wrong} Write it like “${example}”.` };
    value[key] = read.value;
  }
  return { value };
}

function partsOf(line: string): string[] {
  const plain = line.replace(/[–−]/g, "-").replace(/[^\S\n]+/g, " ");
  return plain
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

function begins(part: string, { word, fits }: LineWord): boolean {
  if (part !== word && !part.startsWith(`${word} `)) return false;
  return fits?.(part.slice(word.length).trim()) ?? true;
}

function unknownPart(words: readonly LineWord[], part: string): string {
  const near = nearest(
    part.split(" ")[0]!,
    words.flatMap(({ word }) => word.split(" ")),
  );
  const right = words.find(({ word }) => word.split(" ").includes(near ?? "")) ?? words[0]!;
  return `“${part}” begins with no word that is known here. Write it like “${right.example}”.`;
}

/** Returns the line for some members, in their order; members that no word stands for are left out. */
export function writeLine(words: readonly LineWord[], members: object): string {
  const parts = Object.entries(members).flatMap(([key, value]) => {
    const found = words.filter((one) => one.key === key);
    const written = found[0]?.follows.write(value) ?? "";
    const word = found.findLast(({ fits }) => fits?.(written) ?? true)?.word;
    return word === undefined ? [] : [`${word} ${written}`.trim()];
  });
  return parts.join(", ");
}

/** Names with “and” or “or” between them; of a list, if only those are known. */
export function namesWith(joint: "and" | "or", known?: readonly string[]): Follows {
  return {
    read(text) {
      const names = text === "" ? [] : text.split(/ (?:and|or) /);
      const other = joint === "and" ? "or" : "and";
      if (names.length === 0) return { wrong: "names nothing." };
      if (text.includes(` ${other} `)) return { wrong: `only “${joint}” can stand between these.` };
      const odd = names.find((name) => /\s/.test(name) || (known && !known.includes(name)));
      return odd === undefined ? { value: names } : { wrong: notKnown(odd, known) };
    },
    write: (value) => (value as string[]).join(` ${joint} `),
  };
}

function notKnown(name: string, known: readonly string[] | undefined): string {
  if (!known) return `“${name}” should be one word.`;
  const near = nearest(name, known);
  return near === null ? `“${name}” is not known.` : `“${name}” is not known; did you mean ${near}?`;
}

/** One name; of a list, if only those are known. */
export function oneName(known?: readonly string[]): Follows {
  const names = namesWith("and", known);
  return {
    read(text) {
      const read = names.read(text);
      if ("wrong" in read) return read;
      const [name, more] = read.value as string[];
      return more === undefined ? { value: name } : { wrong: "only one can stand here." };
    },
    write: String,
  };
}

/** A whole number from `least` to `most`. */
export function numberFrom(least: number, most: number): Follows {
  return {
    read(text) {
      const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? { value } : { wrong: `needs a whole number from ${least} to ${most}.` };
    },
    write: String,
  };
}

/** One number, or the smallest and the largest. */
export function rangeFrom(least: number, most: number): Follows {
  return {
    read(text) {
      const [, from = "", to = from] = /^(\d{1,2})(?: ?- ?(\d{1,2}))?$/.exec(text) ?? [];
      const range = [Number(from), Number(to)];
      const isRight = from !== "" && range[0]! >= least && range[0]! <= range[1]! && range[1]! <= most;
      return isRight
        ? { value: range }
        : { wrong: `needs two numbers from ${least} to ${most}, the smaller one first.` };
    },
    write(value) {
      const [from, to] = value as [number, number];
      return from === to ? String(from) : `${from}-${to}`;
    },
  };
}

/** By how much a degree changes, with its sign. */
export const signed: Follows = {
  read(text) {
    const value = /^[+-]?\d{1,2}$/.test(text) ? Number(text) + 0 : Number.NaN;
    return Math.abs(value) <= 10 ? { value } : { wrong: "needs a number from -10 to +10." };
  },
  write: (value) => ((value as number) < 0 ? String(value) : `+${value}`),
};

/** Nothing: the word alone says it. */
export const standsAlone: Follows = {
  read: (text) => (text === "" ? { value: true } : { wrong: "stands alone." }),
  write: () => "",
};

/** Returns the name that someone meant: the one with the fewest letters to change, if these are few. */
function nearest(name: string, known: readonly string[]): string | null {
  const measured = known.map((one) => ({ one, far: lettersApart(name, one) }));
  const [best] = measured.sort((a, b) => a.far - b.far);
  return best && best.far <= Math.ceil(name.length / 3) ? best.one : null;
}

function lettersApart(name: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...name].entries()) {
    const next = [line + 1];
    for (let index = 1; index <= other.length; index++) {
      const isSame = other[index - 1] === letter;
      next.push(Math.min(row[index]! + 1, next[index - 1]! + 1, row[index - 1]! + (isSame ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length]!;
}
