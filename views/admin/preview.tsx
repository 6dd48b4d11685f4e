import { type Key, type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";

export const previewPages = [
  "open",
  "closed",
  "waiting",
  "chat",
  "silent",
  "paused",
  "how",
  "which_urgent",
  "which_topics",
  "which_age",
  "which_region",
  "which_channel",
  "other",
  "later",
  "mails",
] as const;
export type PreviewPage = (typeof previewPages)[number];

/** As the page of settings or the group of texts is called that a page of the preview belongs to. */
const pageNames = {
  open: "admin.texts.group.door",
  closed: "admin.texts.group.closed",
  waiting: "admin.texts.group.waiting",
  chat: "admin.texts.group.chat",
  silent: "admin.preview.page.silent",
  paused: "admin.preview.page.paused",
  how: "admin.subject.rules",
  which_urgent: "youth.which.ask.urgent",
  which_topics: "youth.which.ask.topics",
  which_age: "youth.which.ask.age",
  which_region: "youth.which.ask.region",
  which_channel: "youth.which.ask.channel",
  other: "admin.texts.group.other",
  later: "admin.texts.group.later",
  mails: "admin.texts.group.mails",
} satisfies Record<PreviewPage, Key>;

interface PreviewProps {
  t: Translate;
  /** The preview is at this path plus "/preview". */
  path: string;
  pages: readonly PreviewPage[];
  /** The one shown at first comes first. */
  languages: readonly Language[];
}

/** The young person's real page, kept current by static/settings.js or a button; nothing in it can be pressed. */
export function Preview({ t, path, pages, languages }: PreviewProps) {
  return (
    <aside class="shown" aria-labelledby="preview-title">
      <h2 id="preview-title">{t("admin.preview.title")}</h2>
      <div class="shown-choices">
        {pages.length > 1 && (
          <Choice
            name="preview_page"
            label={t("admin.preview.page")}
            options={pages.map((page) => [page, t(pageNames[page])])}
          />
        )}
        {languages.length > 1 && (
          <Choice
            name="preview_language"
            label={t("admin.entry.text_language")}
            options={languages.map((language) => [language, languageNames[language]])}
          />
        )}
        <Choice
          name="preview_scheme"
          label={t("admin.preview.scheme")}
          options={(["auto", "light", "dark"] as const).map((one) => [one, t(`admin.preview.scheme.${one}`)])}
        />
        <button type="submit" class="second by-hand" id="preview-button" formaction={path} formtarget="preview">
          {t("admin.hours.preview_button")}
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
