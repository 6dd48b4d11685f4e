import { unaccented } from "#src/i18n/fold.ts";

// Characters and the Latin letters they are taken for: what names use of Unicode's confusables (UTS 39, section 4).

const pairs = [
  // Cyrillic. A capital may look like another letter than its small one does.
  "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ФF ХX ЗE ЬB ҮY ЛN",
  "аa вb еe ѕs іi јj кk мm нh оo рp сc тt уy фf хx зe ьb ґr гr пn иu ӏl һh ԁd ԛq ԝw үy лn",
  "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΦF ΧX",
  "αa βb εe ζz ηn ιi κk μu νv οo πn ρp σo τt υu φf χx ωw γy",
  // Armenian and Cherokee, as far as they can make up a whole word.
  "ՏS ՍU ՕO ԼL օo ոn սu հh ցg ղn քp ռn",
  "ᎠD ᎡR ᎢT ᎪA ᎫJ ᎬE ᎳW ᎷM ᎻH ᎶG ᏃZ ᏚS ᏞL ᏟC ᏢP ᏦK ᏙV ᏒR ᏴB",
  // Latin letters that no accent is taken from, then digits and signs.
  "øo łl đd ħh ŧt ßs æa œo ðd þp ıi ɑa ɡg",
  "0o 1l 3e 4a 5s 7t 8b @a $s !l |l",
];

const read = new Map(pairs.flatMap((line) => line.split(" ")).map((pair) => [...pair] as [string, string]));

/** Returns a name as a quick eye reads it, the same for names easily confused: `i` is `l`, `rn` is `m`, spaces and signs go. */
export function skeletonOf(name: string): string {
  const latin = [...unaccented(name)]
    .map((letter) => read.get(letter) ?? read.get(letter.toLowerCase()) ?? letter)
    .join("");
  const letters = latin.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  return letters.replaceAll("rn", "m").replaceAll("vv", "w").replaceAll("i", "l");
}
