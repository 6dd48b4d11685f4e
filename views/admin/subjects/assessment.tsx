import type { Language } from "#src/i18n/i18n.ts";
import type { Assessment, QuestionName } from "#src/settings/assessment.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused } from "#views/parts/told/problems.tsx";
import { Preview } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";
import { SettingsHistory } from "./settings-history.tsx";
import { SettingsIndex } from "./settings-index.tsx";

interface AssessmentPageProps {
  frame: StaffFrame;
  /** As the form has it. */
  assessment: Assessment;
  /** What young people find now. */
  isOn: boolean;
  /** What the directory lacks for the questions to lead anywhere. */
  missing: "missing" | "missing_emergency" | null;
  /** In words, in their order. */
  rules: { when: string[]; what: string[] }[];
  basedOn: number;
  /** They are to be shown, and none was chosen. */
  noneAsked: boolean;
  saved: number | null;
  unsaved: boolean;
  late: Late | null;
  refused: string | null;
  changes: ShownChange[];
  languages: readonly Language[];
  /** IANA name, for the times of the changes. */
  zone: string;
}

const names = ["urgent", "topics", "age", "region", "channel"] as const satisfies QuestionName[];
const path = "/admin/assessment";

/** The first questions, the rules of what follows from the answers, and the way to try them. */
export function AssessmentPage(props: AssessmentPageProps) {
  const { frame, isOn, missing, saved, unsaved, late, changes, zone, noneAsked } = props;
  const { t } = frame;
  const pages = inOrder(props.assessment).map((name) => `which_${name}` as const);
  const wrong = new Map(noneAsked ? [["questions", t("admin.assessment.none_asked")]] : []);
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.subject.assessment")}
      here="settings"
      wrong={isRefused({ wrong: wrong.size, refused: props.refused, late })}
      script="settings"
    >
      <SettingsIndex frame={frame} here="assessment" />
      <h1>{t("admin.subject.assessment")}</h1>
      <p class="lead">{t("admin.subject.assessment.lead")}</p>
      <p class="state-now">
        <span class={`dot ${isOn ? "open" : "closed"}`} /> <b>{t(isOn ? "admin.value.on" : "admin.value.off")}</b>
      </p>
      {missing && (
        <p class="note warn">
          <Marked t={t} text={`admin.assessment.${missing}`} href="/admin/directory" />
        </p>
      )}
      <TooLate t={t} zone={zone} late={late} look={path} />
      <Refused sentence={props.refused} />
      <Problems t={t} wrong={wrong} />
      <form class="edit" id="assessment" method="post" action={path} novalidate data-preview={`${path}/preview`}>
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        <input type="hidden" name="based_on" value={String(props.basedOn)} />
        <div class="fields">
          <Questions {...props} />
        </div>
        <Preview t={t} path={`${path}/preview`} pages={pages} languages={props.languages} />
        <SaveBar t={t} saved={saved} unsaved={unsaved} />
      </form>
      <Rules {...props} />
      <SettingsHistory t={t} subject="assessment" zone={zone} changes={changes} saved={saved} />
    </StaffSheet>
  );
}

/** Those that are asked, then the others. */
function inOrder({ questions }: Assessment): QuestionName[] {
  return [...questions, ...names.filter((name) => !questions.includes(name))];
}

function Questions({ frame: { t }, assessment, noneAsked }: AssessmentPageProps) {
  const { on, questions } = assessment;
  return (
    <>
      <div class="field">
        <label class="check">
          <input type="checkbox" name="on" value="yes" checked={on} />
          {t("admin.assessment.show")}
        </label>
      </div>
      <fieldset class="field" id="questions" aria-describedby="questions-note">
        <legend>{t("admin.assessment.questions")}</legend>
        {inOrder(assessment).map((name, index) => (
          <Question t={t} name={name} index={index} checked={questions.includes(name)} />
        ))}
        <p class={noneAsked ? "wrong" : "note"} id="questions-note">
          {noneAsked && t("admin.assessment.none_asked")}
        </p>
      </fieldset>
    </>
  );
}

function Question(props: { t: StaffFrame["t"]; name: QuestionName; index: number; checked: boolean }) {
  const { t, name, index, checked } = props;
  const words = t(`youth.which.ask.${name}`);
  return (
    <>
      <div class="order">
        <select name={`place.${name}`} aria-label={t("admin.assessment.place_of", { question: words })}>
          {names.map((_, place) => (
            <option value={String(place)} selected={place === index}>
              {t.number(place + 1)}
            </option>
          ))}
        </select>
        <label class="check">
          <input type="checkbox" name="question" value={name} checked={checked} />
          {words}
        </label>
      </div>
      {name === "region" && <p class="hint">{t("admin.assessment.region_hint")}</p>}
    </>
  );
}

function Rules({ frame: { t }, rules, basedOn }: AssessmentPageProps) {
  return (
    <section aria-labelledby="rules-title" id="assessmentRules">
      <h2 id="rules-title">{t("admin.assessment.rules")}</h2>
      <p class="hint">{t("admin.assessment.rules_hint")}</p>
      <p class="row-of">
        <a class="second" href={`${path}?rule=new`}>
          {t("admin.assessment.add")}
        </a>
        <a class="second" href={`${path}/try`}>
          {t("admin.assessment.try")}
        </a>
      </p>
      {rules.length === 0 && <p>{t("admin.assessment.rules_none")}</p>}
      <form method="post" action={path} class="rules-of">
        <input type="hidden" name="based_on" value={String(basedOn)} />
        {rules.length > 0 && (
          <table class="table">
            <caption class="sr">{t("admin.assessment.rules")}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <span class="sr">{t("admin.assessment.rules")}</span>
                </th>
                <th scope="col">{t("admin.assessment.if")}</th>
                <th scope="col">{t("admin.assessment.then")}</th>
                <th scope="col">
                  <span class="sr">{t("admin.lines.change")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule, index) => (
                <Rule t={t} rule={rule} index={index} last={index === rules.length - 1} />
              ))}
            </tbody>
          </table>
        )}
        <button type="submit" class="quiet" name="do" value="shipped">
          {t("admin.assessment.shipped")}
        </button>
      </form>
    </section>
  );
}

interface RuleProps {
  t: StaffFrame["t"];
  rule: AssessmentPageProps["rules"][number];
  index: number;
  last: boolean;
}

function Rule({ t, rule, index, last }: RuleProps) {
  const name = t("admin.assessment.rule_n", { n: index + 1 });
  const verbs = [...(index > 0 ? (["up"] as const) : []), ...(last ? [] : (["down"] as const)), "remove" as const];
  return (
    <tr>
      <th scope="row">
        <a href={`${path}?rule=${index}`}>{name}</a>
      </th>
      <td data-label={t("admin.assessment.if")}>
        <Words all={rule.when} />
      </td>
      <td data-label={t("admin.assessment.then")}>
        <Words all={rule.what} />
      </td>
      <td>
        <div class="row-of">
          {verbs.map((verb) => (
            <button type="submit" class="quiet" name="do" value={`${verb} ${index}`}>
              {t(`admin.assessment.${verb}`)}
              <span class="sr">{`: ${name}`}</span>
            </button>
          ))}
        </div>
      </td>
    </tr>
  );
}

const Words = ({ all }: { all: string[] }) => (
  <ul class="dots">
    {all.map((words) => (
      <li dir="auto">{words}</li>
    ))}
  </ul>
);
