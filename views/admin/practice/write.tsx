import type { Key, Language } from "#src/i18n/i18n.ts";
import type { SheetProblem } from "#src/practice/writing/fields.ts";
import type { ScenarioSheet } from "#src/practice/writing/sheet.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { sentenceAt } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { Beside, Script, type WriteWords } from "./write-form.tsx";
import { Head, LanguageChoice } from "./write-head.tsx";
import type { Writing } from "./write-rows.tsx";
import { type Trial, TryIt } from "./write-try.tsx";

interface WriteProps {
  frame: StaffFrame;
  id: string;
  version: number;
  sheet: ScenarioSheet;
  language: Language;
  languages: readonly Language[];
  values: ReadonlyMap<string, string>;
  problems: SheetProblem[];
  /** It could not be taken over. */
  isRefused: boolean;
  /** A colleague was faster: who, and what stands where they wrote something else. */
  late: { who: string; theirs: ReadonlyMap<string, string> } | null;
  isTooBig: boolean;
  isSaved: boolean;
  asks: boolean;
  /** The list that was changed just now. */
  opened: string | null;
  trial: Trial;
  /** The rows that the last try fired, and the one that spoke. */
  fired: string[];
  spoke: string | null;
  words: WriteWords;
}

/** A scenario while it is written: all of it in one form, and beside it what it answers. */
export function WriteScenario(props: WriteProps) {
  const { frame, id, version, sheet, language, late, isTooBig, isRefused, isSaved, asks, problems } = props;
  const { t } = frame;
  const path = `/admin/practice/write/${encodeURIComponent(id)}`;
  const name = sheet.words.names[language] ?? Object.values(sheet.words.names)[0] ?? id;
  const of: Writing = {
    ...{ t, path, sheet, language, values: props.values, spoke: props.spoke, fired: props.fired, opened: props.opened },
    problems: byField(problems),
    theirs: late?.theirs ?? new Map(),
  };
  const spoke = sheet.lists.rules.findIndex(({ key }) => key === props.spoke);
  const rule = spoke < 0 ? null : spoke + 1;
  return (
    <StaffSheet frame={frame} title={name} here="settings" wrong={isRefused || late !== null || isTooBig}>
      <SettingsIndex frame={frame} here="practice" isFolded />
      <p>
        <a href="/admin/practice">{t("admin.practice.title")}</a>
      </p>
      <h1>{name}</h1>
      <p class="lead">{t("admin.practice.write.lead")}</p>
      {isSaved && <Done words={t("admin.practice.write.saved")} />}
      {late && (
        <div class="error summary" role="alert" tabindex={-1} autofocus>
          <h2>{t("admin.practice.write.late", { who: late.who })}</h2>
          <p>{t("admin.practice.write.late_next")}</p>
        </div>
      )}
      {isTooBig && (
        <p class="error" role="alert" tabindex={-1} autofocus>
          {t("admin.practice.write.too_big")}
        </p>
      )}
      <Wrong of={of} problems={problems} isRefused={isRefused} />
      <form class="edit write" method="post" action={path} novalidate>
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="language" value={language} />
        <button type="submit" class="sr" name="act" value="save" tabindex={-1}>
          {t("admin.rules.save")}
        </button>
        <div class="fields">
          <LanguageChoice of={of} languages={props.languages} language={language} />
          <Head of={of} />
          <Script of={of} words={props.words} />
          <Beside of={of} />
        </div>
        <TryIt t={t} path={path} language={language} trial={props.trial} rule={rule} />
        <div class="save row-of" id="save">
          {asks ? (
            <>
              <b role="alert">{t("admin.practice.write.asks")}</b>
              <button type="submit" class="main" name="act" value="throw">
                {t("admin.practice.write.discard")}
              </button>
              <button type="submit" class="second" name="act" value="save">
                {t("admin.rules.save")}
              </button>
            </>
          ) : (
            <>
              <button type="submit" class="main" name="act" value="save">
                {t("admin.rules.save")}
              </button>
              <button type="submit" class="second" name="act" value="take">
                {t("admin.practice.write.take")}
              </button>
              <button type="submit" class="quiet" name="act" value="discard" formaction={`${path}#save`}>
                {t("admin.practice.write.discard")}
              </button>
            </>
          )}
        </div>
      </form>
    </StaffSheet>
  );
}

function byField(problems: readonly SheetProblem[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { field, text } of problems) found.set(field, [...(found.get(field) ?? []), asSentence(text)]);
  return found;
}

const asSentence = (text: string) => (/[.!?”]$/.test(text) ? text : `${text}.`);

const mostProblems = 20;

interface WrongProps {
  of: Writing;
  problems: readonly SheetProblem[];
  isRefused: boolean;
}

function Wrong({ of, problems, isRefused }: WrongProps) {
  const { t } = of;
  if (problems.length === 0) return null;
  const title = t("admin.practice.write.wrong", { n: problems.length });
  return (
    <div class={isRefused ? "error summary" : "note warn"} role={isRefused ? "alert" : undefined} id="draft-wrong">
      <p>
        <b>{title}</b>
      </p>
      <ul class="dots">
        {problems.slice(0, mostProblems).map(({ field, text }) => (
          <li dir="auto">
            {field === "" ? (
              asSentence(text)
            ) : (
              <a href={`#${field}`}>{sentenceAt(t, placeOf(of, field), asSentence(text))}</a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a field is called, far from it: “Rules 3”, or its label. */
function placeOf({ t, sheet }: Writing, field: string): string {
  const [list = "", key] = field.split(".");
  const rows = Object.entries(sheet.lists).find(([name]) => name === list)?.[1];
  if (rows) {
    const number = rows.findIndex((one) => one.key === key) + 1;
    return `${t(`admin.practice.write.${list}` as Key)} ${number > 0 ? number : ""}`.trim();
  }
  if (field === "names") return t("admin.entry.name");
  if (field === "trust" || field === "load") return t(`staff.practice.${field}`);
  const isRole = ["who", "voice", "hides", "opens", "closes", "leaves", "stop"].includes(field);
  return t((isRole ? `staff.practice.role_part.${field}` : `admin.practice.write.${field}`) as Key);
}

interface CheckingProps {
  frame: StaffFrame;
  id: string;
  played: number;
  most: number;
}

/** How far the check of a draft is; the page looks again by itself. */
export function CheckingDraft({ frame, id, played, most }: CheckingProps) {
  const { t } = frame;
  const words = t("admin.practice.write.checking", { done: played, most });
  return (
    <StaffSheet frame={frame} title={t("admin.practice.write.take")} here="settings">
      <SettingsIndex frame={frame} here="practice" />
      <h1>{t("admin.practice.write.take")}</h1>
      <div class="once" role="status" id="progress">
        <p>
          <b>{words}</b>
        </p>
        <progress value={played} max={most} aria-label={words} />
        <p class="hint">
          {t("admin.import.looks_again")}{" "}
          <a href={`/admin/practice/write/${encodeURIComponent(id)}`}>{t("admin.import.look_now")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}
