import type { ExportKind } from "#src/directory/files/export-directory.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { FilesNav } from "./import.tsx";

interface ExportProps {
  frame: StaffFrame;
  kinds: ExportKind[];
  /** Our own entries, and those of all that may be passed on. */
  counts: { all: number; public: number };
}

/** Exports the directory as a file. */
export function Export({ frame, kinds, counts }: ExportProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.export.title")} here="directory">
      <FilesNav t={t} here="export" />
      <h1>{t("admin.export.title")}</h1>
      <p class="lead">{t("admin.export.lead")}</p>
      <form class="fields" method="post" action="/admin/directory/export/file">
        <fieldset class="field">
          <legend>{t("staff.nav.directory")}</legend>
          {(["all", "public"] as const).map((which, i) => (
            <label class="check">
              <input type="radio" name="which" value={which} checked={i === 0} />
              <span>
                {t(`admin.export.which.${which}`, { n: counts[which] })}
                <small>{t(`admin.export.which_hint.${which}`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset class="field">
          <legend>{t("admin.export.as")}</legend>
          {kinds.map((kind, i) => (
            <label class="check">
              <input type="radio" name="as" value={kind} checked={i === 0} />
              <span>
                {t(`admin.export.as.${kind}`)}
                <small>{t(`admin.export.as_hint.${kind}`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <button type="submit" class="main">
          {t("admin.export.title")}
        </button>
      </form>
    </StaffSheet>
  );
}
