import type { Translate } from "#src/i18n/i18n.ts";

interface PagesProps {
  t: Translate;
  page: number;
  pages: number;
  to: (page: number) => string;
  /** What the pages are of, where one page has several such lists. */
  label?: string;
}

/** Which page of a long list this is, and the ways to the one before and after; nothing where there is only one. */
export function Pages({ t, page, pages, to, label = t("admin.directory.pages") }: PagesProps) {
  if (pages < 2) return null;
  return (
    <nav class="row-of" aria-label={label}>
      {page > 1 && (
        <a class="second" rel="prev" href={to(page - 1)}>
          {t("admin.directory.page_before")}
        </a>
      )}
      <span class="soft">{t("admin.directory.page", { page, pages })}</span>
      {page < pages && (
        <a class="second" rel="next" href={to(page + 1)}>
          {t("admin.directory.page_next")}
        </a>
      )}
    </nav>
  );
}
