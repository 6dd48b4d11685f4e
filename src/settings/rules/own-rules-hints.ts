import type { Language } from "#src/i18n/i18n.ts";
import { easy, readingLevel } from "#src/i18n/reading.ts";
import { maxOwnRules } from "./own-rules.ts";

/** What could be made easier in words for young people, or is said by the rules themselves already. Nothing of it is refused. */
export interface WordsHint {
  hint: "long_sentences" | "long_words" | "much" | "computed";
  /** The number or the words that it is about. */
  part: string;
}

/** Characters that are read before somebody goes away. */
const maxRead = 600;

/**
 * By which words a language tells what the rules compute from the settings: kept, deleted, days, cookie, address, e-mail, who
 * reads, artificial intelligence, age. A language without its words does not compile.
 */
const computed: Record<Language, RegExp> = {
  en: whole(
    "kept|stor(?:e|es|ed|ing)|keeps?(?!\\s+(?:on|\\p{L}+ing)(?!\\p{L}))|delet\\p{L}+|eras\\p{L}+|days?",
    "cookies?|ip|address(?:es)?|e-?mails?|reads?|readers?|ai|artificial intelligence|robots?|bots?|ages?|aged|years? old",
  ),
  fr: whole(
    "gard(?:e|es|ent|er|ons)|gardée?s?|conserv\\p{L}+|stock\\p{L}+|effac\\p{L}+|supprim\\p{L}+|jours?",
    "cookies?|ip|adresses?|e-?mails?|courriels?|mails?|lit|lisent|lire|lue?s?|ia|intelligence artificielle|robots?|âges?|âgée?s?|ans",
  ),
  nl: whole(
    "bewa(?:ar|ren|art|ard)\\p{L}*|opslaan|opgeslagen|(?:ge)?wist|wissen|verwijder\\p{L}*|dag(?:en)?",
    "cookies?|ip|\\p{L}*adres(?:sen)?|e-?mails?|mails?|(?:mee)?(?:lees|leest|lezen|gelezen)|ai|kunstmatige intelligentie|robots?|leeftijd(?:en)?|jaar",
  ),
  es: whole(
    "guard(?:a|an|amos|ar|ad[oa]s?|aremos)|conserv\\p{L}+|almacen\\p{L}+|borr(?:a|an|amos|ar|ad[oa]s?|aremos)|elimin\\p{L}+",
    "(?<!buenos )días?|cookies?|ip|direcci(?:ón|ones)|correos?|e-?mails?|lee[nr]?|leemos|leer(?:á|án|emos)|leíd[oa]s?",
    "ia|inteligencia artificial|robots?|edad(?:es)?|años",
  ),
  fi: whole(
    "säily\\p{L}+|tall(?:enn|et|ess)\\p{L}+|poista\\p{L}*|poiste\\p{L}+|hävit\\p{L}+|(?<!hyvää )päivä[nä]?|päiviä|vuorokau\\p{L}+",
    "eväste\\p{L}*|ip|\\p{L}*osoite(?:tta)?|\\p{L}*osoitte\\p{L}+|sähköposti\\p{L}*|e-?mail|luke(?:e|a|vat)|lue(?:mme|taan)|lukija\\p{L}*",
    "ai|tekoäly\\p{L}*|robot\\p{L}+|botti\\p{L}*|ikä|iän|iästä|\\p{L}*ikäi\\p{L}+|vuoti\\p{L}+|vuotta",
  ),
  hu: whole(
    "(?:meg)?őri?z\\p{L}*|tárol\\p{L}*|(?:el)?ment(?:jük|ik|ve)|megmarad\\p{L}*|\\p{L}*töröl\\p{L}*|törlünk|(?<!jó )nap(?:ot|ig|on|os|ja)?",
    "süti\\p{L}*|cookie\\p{L}*|ip|\\p{L}*cím(?:e[dt]?|ek|eket|edet)?|e-?mail\\p{L}*|\\p{L}*olvas\\p{L}*",
    "ai|mesterséges intelligenci\\p{L}+|robot\\p{L}*|bot|életkor\\p{L}*|kor(?:ú|úak|tól|ig|ban)|éves\\p{L}*",
  ),
};

function whole(...words: string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words.join("|")})(?!\\p{L})`, "giu");
}

/** What to think over in a text of a language; [] for one that is too long to be kept. */
export function hintsFor(language: Language, text: string): WordsHint[] {
  if (text.length > maxOwnRules) return [];
  const hints: WordsHint[] = [];
  const { average, hard } = readingLevel(language, [text]);
  if (average > easy.words) hints.push({ hint: "long_sentences", part: String(average) });
  if (hard.length > 0) hints.push({ hint: "long_words", part: hard.slice(0, 3).join(", ") });
  if (text.length > maxRead) hints.push({ hint: "much", part: String(text.length) });
  const said = [...new Set([...text.matchAll(computed[language])].map(([word]) => word.toLowerCase()))];
  if (said.length > 0) hints.push({ hint: "computed", part: said.slice(0, 3).join(", ") });
  return hints;
}
