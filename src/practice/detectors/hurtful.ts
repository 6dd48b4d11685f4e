import type { Language } from "../../i18n/catalogs.ts";
import { wordsOf } from "./patterns.ts";
import { sentencesOf, withoutQuoted } from "./sentences.ts";

// What no counsellor writes. It is no detector that scenarios have rules for: whatever they hold, nobody opens up after it.

const insults = {
  en: "stupid|ugly|pathetic|idiot|dumb|disgusting|fat|worthless|crazy|loser|ridiculous|liar|annoying|boring|weirdo",
  fr: "con|conne|stupide|moche|idiote?|debile|nulle?|pathetique|gros|grosse|folle|fou|menteur|menteuse|ridicule",
  nl: "dom|stom|lelijk|idioot|zielig|dik|vies|gek|waardeloos|loser|aansteller|leugenaar|belachelijk",
  es: "tont[oa]|estupid[oa]|fe[oa]|idiota|patetic[oa]|gord[oa]|loc[oa]|inutil|mentiros[oa]|ridicul[oa]",
  fi: "tyhma|ruma|idiootti|saalittava|lihava|hullu|luuseri|naurettava|valehtelija",
  hu: "hulye|buta|ronda|idiota|szanalmas|kover|dagadt|nevetseges|hazug|bolond|orult",
} as const;

/** By language, of a sentence without accents and capitals. */
const hurtful: Record<Language, RegExp[]> = {
  en: [
    /^(ok |lol |well |then |just |so |and |oh |please )*(go )?(and )?(kill|hang|cut|hurt|harm) (yourself|urself)\b/,
    /\bgo (and )?die\b|\bwhatever,? (just )?do it\b/,
    new RegExp(
      `(?<!(say|said|says|think|thinks|feel|that|if|when|believe|like|because) )\\b(you're|you are|youre|ur|your) (so |such |just |really |pretty |being |a |an )*(${insults.en})$`,
    ),
    /^(oh |just )*(shut up|fuck|piss off|go away|get lost|nobody cares|no one cares|who cares|i don't care)\b/,
  ],
  fr: [
    /^(vas y |alors |bah )*(tue|pends|coupe) toi\b|\bva (mourir|crever|te tuer|te pendre|te couper)\b/,
    new RegExp(`(?<!que |dit )\\b(t'es|tu es) (trop |vraiment |juste |si |une? )*(${insults.fr})\\b`),
    /^(ta gueule|ferme la|degage|casse toi|va t'en|tais toi|on s'en fout|je m'en fous)\b/,
  ],
  nl: [
    /\bmaak (jezelf|je) van kant\b|\bhang (jezelf|je) op\b|^(ga |dan )*(snij|dood) jezelf\b|^ga (toch )?dood\b|^pleeg zelfmoord\b/,
    new RegExp(`(?<!dat )\\b(je bent|jij bent|ge zijt) (zo |echt |gewoon |een )*(${insults.nl})\\b`),
    /^(hou je (mond|bek|kop)|rot op|ga weg|donder op|kan me niet schelen|interesseert niemand)\b/,
  ],
  es: [
    /\b(matate|suicidate|muerete|cortate)\b/,
    new RegExp(`(?<!no |que )\\beres (tan |muy |una? )*(${insults.es})\\b`),
    /^(callate|cierra la boca|largate|vete|a nadie le importa|me da igual)\b/,
  ],
  fi: [
    /\b(tapa itsesi|kuole pois|mene kuolemaan|viilla itseasi)\b/,
    new RegExp(`\\b(olet|oot) (niin |tosi |vain |ihan |joku )*(${insults.fi})\\b`),
    /^(turpa kiinni|suu kiinni|haivy|mene pois|ketaan ei kiinnosta|ei kiinnosta)\b/,
  ],
  hu: [
    /\b(old meg magad|dogolj meg|halj meg|vagd meg magad)\b/,
    new RegExp(`(?<!nem |hogy )\\b(${insults.hu}) vagy\\b`),
    /^(fogd be|kussolj|tunj el|menj innen|huzz el|senkit nem erdekel|nem erdekel)\b/,
  ],
};

/** Returns whether a message hurts: an insult, or a word that sends somebody away or to their death. Quoted words do not. */
export function isHurtful(message: string, language: Language): boolean {
  const told = sentencesOf(withoutQuoted(message), wordsOf(language)).filter(({ isQuestion }) => !isQuestion);
  return told.some(({ text }) => hurtful[language].some((phrase) => phrase.test(text)));
}
