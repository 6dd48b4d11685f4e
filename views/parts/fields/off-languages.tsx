import type { Language, Translate } from "#src/i18n/i18n.ts";
import { languageName } from "../language-name.ts";

interface OffLanguagesProps {
  t: Translate;
  /** Languages in which something is written. */
  written: readonly string[];
  /** Those young people are offered. */
  on: readonly Language[];
}

/** Says that words in languages that are off are kept; a form has no fields for them. */
export function OffLanguages({ t, written, on }: OffLanguagesProps) {
  const offered: readonly string[] = on;
  const off = [...new Set(written)].filter((one) => !offered.includes(one));
  if (off.length === 0) return null;
  return (
    <p class="hint" data-languages-off={off.join(" ")}>
      {t("admin.form.off_languages", { languages: off.map((one) => languageName(t, one)).join(", ") })}
    </p>
  );
}
