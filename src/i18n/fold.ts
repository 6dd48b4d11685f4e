/** A text without accents, wide letters and capitals: two that fold alike are the same to whoever searches or compares. */
export function fold(text: string): string {
  return unaccented(text).toLowerCase();
}

/** Letters that are not a letter with a mark, and are typed as others where a keyboard lacks them. */
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

/** The same, with every letter as somebody types it in a hurry or on another keyboard: “straße” is “strasse”, “Łódź” is “lodz”. */
export function searchable(text: string): string {
  return fold(text).replace(special, (letter) => letters[letter]!);
}

/**
 * The same with its capitals. Marks go before anything is decomposed: to sort thousands of them on one letter, as
 * normalizing does, takes the square of their number.
 */
export function unaccented(text: string): string {
  return withoutMarks(withoutMarks(text).normalize("NFKD"));
}

/** A text without the marks on its letters, as far as they are characters of their own. */
export function withoutMarks(text: string): string {
  return text.replace(/\p{M}+/gu, "");
}
