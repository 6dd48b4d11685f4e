import { type Language, languageNames } from "#src/i18n/i18n.ts";
import type { WrittenPart } from "#src/settings/rules/published.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OwnWords } from "#views/parts/own-words.tsx";

interface RulesVersionProps {
  frame: StaffFrame;
  version: number;
  publishedAt: number;
  consents: number;
  why: string;
  inForce: boolean;
  zone: string;
  language: Language;
  languages: readonly Language[];
  parts: WrittenPart[];
}

/** A version of the rules, word for word as young people read it. */
export function RulesVersionPage(props: RulesVersionProps) {
  const { frame, version, publishedAt, consents, why, inForce, zone, language, languages, parts } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.rules.version", { version })} here="settings">
      <SettingsIndex frame={frame} here="rules" />
      <p>
        <a href="/admin/rules">{t("admin.subject.rules")}</a>
      </p>
      <h1>{t("admin.rules.version", { version })}</h1>
      <p class="lead">{t(inForce ? "admin.rules.as_it_is" : "admin.rules.as_it_was")}</p>
      <p>{why}</p>
      <p class="soft small">
        {t("admin.rules.since", { when: t.dateTime(publishedAt, zone) })} · {t("admin.rules.consents", { n: consents })}
      </p>
      <nav class="tabs" aria-label={t("admin.entry.text_language")}>
        {languages.map((one) => (
          <a
            href={`/admin/rules/${version}?l=${one}`}
            lang={one}
            hreflang={one}
            aria-current={one === language ? "page" : undefined}
          >
            {languageNames[one]}
          </a>
        ))}
      </nav>
      <div lang={language} class="fields">
        {parts.map((part) => (
          <Part t={t} part={part} />
        ))}
      </div>
    </StaffSheet>
  );
}

const Part = ({ t, part: { title, lines, register, own } }: { t: StaffFrame["t"]; part: WrittenPart }) => (
  <section>
    <h2>{title}</h2>
    <ul class="dots">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
    {register.length > 0 && (
      <>
        <h3 lang={t.language}>{t("rules.people.ai")}</h3>
        <ul class="dots">
          {register.map(({ use, state }) => (
            <li>{`${use}: ${state}`}</li>
          ))}
        </ul>
      </>
    )}
    {own !== "" && (
      <>
        <h3 lang={t.language}>{t("admin.rules.own")}</h3>
        <OwnWords text={own} />
      </>
    )}
  </section>
);
