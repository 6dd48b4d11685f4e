import type { ImportRun } from "#src/directory/importing/runs.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Problems, wrongOf } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";

export interface ShownRun extends Pick<ImportRun, "id" | "fileName" | "counts"> {
  /** Of the last thing that happened to it, ms UTC. */
  at: number;
  state: RunState;
  who: string | null;
}

export type RunState = "reading" | "broken" | "waiting" | "nothing" | "applied" | "undone";

export interface ImportDraft {
  rows: string;
  source: string;
  zone: string;
  visibility: string;
}

export interface ImportProps {
  frame: StaffFrame;
  draft: ImportDraft;
  zones: string[];
  wrong: Partial<Record<"upload" | "source" | "zone" | "visibility", string>>;
  runs: ShownRun[];
  zone: string;
  forgotten: boolean;
}

/** Imports files, and lists earlier imports. */
export function Import({ frame, draft, zones, wrong, runs, zone, forgotten }: ImportProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.import.title")} here="directory" wrong={Object.keys(wrong).length > 0}>
      <FilesNav t={t} here="import" />
      <h1>{t("admin.import.title")}</h1>
      <p class="lead">{t("admin.import.lead")}</p>
      {forgotten && <Done words={t("admin.import.forgotten")} />}
      <Problems t={t} wrong={wrongOf(t, wrong)} />
      <form class="fields" method="post" action="/admin/directory/import" enctype="multipart/form-data" novalidate>
        <div class="field">
          <label for="upload">{t("admin.import.file")}</label>
          <p class="hint" id="upload-hint">
            {t("admin.import.file_hint")}{" "}
            <a href="/admin/directory/import/sample.csv" download>
              {t("admin.import.sample")}
            </a>
          </p>
          <input
            id="upload"
            name="upload"
            type="file"
            multiple
            accept=".csv,.json,.zip,text/csv,application/json,application/zip"
            aria-describedby={wrong.upload ? "upload-hint upload-wrong" : "upload-hint"}
            aria-invalid={wrong.upload ? "true" : undefined}
          />
          <Wrong name="upload" sentence={wrong.upload} />
        </div>
        <div class="field">
          <label for="rows">{t("admin.import.rows")}</label>
          <p class="hint" id="rows-hint">
            {t("admin.import.rows_hint")}
          </p>
          <textarea id="rows" name="rows" rows={3} dir="auto" autocomplete="off" aria-describedby="rows-hint">
            {draft.rows}
          </textarea>
        </div>
        <Visibility t={t} draft={draft} sentence={wrong.visibility} />
        <details class="group" open={Boolean(wrong.source ?? wrong.zone ?? draft.source)}>
          <summary>
            <b>{t("admin.import.of_others")}</b>
          </summary>
          <div class="group-fields fields">
            <TextField
              name="source"
              label={t("admin.entry.name")}
              hint={t("admin.import.source_hint")}
              error={wrong.source}
              value={draft.source}
              autocomplete="off"
              optional
            />
            <div class="field">
              <label for="zone">{t("admin.hours.zone")}</label>
              <p class="hint" id="zone-hint">
                {t("admin.import.zone_hint")}
              </p>
              <input
                id="zone"
                name="zone"
                list="zones"
                autocomplete="off"
                value={draft.zone}
                aria-describedby={wrong.zone ? "zone-hint zone-wrong" : "zone-hint"}
                aria-invalid={wrong.zone ? "true" : undefined}
              />
              <Wrong name="zone" sentence={wrong.zone} />
              <datalist id="zones">
                {zones.map((one) => (
                  <option value={one} />
                ))}
              </datalist>
            </div>
          </div>
        </details>
        <button type="submit" class="main">
          {t("admin.hours.preview_button")}
        </button>
      </form>
      <Runs t={t} runs={runs} zone={zone} />
    </StaffSheet>
  );
}

/** Links between import, export and the entries. */
export function FilesNav({ t, here }: { t: Translate; here: "import" | "export" | null }) {
  return (
    <nav class="tabs" aria-label={t("staff.nav.directory")}>
      <a href="/admin/directory">{t("admin.directory.all")}</a>
      {(["import", "export"] as const).map((one) => (
        <a href={`/admin/directory/${one}`} aria-current={one === here ? "page" : undefined}>
          {t(`admin.${one}.title`)}
        </a>
      ))}
    </nav>
  );
}

function Wrong({ name, sentence }: { name: string; sentence: string | undefined }) {
  return sentence ? (
    <p class="wrong" id={`${name}-wrong`}>
      {sentence}
    </p>
  ) : null;
}

function Visibility({ t, draft, sentence }: { t: Translate; draft: ImportDraft; sentence: string | undefined }) {
  return (
    <fieldset class="field" id="visibility" aria-describedby={sentence ? "visibility-wrong" : undefined}>
      <legend>{t("admin.import.visibility")}</legend>
      {(["counsellors", "public"] as const).map((who) => (
        <label class="check">
          <input type="radio" name="visibility" value={who} checked={draft.visibility === who} />
          <span>
            {t(`admin.import.visibility.${who}`)}
            <small>{t(`admin.import.visibility_hint.${who}`)}</small>
          </span>
        </label>
      ))}
      <Wrong name="visibility" sentence={sentence} />
    </fieldset>
  );
}

function Runs({ t, runs, zone }: { t: Translate; runs: ShownRun[]; zone: string }) {
  if (runs.length === 0) return null;
  return (
    <section class="history" aria-labelledby="runs-title">
      <h2 id="runs-title">{t("admin.import.runs")}</h2>
      <ol class="list">
        {runs.map(({ id, fileName, at, state, counts: { create, update, gone }, who }) => (
          <li>
            <div>
              <p>
                <a href={`/admin/directory/import/${id}`} dir="auto">
                  {fileName}
                </a>{" "}
                <b>{t(`admin.import.state.${state}`)}</b>
              </p>
              <p class="soft small">
                <time datetime={new Date(at).toISOString()}>{t.dateTime(at, zone)}</time> ·{" "}
                {who ?? t("admin.history.by_porchlight")}
                {state !== "reading" && state !== "broken" && (
                  <> · {t("admin.import.run_counts", { create, change: update + gone })}</>
                )}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
