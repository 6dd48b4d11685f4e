import type { RulesSection } from "#src/settings/rules.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";

interface HowProps {
  frame: YouthFrame;
  sections: RulesSection[];
  /** Version of the rules, 1, 2, 3 … */
  version: number;
  /** Day this version began, in words. */
  date: string;
}

/** The rules of the service: every line is computed from the settings, so the page cannot say what is not true. */
export const How = ({ frame, sections, version, date }: HowProps) => (
  <YouthPage frame={frame}>
    <article class="narrow">
      <h1>{frame.t("youth.how.title")}</h1>
      {sections.map((section) => (
        <section class="card" id={section.title === "rules.told.title" ? "told" : undefined}>
          <h2>{frame.t(section.title)}</h2>
          <ul>
            {section.lines.map((line) => (
              <li>{frame.t(line.key, line.values)}</li>
            ))}
          </ul>
        </section>
      ))}
      <WayBack frame={frame} />
      <p class="soft">{frame.t("youth.how.version", { version, date })}</p>
    </article>
  </YouthPage>
);
