import { weekdayIn, weekdayWords } from "#src/hours/weekdays.ts";
import { fold } from "#src/i18n/fold.ts";

const every = [0, 1, 2, 3, 4, 5, 6];
const working = [0, 1, 2, 3, 4];
const weekend = [5, 6];

/** Several days in a word or two, in our languages, without accents. */
const groups = new Map([
  ...words(
    every,
    "daily|every day|everyday|tous les jours|chaque jour|dagelijks|elke dag|iedere dag|todos los dias|cada dia|diario|joka paiva|paivittain|minden nap|naponta",
  ),
  ...words(
    working,
    "weekdays|weekday|working days|en semaine|semaine|jours ouvrables|weekdagen|werkdagen|laborables|dias laborables|arkisin|arki|arkipaivisin|hetkoznap|hetkoznapokon|munkanapokon",
  ),
  ...words(
    weekend,
    "weekend|weekends|week-end|week-ends|le week-end|in het weekend|fin de semana|fines de semana|viikonloppu|viikonloppuisin|hetvege|hetvegen",
  ),
]);

function words(days: number[], names: string): [string, number[]][] {
  return names.split("|").map((name) => [name, days]);
}

const fillers = new Set("from du de le les van von op el los on desde klo kello the".split(" ").concat(""));

/** Returns whether a word before days or times means nothing: "from", "klo", or "". */
export function isFiller(word: string): boolean {
  return fillers.has(word);
}

const ranges = /[-‐‑‒–—−~]| (?:to|through|thru|till|until|au|a|al|hasta|tot|t\/m|tot en met|bis) /;
/** Hungarian and Finnish mark a range by an ending: "hétfőtől péntekig", "maanantaista perjantaihin". */
const rangeEnding = /(?:tol|sta)$/;

/** Returns the weekdays that all languages agree on which can read the names; null if none can, or two differ. */
export function daysNamed(text: string): number[] | null {
  const found = weekdayWords.flatMap((language) => {
    const days = daysIn(language, text.slice(0, maxNames));
    return days && days.length > 0 ? [days.toSorted((a, b) => a - b)] : [];
  });
  const [first] = found;
  return first && found.every((days) => days.join() === first.join()) ? first : null;
}

const maxNames = 100;

/** Returns weekdays (0 = Monday) from names of one language: "mo-fr", "lundi au vendredi", "sa-mo"; null if one is unknown. */
export function daysIn(language: readonly string[][], text: string): number[] | null {
  const lists = text.split(/,|(?!(?<=\bt)\/m\b)\//).map((piece) => pieceIn(language, piece));
  const days = lists.flatMap((list) => list ?? []);
  return lists.includes(null) ? null : [...new Set(days)];
}

function pieceIn(language: readonly string[][], piece: string): number[] | null {
  const all = groups.get(fold(piece).trim());
  if (all) return all;
  const named = fold(piece)
    .split(" ")
    .filter((word) => !isFiller(word))
    .join(" ");
  const known = groups.get(named) ?? (language === weekdayWords[0] ? lettersIn(named) : undefined);
  if (known) return known;
  const ends = named.split(ranges).map((end) => end.trim());
  const two = ends.length === 1 ? named.split(" ") : ends;
  if (ends.length === 1 && two.length > 1 && !rangeEnding.test(two[0]!)) return null;
  const [first, last] = two.map((end) => weekdayIn(language, end));
  if (two.length > 2 || first == null || last === null) return null;
  return last === undefined ? [first] : range(first, last);
}

const letters = /^(m)?(tu?)?(w)?(th|r)?(f)?(sa)?(su)?$/;

/** "MWF", "TTh": weekdays by their first letters, in order. */
function lettersIn(word: string): number[] | undefined {
  const found = letters.exec(word)?.slice(1) ?? [];
  const days = found.flatMap((day, i) => (day === undefined ? [] : [i]));
  // "MF" may be both days or all from one to the other.
  return days.length > 1 && word !== "mf" ? days : undefined;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7);
}
