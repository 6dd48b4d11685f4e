import type { Place, Sources } from "../find.ts";
import { stretchOf } from "../find.ts";
import type { Mutant } from "../mutant.ts";

// A probe tells that a bug's place was run, so that a map can say which tests get there. It stands at the beginning of the
// innermost block around the place: close enough, and no parser is needed.

interface Added {
  at: number;
  text: string;
}

/** Returns the probe's insertions for a bug's file; null if none is possible, as in a migration. */
export function probed(mutant: Mutant, place: Place, sources: Sources): Added[] | null {
  const { path, declaration, start } = place;
  if (path.endsWith(".sql")) return null;
  const text = sources.get(path)!;
  const whole = text.slice(declaration.start, declaration.end);
  const call = `globalThis.reached?.(${JSON.stringify(mutant.id)})`;
  if (/^(?:export )?const \w+ = prepared\(/.test(whole)) return aroundStatement(text, declaration.start, call);
  const block = blockAround(text, declaration.start, start);
  if (block !== null) return [{ at: block, text: ` ${call};` }];
  const arrow = /^(?:export )?const \w+ = (?:async )?(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\w+)(?:: [^=]+)? =>\s*/.exec(
    whole,
  );
  const places = placesOf(text, whole);
  // A statement is built once, when it is prepared: its use is what tells.
  const statements = places.filter((at) => /^(?:export )?const \w+ = prepared\(/.test(text.slice(at)));
  if (statements.length > 0) return statements.flatMap((at) => aroundStatement(text, at, call));
  if (arrow) return aroundBody(text, declaration.start + arrow[0].length, declaration.end, call);
  return places.flatMap((at) => {
    const first = /\{\n/.exec(text.slice(at));
    const body = first ? blockAround(text, at, at + first.index + 2) : null;
    return body === null ? [] : [{ at: body, text: ` ${call};` }];
  });
}

/** Returns a text with what was added. */
export function withAdded(text: string, added: readonly Added[]): string {
  return added
    .toSorted((a, b) => b.at - a.at)
    .reduce((whole, { at, text: more }) => whole.slice(0, at) + more + whole.slice(at), text);
}

const opensBlock = /(?:=>|\)|\)(?:: .+)|else|try|finally) \{$/;
const noBlock = /^\s*(?:switch|class|export class|interface|type)\b/;

/** After the brace of the innermost block of statements above a place; null = none. */
function blockAround(text: string, from: number, at: number): number | null {
  let lineStart = text.lastIndexOf("\n", at - 1) + 1;
  let depth = indentOf(text, lineStart);
  while (lineStart > from) {
    const lineEnd = lineStart - 1;
    lineStart = text.lastIndexOf("\n", lineEnd - 1) + 1;
    const line = text.slice(lineStart, lineEnd);
    const indent = indentOf(text, lineStart);
    if (line.trim() === "" || indent >= depth) continue;
    if (opensBlock.test(line) && !noBlock.test(line)) return lineEnd;
    depth = indent;
  }
  return null;
}

function indentOf(text: string, lineStart: number): number {
  return /^ */.exec(text.slice(lineStart, lineStart + 200))![0].length;
}

function aroundStatement(text: string, at: number, call: string): Added[] {
  const open = text.indexOf("prepared(", at);
  const close = text.indexOf(";\n", open);
  return [
    { at: open, text: `((used) => (v) => { ${call}; return used(v); })(` },
    { at: close, text: ")" },
  ];
}

function aroundBody(text: string, start: number, end: number, call: string): Added[] {
  const close = text.lastIndexOf(";", end);
  const parts = text.slice(start, close);
  return parts === ""
    ? []
    : [
        { at: start, text: `(${call}, ` },
        { at: close, text: ")" },
      ];
}

/** Where the declarations begin that name the one that a text declares. */
function placesOf(text: string, whole: string): number[] {
  const name = /^(?:export )?(?:async )?(?:const|let|function\*?|class) (\w+)/.exec(whole)?.[1];
  if (!name) return [];
  const heads = text.matchAll(/^(?:export )?(?:async )?(?:const|function\*?|class) (\w+)/gm);
  return [...heads].flatMap((head) => {
    const stretch = head[1] === name ? undefined : stretchOf(text, head[1]!);
    const names = stretch && new RegExp(`\\b${name}\\b`).test(text.slice(stretch.start, stretch.end));
    return names ? [head.index] : [];
  });
}
