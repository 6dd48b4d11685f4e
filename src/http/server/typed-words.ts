/** Returns what someone has written into a form of either side, box by box, as sent. */
export function typedIn(form: Record<string, string>): string[] {
  const names = Object.keys(form).filter((name) => wordFields.test(name));
  const words = names.flatMap((name) => form[name] ?? []).filter((text) => text.trim() !== "");
  // Some forms send a reason in words, others the code of one from a list.
  return /[^a-z_]/.test(form.reason ?? "") ? [...words, form.reason!] : words;
}

const wordFields = /^(text|words(-\d+)?|summary|note)$/;
