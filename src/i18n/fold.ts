/** A text without accents, wide letters and capitals: two that fold alike are the same to whoever searches or compares. */
export function fold(text: string): string {
  return bare(text).toLowerCase();
}

/**
 * The same with its capitals. Marks go before anything is decomposed: to sort thousands of them on one letter, as
 * normalizing does, takes the square of their number.
 */
export function bare(text: string): string {
  return withoutMarks(withoutMarks(text).normalize("NFKD"));
}

/** A text without the marks on its letters, as far as they are characters of their own. */
export function withoutMarks(text: string): string {
  return text.replace(/\p{M}+/gu, "");
}
