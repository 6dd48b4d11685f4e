import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";

/** Which page of the young person's side a preview shows. */
export const previewPages = [
  "open",
  "closed",
  "waiting",
  "chat",
  "silent",
  "paused",
  "how",
  "which",
  "other",
  "later",
  "mails",
] as const;
export type PreviewPage = (typeof previewPages)[number];

interface PreviewProps {
  t: Translate;
  /** Where the form of the page around it can be looked at: its path with "/preview". */
  path: string;
  /** Which of the young person's pages can be chosen, the usual one first. */
  pages: readonly PreviewPage[];
  /** The languages that are offered, the one that is shown at first before the others. */
  languages: readonly Language[];
}

/**
 * The young person's real page as the form around it would make it. static/settings.js keeps it up to date while somebody
 * types; without scripts its button does. Nothing in it can be pressed.
 */
export function Preview({ t, path, pages, languages }: PreviewProps) {
  return (
    <aside class="shown" aria-labelledby="preview-title">
      <h2 id="preview-title">{t("admin.preview.title")}</h2>
      <div class="shown-choices">
        {pages.length > 1 && (
          <Choice
            name="preview_page"
            label={t("admin.preview.page")}
            options={pages.map((page) => [page, t(`admin.preview.page.${page}`)])}
          />
        )}
        {languages.length > 1 && (
          <Choice
            name="preview_language"
            label={t("admin.preview.language")}
            options={languages.map((language) => [language, languageNames[language]])}
          />
        )}
        <Choice
          name="preview_scheme"
          label={t("admin.preview.scheme")}
          options={(["auto", "light", "dark"] as const).map((one) => [one, t(`admin.preview.scheme.${one}`)])}
        />
        <button type="submit" class="second by-hand" id="preview-button" formaction={path} formtarget="preview">
          {t("admin.preview.button")}
        </button>
      </div>
      <div class="shown-page">
        <iframe name="preview" src={path} title={t("admin.preview.title")} sandbox="allow-same-origin" />
      </div>
    </aside>
  );
}

function Choice({ name, label, options }: { name: string; label: string; options: [string, string][] }) {
  return (
    <label class="shown-choice">
      <span class="small soft">{label}</span>
      <select name={name}>
        {options.map(([value, text]) => (
          <option value={value}>{text}</option>
        ))}
      </select>
    </label>
  );
}
