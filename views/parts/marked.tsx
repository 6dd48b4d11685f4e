import type { Key, Translate, Values } from "#src/i18n/i18n.ts";

/** A catalog sentence with its marks made real: `<link>` leads to `href`, a page of ours; `<strong>` stands out. */
export const Marked = ({ t, text, values, href }: { t: Translate; text: Key; values?: Values; href: string }) => (
  <>
    {t.parts(text, values).map((part) => {
      if (part.tag === "link") return <a href={href}>{part.text}</a>;
      return part.tag === "strong" ? <strong>{part.text}</strong> : part.text;
    })}
  </>
);
