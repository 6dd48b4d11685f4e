import en from "./locales/en.json" with { type: "json" };
import es from "./locales/es.json" with { type: "json" };
import fi from "./locales/fi.json" with { type: "json" };
import fr from "./locales/fr.json" with { type: "json" };
import hu from "./locales/hu.json" with { type: "json" };
import nl from "./locales/nl.json" with { type: "json" };
import { format, misfit } from "./message.ts";

export type Key = keyof typeof en;
export type Values = Record<string, string | number>;

/** The catalogs. English is the measure: a key missing elsewhere does not compile. */
const catalogs = { en, fr, nl, es, fi, hu } satisfies Record<string, Record<Key, string>>;

export type Language = keyof typeof catalogs;

export const languages = Object.keys(catalogs) as Language[];

/** Names of the languages in themselves, for the language links. */
export const languageNames: Record<Language, string> = {
  en: "English",
  fr: "Français",
  nl: "Nederlands",
  es: "Español",
  fi: "Suomi",
  hu: "Magyar",
};

const rightToLeft = new Set(["ar", "fa", "he", "ur"]);

/** The writing direction of a language (BCP 47 tag), for the `dir` attribute. */
export function direction(language: string): "ltr" | "rtl" {
  return rightToLeft.has(language.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** Whether a tag is a language that there is a catalog of. */
export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(catalogs, tag);
}

/**
 * The first language of an Accept-Language header that is offered (`among`), else the fallback.
 * RFC 9110 section 12.5.4; a range like `fr-BE` is answered by `fr`.
 */
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

/** Whether a text can stand in the place of a key's: it says something, can be read, and asks for what that is filled with. */
export function textFits(language: Language, key: Key, text: string): boolean {
  if (!Object.hasOwn(catalogs[language], key) || text.trim() === "") return false;
  return misfit(language, catalogs[language][key], text) === null;
}

/** Texts that stand in the place of those of the catalog, by key. */
export type OwnTexts = ReadonlyMap<string, string>;

const noTexts: OwnTexts = new Map();

/** Texts of one language. Messages are ICU MessageFormat: `{name}`, `{n, plural, one {…} other {…}}`, `<link>…</link>`. */
export interface Translate {
  (key: Key, values?: Values): string;
  readonly language: Language;
  readonly dir: "ltr" | "rtl";
  /**
   * A sentence with marked parts, as pieces in order: `text` as it is, `tag` naming the mark it stood in.
   * For `By sending you agree to <link>how this works</link>.`
   */
  parts(key: Key, values?: Values): { text: string; tag: string | null }[];
  /** A clock time, hours and minutes, in a time zone (IANA name). `at` is ms UTC. */
  time(at: number, zone: string): string;
  /** A day and clock time in a time zone (IANA name). `at` is ms UTC. */
  dateTime(at: number, zone: string): string;
  number(value: number): string;
}

const translators = new Map<Language, Translate>();

/** The texts of a language. `own` stand in the place of those of the catalog where they fit. */
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

/** French has a space before these signs: it never breaks, so that no line begins with one. */
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
    const made = format(language, spaced(language, fits ? text : catalogs[language][key]));
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

/** Making these takes a hundred times as long as using them. */
function numbersAndTimes(language: Language) {
  const time = inZone(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dateTime = inZone(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
  const numbers = new Intl.NumberFormat(language);
  const number: Translate["number"] = (value) => numbers.format(value);
  return { language, dir: direction(language), time, dateTime, number };
}

/** Writes times of any zone in one way. Making a formatter takes a hundred times as long as using it: one a zone is kept. */
function inZone(language: Language, form: Intl.DateTimeFormatOptions): Translate["time"] {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at, zone) => {
    let found = formats.get(zone);
    if (!found) {
      // Without a region English would be that of America, the month before the day.
      found = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...form, timeZone: zone });
      formats.set(zone, found);
    }
    return withColons(found.format(at));
  };
}

/** Times of day as the tables of hours, the forms and a reader's own clock (words.js) show them: Finnish would have a dot. */
export function withColons(said: string): string {
  return said.replace(/(\d\d)\.(\d\d)(?!\d)/g, "$1:$2");
}

/** Every text of a language, for checks and pages that list them. */
export function catalog(language: Language): Record<Key, string> {
  return catalogs[language];
}
