import type { Translate } from "#src/i18n/i18n.ts";

interface PagesProps {
  t: Translate;
  page: number;
  pages: number;
  to: (page: number) => string;
  label?: string;
}

/** Which page of a long list this is, with links to those before and after; nothing if there is only one. */
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
