/** What a reply may leave open, to be filled in when it is taken: it stands in braces, "{alias}". */
export const placeholders = ["alias", "helpline", "closes", "next"] as const;
export type Placeholder = (typeof placeholders)[number];

/** What stands in their places in a chat; null = nobody knows, and the counsellor writes it. */
export type Filling = Record<Placeholder, string | null>;

const braces = /\{([^{}\n]{0,40})\}/g;

/** The placeholders of a text that nobody can fill, as they stand there, each once. */
export function unknownIn(text: string): string[] {
  const found = [...text.matchAll(braces)].filter(([, name]) => !isPlaceholder(name!.trim()));
  return [...new Set(found.map(([whole]) => whole))];
}

/** A text with what is known in the places of its placeholders; the others stay, to be seen and written over. */
export function filled(text: string, filling: Filling): string {
  return text.replace(braces, (whole, name: string) => {
    const known = name.trim();
    return (isPlaceholder(known) ? filling[known] : null) ?? whole;
  });
}

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}
