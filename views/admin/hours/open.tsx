import type { Language } from "#src/i18n/i18n.ts";
import type { AdviceName, StepToOpen } from "#src/queue/line/checklist.ts";
import type { Opening, Sentences } from "#src/settings/definitions.ts";
import { SettingsHistory } from "#views/admin/subjects/settings-history.tsx";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused } from "#views/parts/told/problems.tsx";
import { Saved } from "#views/parts/told/saved.tsx";
import { idOf } from "./hours-field.tsx";
import { BreakForm } from "./open-break.tsx";
import { ChecklistStep, type StepFacts } from "./open-step.tsx";

export interface OpenProblem {
  field: `note.${Language}` | "anyway";
  problem: "note_long" | "anyway_needed";
}

export interface OpenPageProps extends StepFacts {
  frame: StaffFrame;
  opening: Opening;
  closedNote: Sentences;
  /** A copy was put back, and it was not opened since. */
  isRestored: boolean;
  /** Characters. */
  maxNote: number;
  languages: readonly Language[];
  steps: StepToOpen[];
  advice: readonly AdviceName[];
  /** Young people waiting now, whom closing sends home. */
  waiting: number;
  byHand: string[];
  basedOn: number;
  saved: number | null;
  problems: OpenProblem[];
  refused: string | null;
  late: Late | null;
  changes: ShownChange[];
  zone: string;
}

/** The steps to an open helpline, one after the other, and closing it for a while. */
export function OpenPage(props: OpenPageProps) {
  const { frame, opening, steps, saved, refused, late, changes, zone } = props;
  const { t } = frame;
  const done = steps.filter((step) => step.done).length;
  const wrong = wrongIn(props);
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.subject.opening")}
      here="settings"
      wrong={isRefused({ wrong: wrong.size, refused, late })}
    >
      <SettingsIndex frame={frame} here="opening" />
      <h1>{t("admin.subject.opening")}</h1>
      <TooLate t={t} zone={zone} late={late} look="/admin/open" />
      <Refused sentence={refused} />
      <Problems t={t} wrong={wrong} />
      <State {...props} />
      {opening === "not_yet" && <Checklist {...props} done={done} />}
      {opening === "not_yet" ? <OpenForm {...props} missing={steps.length - done} /> : <BreakForm {...props} />}
      {opening !== "not_yet" && (
        <details class="group">
          <summary>
            <b>{t("admin.open.progress", { done, all: steps.length })}</b>
          </summary>
          <div class="group-fields">
            <Steps {...props} />
            <Advice {...props} />
          </div>
        </details>
      )}
      <SettingsHistory
        t={t}
        subject="opening"
        zone={zone}
        changes={changes}
        saved={saved}
        fields={{ waiting: String(props.waiting) }}
      />
    </StaffSheet>
  );
}

function wrongIn({ frame: { t }, problems, maxNote }: OpenPageProps): Map<string, string> {
  return new Map(problems.map(({ field, problem }) => [idOf(field), t(`admin.open.${problem}`, { most: maxNote })]));
}

function State({ frame: { t }, opening, isRestored, byHand, saved }: OpenPageProps) {
  const lead = { not_yet: "lead", open: "lead_open", break: "lead_break" } as const;
  return (
    <div class="state-of" id="opening">
      <p class="state-now">
        <span class={`dot ${opening === "open" ? "open" : "closed"}`} />
        <b>{t(`admin.open.state.${opening}`)}</b>
      </p>
      <p class="lead">{t(`admin.open.${lead[opening]}`)}</p>
      {isRestored && (
        <p class="note warn" id="restored">
          <Marked t={t} text="admin.open.restored" href="/admin" />
        </p>
      )}
      {opening === "open" && byHand.length > 0 && (
        <p class="note warn">
          <Marked t={t} text="admin.open.by_hand" values={{ lines: byHand.join(", ") }} href="/staff" />
        </p>
      )}
      <div class="row-of">
        <a href="/" target="_blank" rel="noopener" class="second">
          {t("admin.preview.title")}
        </a>
        <Saved t={t} saved={saved} />
      </div>
    </div>
  );
}

function Checklist(props: OpenPageProps & { done: number }) {
  const { frame, steps, done } = props;
  const { t } = frame;
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">{t("admin.open.progress", { done, all: steps.length })}</h2>
      <progress max={steps.length} value={done} aria-labelledby="steps-title" />
      <Steps {...props} />
      <Advice {...props} />
    </section>
  );
}

function Steps(props: OpenPageProps) {
  const { frame, steps } = props;
  const next = steps.find((step) => !step.done);
  return (
    <ol class="steps" id="checked">
      {steps.map((step) => (
        <ChecklistStep t={frame.t} step={step} isNext={step === next} {...props} />
      ))}
    </ol>
  );
}

/** Porchlight cannot see these, so it never calls them done. */
function Advice({ frame: { t }, advice }: OpenPageProps) {
  return (
    <section aria-labelledby="advice-title" id="advice">
      <h3 id="advice-title">{t("admin.open.advice")}</h3>
      <p class="soft">{t("admin.open.advice.lead")}</p>
      <ul class="fields">
        {advice.map((name) => (
          <li id={name}>
            <b>{t(`admin.open.step.${name}`)}</b>
            <p class="soft">{t(`admin.open.step.${name}.why`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenForm(props: OpenPageProps & { missing: number }) {
  const { frame, missing, basedOn, problems } = props;
  const { t } = frame;
  const wrong = problems.some(({ field }) => field === "anyway");
  return (
    <form class="fields press" method="post" action="/admin/open">
      <input type="hidden" name="opening" value="open" />
      <input type="hidden" name="based_on" value={String(basedOn)} />
      <p>{missing === 0 ? t("admin.open.ready") : t("admin.open.not_ready", { n: missing })}</p>
      {missing > 0 && (
        <div class="field">
          <label class="check">
            <input
              type="checkbox"
              name="anyway"
              value="yes"
              id="anyway"
              aria-invalid={wrong ? "true" : undefined}
              aria-describedby="anyway-note"
            />
            {t("admin.open.anyway")}
          </label>
          <p class={wrong ? "wrong" : "note"} id="anyway-note">
            {wrong && t("admin.open.anyway_needed")}
          </p>
        </div>
      )}
      <button type="submit" class="main">
        {t("admin.open.open")}
      </button>
    </form>
  );
}
