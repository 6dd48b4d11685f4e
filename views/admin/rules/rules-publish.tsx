import type { Language } from "#src/i18n/i18n.ts";
import type { WordsHint } from "#src/settings/rules/own-rules-hints.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OwnWords } from "#views/parts/own-words.tsx";
import { Preview } from "../preview.tsx";
import { Hints } from "./rules-form.tsx";

interface RulesPublishProps {
  frame: StaffFrame;
  /** Version the draft would become. */
  version: number;
  going: number;
  basedOn: number;
  languages: readonly Language[];
  /** What would read differently; "" = nothing. */
  words: { title: string; language: Language; name: string; before: string; after: string; hints: WordsHint[] }[];
}

/** Shows what publishing does, before it is done. */
export function RulesPublish({ frame, version, going, basedOn, languages, words }: RulesPublishProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.rules.publish_yes", { version })} here="settings" script="settings">
      <SettingsIndex frame={frame} here="rules" />
      <h1>{t("admin.rules.publish_yes", { version })}</h1>
      <form class="edit" id="rules" method="post" action="/admin/rules/publish" data-preview="/admin/rules/preview">
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <div class="fields">
          <ul class="dots">
            <li>{t("admin.rules.publish_from_now", { version })}</li>
            <li>{t("admin.rules.publish_going", { n: going })}</li>
          </ul>
          {words.map((one) => (
            <section>
              <h2>{`${one.title} (${one.name})`}</h2>
              {one.after === "" ? (
                <p>{t("admin.rules.publish_gone")}</p>
              ) : (
                <div lang={one.language}>
                  <OwnWords text={one.after} />
                </div>
              )}
              <Hints t={t} hints={one.hints} />
              {one.before !== "" && (
                <details class="group">
                  <summary>{t("admin.rules.publish_before")}</summary>
                  <div class="group-fields" lang={one.language}>
                    <OwnWords text={one.before} />
                  </div>
                </details>
              )}
            </section>
          ))}
        </div>
        <Preview t={t} path="/admin/rules/preview" pages={["how"]} languages={languages} />
        <div class="save">
          <button type="submit" class="main">
            {t("admin.rules.publish_yes", { version })}
          </button>
          <a class="second" href="/admin/rules">
            {t("admin.assessment.form.cancel")}
          </a>
        </div>
      </form>
    </StaffSheet>
  );
}
