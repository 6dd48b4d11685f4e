/** Controls, formats, fillers, and the blanks that Unicode counts as letters or signs. */
const blank = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/gu;
const shown = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a text has something to see. */
export function isSeen(text: string): boolean {
  return shown.test(text.replace(blank, ""));
}

/** Whether a text has a letter or digit to see, as every name has. */
export function isNamed(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(blank, ""));
}

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/u;

/** Whether a text holds something invisible other than spaces. */
export function hidesAnything(text: string): boolean {
  return hidden.test(text);
}

const misleading = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Whether one line could mislead its reader: words turned around, controls, halves of characters. */
export function misleads(text: string): boolean {
  return misleading.test(text);
}

/** Returns a text of several lines without what could mislead; line ends are "\n". "" if nothing of it can be seen. */
export function withoutMisleading(text: string): string {
  const clean = text.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "");
  return isSeen(clean) ? clean.toWellFormed() : "";
}
