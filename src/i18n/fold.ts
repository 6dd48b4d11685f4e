/** Returns a text without accents, wide letters and capitals. Texts that fold alike are the same in a search or comparison. */
export function fold(text: string): string {
  return unaccented(text).toLowerCase();
}

/** Letters without a mark to remove, with what is typed for them where a keyboard lacks them. */
const letters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  ħ: "h",
  ŋ: "n",
};
const special = new RegExp(`[${Object.keys(letters).join("")}]`, "g");

/** Folds a text for search, with every letter as typed on another keyboard: “straße” is “strasse”, “Łódź” is “lodz”. */
export function searchable(text: string): string {
  return fold(text).replace(special, (letter) => letters[letter]!);
}

/** Returns a text without accents. Marks go first, as normalizing many on one letter takes the square of their number. */
export function unaccented(text: string): string {
  return withoutMarks(withoutMarks(text).normalize("NFKD"));
}

/** Returns a text without the marks that are characters of their own. */
export function withoutMarks(text: string): string {
  return text.replace(/\p{M}+/gu, "");
}
