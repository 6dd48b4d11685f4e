import { readdirSync, readFileSync } from "node:fs";

/** Words of one of the two, in the order in which they are said. */
export interface Line {
  by: "youth" | "counsellor";
  text: string;
}

export interface Dialogue {
  title: string;
  lines: Line[];
}

const folder = new URL("words/", import.meta.url);
const sides = { N: "youth", A: "counsellor" } as const;

/** Returns all dialogues, made up like everyone in them. In words/: “# title”, then “N: …” for Noor and “A: …” for Anna. */
export function dialogues(): Dialogue[] {
  const texts = readdirSync(folder)
    .sort()
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
  return texts.flatMap((text) => text.split(/^# /m).slice(1).map(read));
}

function read(part: string): Dialogue {
  const [title = "", ...rest] = part.trim().split("\n");
  const lines = rest.map((line) => {
    const [, who, text] = /^([NA]): (\S.*)$/.exec(line) ?? [];
    if (!who || !text) throw new Error(`“${title}” has a line that nobody says: ${line}`);
    return { by: sides[who as "N" | "A"], text };
  });
  return { title, lines };
}
