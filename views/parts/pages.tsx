import type { Translate } from "#src/i18n/i18n.ts";

/** Which page of a long list this is, and the ways to the one before and after; nothing where there is only one. */
export function Pages(props: { t: Translate; page: number; pages: number; to: (page: number) => string }) {
  const { t, page, pages, to } = props;
  if (pages < 2) return null;
  return (
    <nav class="row-of" aria-label={t("admin.directory.pages")}>
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
