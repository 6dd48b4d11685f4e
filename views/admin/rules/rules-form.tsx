import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { SettingName } from "#src/settings/definitions.ts";
import type { RulePart } from "#src/settings/rules/own-rules.ts";
import type { WordsHint } from "#src/settings/rules/own-rules-hints.ts";

export interface ShownRulesPart {
  part: RulePart;
  title: string;
  lines: { text: string; setAt: { name: SettingName; page: string } | null }[];
  own: { language: Language; text: string; hints: WordsHint[] }[];
}

interface RulesFieldsProps {
  t: Translate;
  part: ShownRulesPart;
  wrong: ReadonlyMap<string, string>;
}

/** Fields of a part: computed lines, which cannot be typed over, then the helpline's own words. */
export function RulesFields({ t, part: { part, title, lines, own }, wrong }: RulesFieldsProps) {
  const written = own.filter(({ text }) => text.trim() !== "");
  const isWrong = own.some(({ language }) => wrong.has(fieldId(part, language)));
  return (
    <section aria-labelledby={`part-${part}`}>
      <h2 id={`part-${part}`}>{title}</h2>
      <ul class="dots">
        {lines.map(({ text, setAt }) => (
          <li>
            {text}{" "}
            {setAt && (
              <a href={setAt.page}>
                {t("admin.lines.change")}
                <span class="sr">{`: ${t(`admin.setting.${setAt.name}`)}`}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      <details class="group" open={written.length > 0 || isWrong}>
        <summary>
          <b>{t("admin.rules.own")}</b>
          <span class="soft">
            {written.length === 0
              ? t("admin.value.none")
              : written.map(({ language }) => languageNames[language]).join(", ")}
          </span>
          <span class="sr">{`: ${title}`}</span>
        </summary>
        <div class="group-fields">
          {own.map((one) => (
            <Words t={t} part={part} {...one} wrong={wrong.get(fieldId(part, one.language))} />
          ))}
        </div>
      </details>
    </section>
  );
}

function Words(props: ShownRulesPart["own"][number] & { t: Translate; part: RulePart; wrong: string | undefined }) {
  const { t, part, language, text, hints, wrong } = props;
  const id = fieldId(part, language);
  return (
    <div class="field">
      <label for={id}>
        <span lang={language}>{languageNames[language]}</span>
        <span class="sr">{`, ${t(`rules.${part}.title`)}`}</span>
      </label>
      <textarea
        id={id}
        name={`own.${part}.${language}`}
        lang={language}
        dir="auto"
        rows={4}
        autocomplete="off"
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={`${id}-note`}
      >
        {text}
      </textarea>
      <div id={`${id}-note`}>
        {wrong && <p class="wrong">{wrong}</p>}
        <Hints t={t} hints={hints} />
      </div>
    </div>
  );
}

/** What to think over in the words; none of it stops saving. */
export const Hints = ({ t, hints }: { t: Translate; hints: WordsHint[] }) => (
  <>
    {hints.map(({ hint, part }) => (
      <p class="note warn">{t(`admin.rules.hint.${hint}`, { part })}</p>
    ))}
  </>
);

/** Returns the field id for the words of a part in a language. */
export function fieldId(part: RulePart, language: Language): string {
  return `own-${part}-${language}`;
}
