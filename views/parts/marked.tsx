import type { Key, Translate, Values } from "#src/i18n/i18n.ts";

/**
 * A sentence of the catalog with its marks made real: `<link>` becomes a link to `href`, `<strong>` stands out.
 * Pages of the house only; the caller gives the address.
 */
export const Marked = ({ t, text, values, href }: { t: Translate; text: Key; values?: Values; href: string }) => (
  <>
    {t.parts(text, values).map((part) => {
      if (part.tag === "link") return <a href={href}>{part.text}</a>;
      return part.tag === "strong" ? <strong>{part.text}</strong> : part.text;
    })}
  </>
);
