import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { FaceColour, FaceShape } from "#src/settings/look.ts";
import type { LookDraft, LookProblem } from "#src/settings/look-draft.ts";
import type { LogoProblem } from "#src/settings/png-check.ts";
import type { Theme, ThemeName, Variable } from "#src/settings/themes.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Meanwhile } from "./history.tsx";
import { sentenceOf } from "./look-colours.tsx";
import { LookForm } from "./look-form.tsx";
import { SettingsHistory, type ShownSettingsChange, Stale, UndoForm } from "./settings-history.tsx";
import { SettingsIndex } from "./settings-index.tsx";
import type { Wrong } from "./subject-fields.tsx";

export interface LookChoices {
  themes: { name: ThemeName; theme: Theme }[];
  variables: readonly Variable[];
  faces: readonly FaceShape[];
  /** null = as the lamp. */
  faceColours: { name: FaceColour; fill: string | null }[];
}

export interface LookProps {
  frame: StaffFrame;
  draft: LookDraft;
  /** The newest change when the form was drawn. */
  basedOn: number;
  problems: LookProblem[];
  logoProblem: LogoProblem | "too_heavy" | null;
  /** The logo in the form is not the one that is saved. */
  logoIsNew: boolean;
  saved: number | null;
  unsaved: boolean;
  /** A colleague was faster: nothing was saved. */
  taken: boolean;
  meanwhile: ShownSettingsChange[];
  /** Nothing was undone, because a colleague was faster. */
  stale: boolean;
  changes: ShownSettingsChange[];
  /** IANA name, for the times of the changes. */
  zone: string;
  /** The languages young people find now. */
  offered: readonly Language[];
  choices: LookChoices;
}

/** Colours, face and logo of the helpline, with the young person's page beside them. */
export function Look(props: LookProps) {
  const { frame, saved, taken, meanwhile, changes, zone } = props;
  const { t } = frame;
  const wrong = wrongOf(t, props);
  return (
    <StaffSheet frame={frame} title={t("admin.subject.look")} here="settings" script="settings">
      <SettingsIndex t={t} here="look" />
      <h1>{t("admin.subject.look")}</h1>
      <p class="lead">{t("admin.subject.look.lead")}</p>
      {taken && <Meanwhile t={t} zone={zone} changes={meanwhile} look="/admin/look" />}
      {props.stale && <Stale t={t} />}
      {wrong.size > 0 && <Refused t={t} wrong={wrong} />}
      <LookForm {...props} wrong={wrong} />
      <UndoForm subject="look" saved={saved} />
      <SettingsHistory t={t} subject="look" zone={zone} changes={changes} />
    </StaffSheet>
  );
}

/** One sentence for each field: of the pairs that fail at it, the worst. */
function wrongOf(t: Translate, { problems, logoProblem }: LookProps): Wrong {
  const wrong = new Map<string, string>();
  for (const problem of problems) {
    if (!wrong.has(problem.field)) wrong.set(problem.field, sentenceOf(t, problem));
  }
  if (logoProblem) wrong.set("logo", t(`admin.look.logo.${logoProblem}`));
  return wrong;
}

function Refused({ t, wrong }: { t: Translate; wrong: Wrong }) {
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>{t("admin.settings.refused", { n: wrong.size })}</h2>
      <ul class="dots">
        {[...wrong].map(([field, sentence]) => (
          <li>
            <a href={`#${field}`}>{sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
