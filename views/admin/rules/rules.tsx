import { type Language, languageNames } from "#src/i18n/i18n.ts";
import type { OwnWordsPlace } from "#src/settings/rules/own-rules.ts";
import { SettingsHistory } from "#views/admin/subjects/settings-history.tsx";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OffLanguages } from "#views/parts/fields/off-languages.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused, sentenceAt } from "#views/parts/told/problems.tsx";
import { Preview } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";
import { fieldId, RulesFields, type ShownRulesPart } from "./rules-form.tsx";
import { RulesVersions, type ShownVersion } from "./rules-versions.tsx";

export interface RulesProps {
  frame: StaffFrame;
  parts: ShownRulesPart[];
  /** The one for everyone else first. */
  languages: readonly Language[];
  /** Languages in which the helpline has written something. */
  written: readonly string[];
  basedOn: number;
  /** Characters for the words of a part in one language. */
  most: number;
  problems: (OwnWordsPlace & { length: number })[];
  version: number;
  drafted: boolean;
  saved: number | null;
  unsaved: boolean;
  late: Late | null;
  refused: string | null;
  changes: ShownChange[];
  versions: ShownVersion[];
  zone: string;
}

/** The rules of the service: what is computed, what the helpline adds, and every version. */
export function Rules(props: RulesProps) {
  const { frame, parts, languages, basedOn, saved, late, changes, versions, zone, version, drafted } = props;
  const { t } = frame;
  const wrong = wrongIn(props);
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.subject.rules")}
      here="settings"
      wrong={isRefused({ wrong: wrong.size, refused: props.refused, late })}
      script="settings"
    >
      <SettingsIndex frame={frame} here="rules" />
      <h1>{t("admin.subject.rules")}</h1>
      <p class="lead">{t("admin.subject.rules.lead")}</p>
      <p id="rulesDraft">
        {t(drafted ? "admin.rules.stands_draft" : "admin.rules.stands", { version })}{" "}
        <a href="/how" target="_blank" rel="noopener">
          {t("admin.preview.title")}
        </a>{" "}
        · <a href="#versions">{t("admin.rules.versions")}</a>
      </p>
      <TooLate t={t} zone={zone} late={late} look="/admin/rules" />
      <Refused sentence={props.refused} />
      <Problems t={t} wrong={placedIn(props, wrong)} />
      <form class="edit" id="rules" method="post" action="/admin/rules" novalidate data-preview="/admin/rules/preview">
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <div class="fields" id="ownRules">
          {parts.map((part) => (
            <RulesFields t={t} part={part} wrong={wrong} />
          ))}
          <OffLanguages t={t} written={props.written} on={languages} />
        </div>
        <Preview t={t} path="/admin/rules/preview" pages={["how"]} languages={languages} />
        <Bar {...props} />
      </form>
      {drafted && <Discard t={t} basedOn={basedOn} />}
      <RulesVersions t={t} zone={zone} versions={versions} />
      <SettingsHistory t={t} subject="rules" zone={zone} changes={changes} saved={saved} />
    </StaffSheet>
  );
}

function wrongIn({ frame: { t }, problems, most }: RulesProps): Map<string, string> {
  return new Map(
    problems.map(({ part, language, length }) => [
      fieldId(part, language),
      t("admin.entry.problem.too_long", { is: length, most }),
    ]),
  );
}

/** Far from its field, a sentence names its part. */
function placedIn({ frame: { t }, parts }: RulesProps, wrong: Map<string, string>): Map<string, string> {
  const fields = parts.flatMap(({ part, title, own }) =>
    own.map(({ language }) => [fieldId(part, language), `${title} (${languageNames[language]})`] as const),
  );
  return new Map(
    fields.filter(([id]) => wrong.has(id)).map(([id, place]) => [id, sentenceAt(t, place, wrong.get(id)!)]),
  );
}

function Bar({ frame: { t }, saved, unsaved, drafted, version }: RulesProps) {
  const words = drafted ? t("admin.rules.saved_draft") : t("admin.rules.stands", { version });
  return (
    <SaveBar t={t} saved={saved} unsaved={unsaved} label={t("admin.rules.save")} words={words}>
      <button type="submit" class="second" name="do" value="publish">
        {t("admin.rules.publish")}
      </button>
    </SaveBar>
  );
}

function Discard({ t, basedOn }: { t: StaffFrame["t"]; basedOn: number }) {
  return (
    <details class="group" id="discard">
      <summary>
        <b>{t("admin.rules.discard")}</b>
      </summary>
      <form class="group-fields" method="post" action="/admin/rules/discard">
        <p>{t("admin.rules.discard_means")}</p>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <p>
          <button type="submit" class="second">
            {t("admin.rules.discard")}
          </button>
        </p>
      </form>
    </details>
  );
}
