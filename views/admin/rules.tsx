import { type Language, languageNames } from "#src/i18n/i18n.ts";
import type { OwnWordsPlace } from "#src/settings/own-rules.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Meanwhile } from "./history.tsx";
import { Preview } from "./preview.tsx";
import { fieldId, RulesFields, type ShownRulesPart } from "./rules-form.tsx";
import { RulesVersions, type ShownVersion } from "./rules-versions.tsx";
import { SettingsHistory, type ShownSettingsChange, UndoForm } from "./settings-history.tsx";
import { SettingsIndex } from "./settings-index.tsx";

export interface RulesProps {
  frame: StaffFrame;
  parts: ShownRulesPart[];
  /** The languages young people find. */
  languages: readonly Language[];
  /** The newest change when the form was drawn. */
  basedOn: number;
  /** Characters that the words of one part may have in one language. */
  most: number;
  /** Words that are too long. */
  problems: (OwnWordsPlace & { length: number })[];
  /** The version that young people read now. */
  version: number;
  /** There is a draft that they do not. */
  drafted: boolean;
  /** The change that was just made, 0 when nothing was different; null when nothing was saved. */
  saved: number | null;
  unsaved: boolean;
  /** An undo was not made, since a colleague was faster. */
  stale: boolean;
  /** What colleagues changed since the form was drawn: nothing was saved. */
  meanwhile: ShownSettingsChange[] | null;
  changes: ShownSettingsChange[];
  versions: ShownVersion[];
  /** IANA name */
  zone: string;
}

/** The rules of the service: what is computed, what the helpline adds, and every version there was. */
export function Rules(props: RulesProps) {
  const { frame, parts, languages, basedOn, saved, stale, meanwhile, changes, versions, zone, version, drafted } =
    props;
  const { t } = frame;
  const wrong = wrongIn(props);
  return (
    <StaffSheet frame={frame} title={t("admin.subject.rules")} here="settings" script="settings">
      <SettingsIndex t={t} here="rules" />
      <h1>{t("admin.subject.rules")}</h1>
      <p class="lead">{t("admin.subject.rules.lead")}</p>
      <p>
        {t(drafted ? "admin.rules.stands_draft" : "admin.rules.stands", { version })}{" "}
        <a href="/how" target="_blank" rel="noopener">
          {t("admin.rules.look")}
        </a>{" "}
        · <a href="#versions">{t("admin.rules.versions")}</a>
      </p>
      {stale && (
        <p class="error" role="alert">
          {t("admin.settings.stale")}
        </p>
      )}
      {meanwhile && <Meanwhile t={t} zone={zone} changes={meanwhile} look="/admin/rules" />}
      {wrong.size > 0 && <Refused t={t} parts={parts} wrong={wrong} />}
      <form class="edit" id="rules" method="post" action="/admin/rules" novalidate data-preview="/admin/rules/preview">
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <div class="fields">
          {parts.map((part) => (
            <RulesFields t={t} part={part} wrong={wrong} />
          ))}
        </div>
        <Preview t={t} path="/admin/rules/preview" pages={["how"]} languages={languages} />
        <Bar {...props} />
      </form>
      <UndoForm subject="rules" saved={saved} />
      {drafted && <Discard t={t} basedOn={basedOn} />}
      <RulesVersions t={t} zone={zone} versions={versions} />
      <SettingsHistory t={t} subject="rules" zone={zone} changes={changes} />
    </StaffSheet>
  );
}

function wrongIn({ frame: { t }, problems, most }: RulesProps): Map<string, string> {
  return new Map(
    problems.map(({ part, language, length }) => [
      fieldId(part, language),
      t("admin.rules.too_long", { n: length - most, most }),
    ]),
  );
}

function Refused(props: { t: StaffFrame["t"]; parts: ShownRulesPart[]; wrong: Map<string, string> }) {
  const { t, parts, wrong } = props;
  const fields = parts.flatMap(({ part, title, own }) =>
    own.map(({ language }) => ({ id: fieldId(part, language), name: `${title} (${languageNames[language]})` })),
  );
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>{t("admin.settings.refused", { n: wrong.size })}</h2>
      <ul class="dots">
        {fields
          .filter(({ id }) => wrong.has(id))
          .map(({ id, name }) => (
            <li>
              <a href={`#${id}`}>{`${name}: ${wrong.get(id)}`}</a>
            </li>
          ))}
      </ul>
    </div>
  );
}

/** Keep, or go on to publishing; what came of it, and the way back. */
function Bar({ frame: { t }, saved, unsaved, drafted, version }: RulesProps) {
  return (
    <div class="save">
      <button type="submit" class="main" name="do" value="save">
        {t("admin.rules.save")}
      </button>
      <button type="submit" class="second" name="do" value="publish">
        {t("admin.rules.publish")}
      </button>
      <p class="state warn" id="unsaved" data-text={t("admin.settings.unsaved")}>
        {unsaved && t("admin.settings.unsaved")}
      </p>
      {saved !== null && (
        <p class="state ok" role="status" id="saved">
          <Icon name="connected" />
          <span>{saidOf(t, saved, drafted, version)}</span>
          {saved > 0 && (
            <button type="submit" form="undo" class="second">
              {t("admin.history.undo")}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function saidOf(t: StaffFrame["t"], saved: number, drafted: boolean, version: number): string {
  if (saved === 0) return t("admin.settings.saved_same");
  return drafted ? t("admin.rules.saved_draft") : t("admin.rules.saved_none", { version });
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
            {t("admin.rules.discard_yes")}
          </button>
        </p>
      </form>
    </details>
  );
}
