/** A reply has them in braces, "{alias}". */
export const placeholders = ["alias", "helpline", "closes", "next"] as const;
export type Placeholder = (typeof placeholders)[number];

/** null = not known: the counsellor writes it. */
export type Filling = Record<Placeholder, string | null>;

const braces = /\{([^{}\n]{0,40})\}/g;

/** The unknown placeholders of a text, as they stand there, each once. */
export function unknownIn(text: string): string[] {
  const found = [...text.matchAll(braces)].filter(([, name]) => !isPlaceholder(name!.trim()));
  return [...new Set(found.map(([whole]) => whole))];
}

/** Returns a text with the known values filled in; other placeholders stay, to be seen and written over. */
export function filled(text: string, filling: Filling): string {
  return text.replace(braces, (whole, name: string) => {
    const known = name.trim();
    return (isPlaceholder(known) ? filling[known] : null) ?? whole;
  });
}

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}
