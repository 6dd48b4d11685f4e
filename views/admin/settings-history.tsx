import type { Translate } from "#src/i18n/i18n.ts";
import type { Subject } from "#src/settings/subjects.ts";
import { Icon } from "#views/parts/icons.tsx";
import { History, type HistoryProps, type ShownChange, UndoFields } from "./history.tsx";

/** A change of what is set, as its history tells it. */
export type ShownSettingsChange = ShownChange;

/** Who changed what when, each with its way back. */
export function SettingsHistory({ t, subject, ...rest }: Pick<HistoryProps, "t" | "zone" | "changes"> & Of) {
  return <History t={t} undo={{ action: undoOf(subject) }} none={t("admin.settings.history_none")} {...rest} />;
}

interface Of {
  subject: Subject;
}

const undoOf = (subject: Subject) => `/admin/settings/${subject}/undo`;

/** An undo that was not made, since a colleague was faster. */
export function Stale({ t }: { t: Translate }) {
  return (
    <p class="error" role="alert">
      {t("admin.settings.stale")}
    </p>
  );
}

interface SaveBarProps {
  t: Translate;
  /** The change that was just made, 0 when nothing was different; null when nothing was saved. */
  saved: number | null;
  unsaved: boolean;
}

/** Save, what came of it, and the way back, where the eye is. The undo button belongs to a form `undo` after this one. */
export function SaveBar({ t, saved, unsaved }: SaveBarProps) {
  return (
    <div class="save">
      <button type="submit" class="main" name="do" value="save">
        {t("admin.settings.save")}
      </button>
      <p class="state warn" id="unsaved" data-text={t("admin.settings.unsaved")}>
        {unsaved && t("admin.settings.unsaved")}
      </p>
      {saved !== null && (
        <p class="state ok" role="status" id="saved">
          <Icon name="connected" />
          <span>{t(saved === 0 ? "admin.settings.saved_same" : "admin.settings.saved")}</span>
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

/** The form behind the undo button of a `SaveBar`. */
export function UndoForm({ subject, saved }: { subject: Subject; saved: number | null }) {
  if (saved === null || saved === 0) return null;
  return (
    <form id="undo" method="post" action={undoOf(subject)}>
      <UndoFields changeId={saved} basedOn={saved} />
    </form>
  );
}
