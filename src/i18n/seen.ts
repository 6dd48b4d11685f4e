// What of a text people see. Whatever is typed here is read by somebody: it must be there to see, in the order it was typed.

/** Shows nothing: controls, formats, fillers, and the blanks that Unicode counts as letters or signs. */
const blank = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/gu;
const shown = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether there is something to see in a text. */
export function isSeen(text: string): boolean {
  return shown.test(text.replace(blank, ""));
}

/** Whether there is a letter or a digit to see in it, as in every name. */
export function isNamed(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(blank, ""));
}

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/u;

/** Whether anything in it shows nothing but is no space: for what has to be the same to the eye and to us. */
export function hidesAnything(text: string): boolean {
  return hidden.test(text);
}

/** Turns words around, controls what shows them, or stands for no character. Lines and tabs are among them. */
const misleading = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Whether anything in it could mislead who reads it: words turned around, controls, halves of characters. One line only. */
export function misleads(text: string): boolean {
  return misleading.test(text);
}

/** A text of several lines without what could mislead who reads it; line ends are "\n". "" where nothing of it is to be seen. */
export function withoutMisleading(text: string): string {
  const clean = text.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "");
  return isSeen(clean) ? clean.toWellFormed() : "";
}
