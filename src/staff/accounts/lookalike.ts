import { unaccented } from "#src/i18n/fold.ts";

// Letters of other scripts, digits and signs that a quick eye takes for a Latin letter: the small part of Unicode's
// confusables (UTS 39, section 4) that stands in names. Pairs: what is written, and what is read.

const pairs = [
  // Cyrillic, capitals and small ones apart: a capital may look like another letter than its small one.
  "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ФF ХX ЗE ЬB ҮY ЛN",
  "аa вb еe ѕs іi јj кk мm нh оo рp сc тt уy фf хx зe ьb ґr гr пn иu ӏl һh ԁd ԛq ԝw үy лn",
  // Greek.
  "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΦF ΧX",
  "αa βb εe ζz ηn ιi κk μu νv οo πn ρp σo τt υu φf χx ωw γy",
  // Armenian and Cherokee, as far as they stand for a whole word.
  "ՏS ՍU ՕO ԼL օo ոn սu հh ցg ղn քp ռn",
  "ᎠD ᎡR ᎢT ᎪA ᎫJ ᎬE ᎳW ᎷM ᎻH ᎶG ᏃZ ᏚS ᏞL ᏟC ᏢP ᏦK ᏙV ᏒR ᏴB",
  // Latin letters that no accent is taken from, and the digits and signs of those who write names with them.
  "øo łl đd ħh ŧt ßs æa œo ðd þp ıi ɑa ɡg",
  "0o 1l 3e 4a 5s 7t 8b @a $s !l |l",
];

const read = new Map(pairs.flatMap((line) => line.split(" ")).map((pair) => [...pair] as [string, string]));

/**
 * What is left of a name for a quick eye: names that are easily taken for one another have the same. Without accents,
 * capitals, spaces and signs; lookalike letters in their Latin place; `i` and `l` are one, and `rn` is `m`.
 */
export function skeletonOf(name: string): string {
  const latin = [...unaccented(name)]
    .map((letter) => read.get(letter) ?? read.get(letter.toLowerCase()) ?? letter)
    .join("");
  const letters = latin.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  return letters.replaceAll("rn", "m").replaceAll("vv", "w").replaceAll("i", "l");
}
