import { IntlMessageFormat } from "intl-messageformat";
import { isSeen } from "./seen.ts";

/** `{name}` is a value, `{n, plural}` a plural, `<link>` a mark; `always` for every number, `ever` for at least one. */
interface Shape {
  always: ReadonlySet<string>;
  ever: ReadonlySet<string>;
}

const formats = new Map<string, IntlMessageFormat>();
const shapes = new Map<string, Shape | null>();

/** More than all catalogs hold: beyond it lie drafts that admins tried. */
const maxKept = 20_000;

function kept<Made>(all: Map<string, Made>, name: string, make: () => Made): Made {
  const known = all.get(name);
  if (known !== undefined) return known;
  if (all.size >= maxKept) all.clear();
  const made = make();
  all.set(name, made);
  return made;
}

/** Returns a text parsed, and keeps it: parsing is a hundred times slower than using it. Throws if something is not closed. */
export function format(language: string, text: string): IntlMessageFormat {
  return kept(formats, `${language}/${text}`, () => new IntlMessageFormat(text, language));
}

/** What a text asks to be filled in; null if it cannot be read. */
export function shapeOf(language: string, text: string): Shape | null {
  return kept(shapes, `${language}/${text}`, () => {
    try {
      return shape(format(language, text).getAst(), "");
    } catch {
      return null;
    }
  });
}

type Piece = ReturnType<IntlMessageFormat["getAst"]>[number];

/** As the parser numbers them. Plain text is 0, a value 1, "#" 7. */
const kinds: Record<number, string> = { 2: "number", 3: "date", 4: "time", 5: "select", 6: "plural" };

function shape(pieces: readonly Piece[], inside: string): Shape {
  const always = new Set<string>();
  const ever = new Set<string>();
  for (const piece of pieces) {
    if (piece.type === 0 || piece.type === 7) continue;
    if (piece.type === 8) {
      const mark = `<${piece.value}>`;
      const within = shape(piece.children, mark);
      ever.add(inside + mark);
      if (inside === "" && saysAnything(piece.children)) always.add(mark);
      addAll(always, within.always);
      addAll(ever, within.ever);
      continue;
    }
    const name = `{${piece.value}}`;
    always.add(name);
    ever.add(name);
    if (kinds[piece.type]) ever.add(`{${piece.value}, ${kinds[piece.type]}}`);
    if (!("options" in piece)) continue;
    const forms = Object.values(piece.options).map(({ value }) => shape(value, inside));
    for (const form of forms) addAll(ever, form.ever);
    addAll(
      always,
      forms.map((form) => form.always).reduce((all, next) => all.intersection(next)),
    );
  }
  return { always, ever };
}

function addAll(to: Set<string>, from: ReadonlySet<string>) {
  for (const one of from) to.add(one);
}

/** A link without words is invisible; so is a plural with an empty form, for some number. */
function saysAnything(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => {
    if (piece.type === 0) return isSeen(piece.value);
    if (piece.type === 8) return saysAnything(piece.children);
    if (!("options" in piece)) return true;
    return Object.values(piece.options).every(({ value }) => saysAnything(value));
  });
}

/** Whether a text shows something whatever it is filled with. Throws if it cannot be read. */
export function saysAlways(language: string, text: string): boolean {
  return saysAnything(format(language, text).getAst());
}

/** Why a text cannot replace another of the same language: what it lacks, or asks for though nobody gives it; null if it can. */
export function misfit(
  language: string,
  standard: string,
  text: string,
): { problem: "unreadable" | "placeholder_missing" | "placeholder_unknown"; part: string } | null {
  const [wanted, found] = [shapeOf(language, standard), shapeOf(language, text)];
  if (!wanted || !found) return { problem: "unreadable", part: "" };
  const [unknown] = found.ever.difference(wanted.ever);
  if (unknown !== undefined) return { problem: "placeholder_unknown", part: unknown };
  const [missing] = wanted.always.difference(found.always);
  return missing === undefined ? null : { problem: "placeholder_missing", part: missing };
}
