/** What somebody has written into a form of either side, box by box, as it was sent. */
export function typedIn(form: Record<string, string>): string[] {
  const names = Object.keys(form).filter((name) => wordFields.test(name));
  const words = names.flatMap((name) => form[name] ?? []).filter((text) => text.trim() !== "");
  // In some forms a reason is written, in others it is one of a list, sent as its code.
  return /[^a-z_]/.test(form.reason ?? "") ? [...words, form.reason!] : words;
}

const wordFields = /^(text|words(-\d+)?|summary|note)$/;
