import { IntlMessageFormat } from "intl-messageformat";
import { isSeen } from "./seen.ts";

/** What a text asks to be filled in: `{name}` for a value, `{n, plural}` where its forms differ, `<link>` for a mark. */
export interface Shape {
  /** Whatever the numbers in it are. */
  always: ReadonlySet<string>;
  /** At least for some. */
  ever: ReadonlySet<string>;
}

const formats = new Map<string, IntlMessageFormat>();
const shapes = new Map<string, Shape | null>();

/** More than all catalogs hold; past it drafts that admins tried have gathered. */
const maxKept = 20_000;

function kept<Made>(all: Map<string, Made>, name: string, make: () => Made): Made {
  const known = all.get(name);
  if (known !== undefined) return known;
  if (all.size >= maxKept) all.clear();
  const made = make();
  all.set(name, made);
  return made;
}

/** Reading a text costs a hundred times as much as using it. Throws where its braces or marks do not close. */
export function format(language: string, text: string): IntlMessageFormat {
  return kept(formats, `${language}/${text}`, () => new IntlMessageFormat(text, language));
}

/** What a text asks for; null where it cannot be read at all. */
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

/** The kinds of pieces as the parser numbers them: plain text is 0, a value 1, "#" 7; these take pieces inside or a form. */
const kinds: Record<number, string> = { 2: "number", 3: "date", 4: "time", 5: "select", 6: "plural" };

/** `inside` is the mark around the pieces, "" for none: marks in marks would not be shown. */
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

/** A link without words is one that nobody sees; so is a plural with a form that has none, for some number. */
function saysAnything(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => {
    if (piece.type === 0) return isSeen(piece.value);
    if (piece.type === 8) return saysAnything(piece.children);
    if (!("options" in piece)) return true;
    return Object.values(piece.options).every(({ value }) => saysAnything(value));
  });
}

/** Whether there is something to see in a text, whatever it is filled with. Throws where it cannot be read. */
export function saysAlways(language: string, text: string): boolean {
  return saysAnything(format(language, text).getAst());
}

/**
 * What keeps a text from standing in the place of another of the same language: the first thing it does not fill in, or
 * asks for although nobody gives it; null when nothing does.
 */
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
