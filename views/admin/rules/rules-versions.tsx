import type { Translate } from "#src/i18n/i18n.ts";

export interface ShownVersion {
  version: number;
  publishedAt: number;
  /** Kept chats that began by agreeing to it. */
  consents: number;
  why: string;
  news: string[];
}

/** Lists every version of the rules that was ever in force, to be read again. */
export function RulesVersions({ t, zone, versions }: { t: Translate; zone: string; versions: ShownVersion[] }) {
  return (
    <section id="versions" aria-labelledby="versions-title">
      <h2 id="versions-title">{t("admin.rules.versions")}</h2>
      <p class="hint">{t("admin.rules.versions_hint")}</p>
      <ol class="list">
        {versions.map(({ version, publishedAt, consents, why, news }, i) => (
          <li>
            <div>
              <p>
                <a href={`/admin/rules/${version}`}>{t("admin.rules.version", { version })}</a>{" "}
                {i === 0 && <b>{t("admin.rules.in_force")}</b>}
              </p>
              <p>
                {why}
                {news.length > 0 && <News t={t} news={news} />}
              </p>
              <p class="soft small">
                {t("admin.rules.since", { when: t.dateTime(publishedAt, zone) })} ·{" "}
                {t("admin.rules.consents", { n: consents })}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

const News = ({ t, news }: { t: Translate; news: string[] }) => (
  <span dir="auto">
    {" "}
    {t("admin.rules.news", { words: news[0]! })}
    {news.length > 1 && ` (${t("admin.history.more", { n: news.length - 1 })})`}
  </span>
);
