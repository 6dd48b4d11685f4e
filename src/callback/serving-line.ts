import type { Line } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";

/** The line that serves a request: the one asked for, or once that is gone the first for the language, else for all. */
export function lineNow(inUse: Line[], { lineId, language }: { lineId: number; language: Language }): Line {
  const own = inUse.find(({ id }) => id === lineId);
  const speaks = own ?? inUse.find(({ languages }) => languages.includes(language));
  return speaks ?? inUse.find(({ languages }) => languages.length === 0) ?? inUse[0]!;
}
