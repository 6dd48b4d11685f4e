import type { Line } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";

/**
 * The line that serves somebody who asked for one (id) in a language: that one; since it was taken out of use, the first of those in
 * use that speak the language, else that speak every one. They were promised to be next, and the helpline is still there.
 */
export function lineNow(inUse: Line[], { lineId, language }: { lineId: number; language: Language }): Line {
  const rank = ({ id, languages }: Line) => {
    if (id === lineId) return 0;
    if (languages.includes(language)) return 1;
    return languages.length === 0 ? 2 : 3;
  };
  return inUse.toSorted((a, b) => rank(a) - rank(b))[0]!;
}
