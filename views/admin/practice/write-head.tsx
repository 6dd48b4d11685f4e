import type { Key, Language } from "#src/i18n/i18n.ts";
import { languageName } from "#views/parts/language-name.ts";
import { WriteField, WriteSection, type Writing } from "./write-rows.tsx";

interface LanguageProps {
  of: Writing;
  languages: readonly Language[];
  language: Language;
}

/** Chooses the language of the texts that are shown, and those in which it is offered. */
export function LanguageChoice({ of: { t, sheet }, languages, language }: LanguageProps) {
  return (
    <div class="write-language">
      <div class="row-of">
        <div class="field">
          <label for="to">{t("staff.practice.language")}</label>
          <select id="to" name="to">
            {languages.map((one) => (
              <option value={one} selected={one === language}>
                {languageName(t, one)}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="second" name="act" value="language">
          {t("admin.practice.on")}
        </button>
      </div>
      <fieldset>
        <legend class="small">{t("admin.practice.write.offered")}</legend>
        <div class="radios">
          {languages.map((one) => (
            <label class="check">
              <input type="checkbox" name={`offered.${one}`} value="yes" checked={sheet.languages.includes(one)} />
              <span>{languageName(t, one)}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

const themes = ["peers", "home", "moods", "body", "school", "craft"] as const;
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ value: String(from + index), text: String(from + index) }));

/** What it is about, and how it begins. */
export function Head({ of }: { of: Writing }) {
  const { t } = of;
  const label = (name: string) => t(`admin.practice.write.${name}` as Key);
  const eachLine = t("admin.practice.write.each_line");
  return (
    <>
      <WriteSection id="about" title={label("about")}>
        <WriteField of={of} name="names" label={t("admin.entry.name")} isText />
        <WriteField
          of={of}
          name="theme"
          label={label("theme")}
          options={themes.map((value) => ({ value, text: t(`staff.practice.theme.${value}`) }))}
        />
        <div class="write-short">
          <WriteField of={of} name="ages" label={label("ages")} />
          <WriteField of={of} name="level" label={label("level")} options={numbers(1, 3)} />
          <WriteField of={of} name="minutes" label={label("minutes")} />
        </div>
        <WriteField of={of} name="warns" label={label("warns")} hint={eachLine} rows={2} isText />
        <WriteField of={of} name="goals" label={label("goals")} hint={eachLine} rows={3} isText />
        <WriteField of={of} name="hidden" label={label("hidden")} rows={2} isText />
        <WriteField of={of} name="reviewed" label={label("reviewed")} hint={label("reviewed_hint")} rows={2} />
      </WriteSection>
      <WriteSection id="start" title={label("start")}>
        <WriteField of={of} name="starts" label={label("starts")} hint={eachLine} rows={3} isText />
        <div class="write-short">
          <WriteField of={of} name="trust" label={t("staff.practice.trust")} options={numbers(0, 10)} />
          <WriteField of={of} name="load" label={t("staff.practice.load")} options={numbers(0, 10)} />
          <WriteField of={of} name="feeling" label={label("feeling")} options={feelings} />
        </div>
      </WriteSection>
    </>
  );
}

const feelings = [{ value: "", text: "–" }, ...numbers(0, 10)];
