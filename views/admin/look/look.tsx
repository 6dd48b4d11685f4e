import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { FaceColour, FaceShape } from "#src/settings/look/look.ts";
import type { LookDraft, LookProblem } from "#src/settings/look/look-draft.ts";
import type { LogoProblem } from "#src/settings/look/png-check.ts";
import type { Theme, ThemeName, Variable } from "#src/settings/look/themes.ts";
import { SettingsHistory } from "#views/admin/subjects/settings-history.tsx";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import type { Wrong } from "#views/admin/subjects/subject-fields.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused } from "#views/parts/told/problems.tsx";
import { Preview } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";
import { Colours, sentenceOf } from "./look-colours.tsx";
import { FaceFields, LogoField } from "./look-face.tsx";

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
  logoProblem: LogoProblem | "too_fast" | null;
  /** The logo in the form is not the one that is saved. */
  logoIsNew: boolean;
  saved: number | null;
  unsaved: boolean;
  late: Late | null;
  /** Why nothing was saved though every field may stand, in words. */
  refused: string | null;
  changes: ShownChange[];
  /** IANA name, for the times of the changes. */
  zone: string;
  /** The languages young people find now, the one for everybody else first. */
  offered: readonly Language[];
  choices: LookChoices;
}

/** Colours, face and logo of the helpline, with the young person's page beside them. */
export function Look(props: LookProps) {
  const { frame, saved, late, refused, changes, zone } = props;
  const { t } = frame;
  const wrong = wrongOf(t, props);
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.subject.look")}
      here="settings"
      wrong={isRefused({ wrong: wrong.size, refused, late })}
      script="settings"
    >
      <SettingsIndex frame={frame} here="look" />
      <h1>{t("admin.subject.look")}</h1>
      <p class="lead">{t("admin.subject.look.lead")}</p>
      <TooLate t={t} zone={zone} late={late} look="/admin/look" />
      <Refused sentence={refused} />
      <Problems t={t} wrong={wrong} />
      <LookForm {...props} wrong={wrong} />
      <SettingsHistory t={t} subject="look" zone={zone} changes={changes} saved={saved} />
    </StaffSheet>
  );
}

/** Everything that can be chosen of the look, with the young person's page beside it. */
function LookForm(props: LookProps & { wrong: Wrong }) {
  const { frame, draft, basedOn, wrong, saved, unsaved, offered, choices } = props;
  const { t } = frame;
  return (
    <form
      class="edit"
      id="settings"
      method="post"
      action="/admin/look"
      enctype="multipart/form-data"
      novalidate
      data-preview="/admin/look/preview"
    >
      {/* Enter in a field presses the first button of a form: it shall be this one. */}
      <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
      <input type="hidden" name="based_on" value={String(basedOn)} />
      <div class="fields">
        <Colours t={t} draft={draft} wrong={wrong} choices={choices} />
        <FaceFields t={t} draft={draft} wrong={wrong} choices={choices} />
        <LogoField t={t} logo={draft.logo} isNew={props.logoIsNew} wrong={wrong.get("logo")} />
      </div>
      <Preview t={t} path="/admin/look/preview" pages={["open", "chat", "closed", "how"]} languages={offered} />
      <SaveBar t={t} saved={saved} unsaved={unsaved} />
    </form>
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
