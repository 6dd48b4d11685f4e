import { catalog, type Key, type Language, languages, standardText } from "./catalogs.ts";
import { format, misfit } from "./message.ts";

export { catalog, type Key, type Language, languages, standardText };

export type Values = Record<string, string | number>;

export const languageNames: Record<Language, string> = {
  en: "English",
  fr: "Français",
  nl: "Nederlands",
  es: "Español",
  fi: "Suomi",
  hu: "Magyar",
};

const rightToLeft = new Set(["ar", "fa", "he", "ur"]);

/** Returns the `dir` attribute of a language (BCP 47 tag). */
export function direction(language: string): "ltr" | "rtl" {
  return rightToLeft.has(language.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** Whether there is a catalog for a language tag. */
export function isLanguage(tag: string): tag is Language {
  return (languages as string[]).includes(tag);
}

/** The first language of an Accept-Language header (RFC 9110 section 12.5.4) in `among`, else the fallback; `fr-BE` gets `fr`. */
export function preferredLanguage(header: string | undefined, fallback: Language, among = languages): Language {
  const wishes = (header ?? "")
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((p) => p.trim()).find((p) => p.startsWith("q="));
      return { tag: range.split("-")[0]?.toLowerCase() ?? "", quality: quality ? Number(quality.slice(2)) : 1 };
    })
    .filter((wish) => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const wish of wishes) {
    if (isLanguage(wish.tag) && among.includes(wish.tag)) return wish.tag;
  }
  return fallback;
}

/** Whether a text can replace that of a key: it says something, can be read, and has the same placeholders. */
export function textFits(language: Language, key: Key, text: string): boolean {
  const standard = standardText(language, key as string);
  if (standard === undefined || text.trim() === "") return false;
  return misfit(language, standard, text) === null;
}

type OwnTexts = ReadonlyMap<string, string>;

const noTexts: OwnTexts = new Map();

/** Messages are ICU MessageFormat: `{name}`, `{n, plural, one {…} other {…}}`, `<link>…</link>`. */
export interface Translate {
  (key: Key, values?: Values): string;
  readonly language: Language;
  readonly dir: "ltr" | "rtl";
  /** The pieces of a sentence in order, with the mark (`<link>`) each stood in; null for none. */
  parts(key: Key, values?: Values): { text: string; tag: string | null }[];
  /** `at` is ms UTC, `zone` an IANA name. */
  time(at: number, zone: string): string;
  dateTime(at: number, zone: string): string;
  number(value: number): string;
}

const translators = new Map<Language, Translate>();

/** Returns the texts of a language, with `own` in place of the catalog's where they fit. */
export function translate(language: Language, own: OwnTexts = noTexts): Translate {
  let found = translators.get(language);
  if (!found) {
    found = Object.assign(words(language, noTexts), numbersAndTimes(language));
    translators.set(language, found);
  }
  if (own.size === 0) return found;
  const { dir, time, dateTime, number } = found;
  return Object.assign(words(language, own), { language, dir, time, dateTime, number });
}

/** French has a space before these signs; it must not break, or a line would begin with one. */
function spaced(language: Language, text: string): string {
  return language === "fr" ? text.replace(/ (?=[:;?!»])|(?<=«) /g, "\u00a0") : text;
}

function words(language: Language, own: OwnTexts) {
  const found = new Map<Key, ReturnType<typeof format>>();
  const formatOf = (key: Key) => {
    const known = found.get(key);
    if (known) return known;
    const text = own.get(key);
    const fits = text !== undefined && textFits(language, key, text);
    const made = format(language, spaced(language, fits ? text : standardText(language, key)));
    found.set(key, made);
    return made;
  };
  const text = (key: Key, values: Values = {}): string => String(formatOf(key).format(values));
  const parts: Translate["parts"] = (key, values = {}) => {
    const mark = (tag: string) => (chunks: unknown[]) => ({ text: chunks.join(""), tag });
    const marks = { link: mark("link"), strong: mark("strong") };
    const formatted = formatOf(key).format<unknown>({ ...values, ...marks });
    const pieces = Array.isArray(formatted) ? formatted : [formatted];
    return pieces.map((piece) =>
      typeof piece === "object" && piece !== null
        ? (piece as { text: string; tag: string })
        : { text: String(piece), tag: null },
    );
  };
  return Object.assign(text, { parts });
}

function numbersAndTimes(language: Language) {
  const time = inZone(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dateTime = inZone(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
  const numbers = new Intl.NumberFormat(language);
  const number: Translate["number"] = (value) => numbers.format(value);
  return { language, dir: direction(language), time, dateTime, number };
}

/** Making a formatter takes a hundred times as long as using it, so one is kept for each zone. */
function inZone(language: Language, form: Intl.DateTimeFormatOptions): Translate["time"] {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at, zone) => {
    let found = formats.get(zone);
    if (!found) {
      // Without a region English would be American, with the month before the day.
      found = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...form, timeZone: zone });
      formats.set(zone, found);
    }
    return withColons(found.format(at));
  };
}

/** Returns a time of day with colons, as in our tables, forms and words.js; Finnish would have a dot. */
export function withColons(said: string): string {
  return said.replace(/(\d\d)\.(\d\d)(?!\d)/g, "$1:$2");
}
