import type { Line } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";

/**
 * The line that serves somebody who asked for one (id) in a language: that one; since it was taken out of use, the first of those in
 * use that speak the language, else that speak every one. They were promised to be next, and the helpline is still there.
 */
export function lineNow(inUse: Line[], { lineId, language }: { lineId: number; language: Language }): Line {
  const own = inUse.find(({ id }) => id === lineId);
  const speaks = own ?? inUse.find(({ languages }) => languages.includes(language));
  return speaks ?? inUse.find(({ languages }) => languages.length === 0) ?? inUse[0]!;
}
