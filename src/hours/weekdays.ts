import { fold } from "#src/i18n/fold.ts";

/** A row for each language, whole names first, without accents and capitals. Rarer meanings (of the French "ma") are left out. */
export const weekdayWords: readonly (readonly string[][])[] = [
  "monday mon mo m|tuesday tue tues tu t|wednesday wed we w|thursday thu thur thurs th|friday fri fr f|saturday sat sa|sunday sun su",
  "lundi lun lu l|mardi mar|mercredi mer me|jeudi jeu je j|vendredi ven ve v|samedi sam sa s|dimanche dim d",
  "maandag maa ma|dinsdag din di|woensdag woe wo|donderdag don do|vrijdag vrij vri vr|zaterdag zat za|zondag zon zo",
  "lunes lun l|martes mar m|miercoles mie mier x|jueves jue j|viernes vie v|sabado sab s|domingo dom d",
  "maanantai maa ma|tiistai tii ti|keskiviikko kes ke|torstai tor to|perjantai per pe|lauantai lau la|sunnuntai sun su",
  "hetfo het h|kedd k|szerda sze|csutortok csut cs|pentek pen p|szombat szo|vasarnap vas v",
].map((language) => language.split("|").map((day) => day.split(" ")));

export const englishWeekdays = weekdayWords[0]!.map(([name]) => name!);

/** Returns the weekday of a word, 0 = Monday: "2" (ISO 8601), "tuesday", "Mar.", "szerda"; null if unknown or ambiguous. */
export function weekdayNamed(word: string): number | null {
  const number = /^\s*([1-7])\s*$/.exec(word);
  if (number) return Number(number[1]) - 1;
  const meant = new Set(weekdayWords.flatMap((days) => weekdayIn(days, word) ?? []));
  return meant.size === 1 ? [...meant][0]! : null;
}

/** Returns the same in one language. A whole name may have an ending: "lundis", "perjantaihin", "hétfőtől". */
export function weekdayIn(days: readonly string[][], word: string): number | null {
  if (word.length > 30) return null;
  const plain = fold(word.trim()).replace(/\.$/, "");
  const found = days.findIndex(([name, ...short]) => {
    const isWhole = plain.startsWith(name!) && plain.length - name!.length <= maxEnding;
    return isWhole || short.includes(plain);
  });
  return found < 0 ? null : found;
}

const maxEnding = 5;
