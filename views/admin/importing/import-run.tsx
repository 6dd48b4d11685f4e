import type { ImportRun } from "#src/directory/importing/runs.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { FilesNav, type RunState } from "./import.tsx";
import { type Part, Parts } from "./import-parts.tsx";

interface ImportRunProps {
  frame: StaffFrame;
  run: ImportRun;
  state: RunState;
  /** Entries compared so far; `of` is 0 while the file is being read. */
  progress: { done: number; of: number; read: number } | null;
  zones: string[];
  leftOut: boolean;
  /** What of it will be of use, in one line; "" = nothing to say. */
  usable: string;
  /** How much of its files was not understood; null where nothing can be said about that. */
  toMap: number | null;
  parts: Part[];
  /** Alias of who put it in or took it back; null = Porchlight or its command line. */
  who: string | null;
  zone: string;
  saved: boolean;
  /** Just taken back: number of entries that stay, as someone has changed them since. */
  kept: number | null;
  /** Nothing was put in, as someone has changed some of it meanwhile. */
  taken: boolean;
}

/** An imported file: its progress, what it would change, and what became of it. */
export function ImportRunPage(props: ImportRunProps) {
  const { frame, run, state, taken } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={run.fileName} here="directory" wrong={taken}>
      <FilesNav t={t} here={null} />
      <h1 dir="auto">{run.fileName}</h1>
      {taken && <Taken t={t} run={run} />}
      {state === "reading" && <Reading t={t} {...props} />}
      {state === "broken" && (
        <p class="error" role="alert">
          {t("admin.import.broken")} <a href="/admin/directory/import">{t("admin.import.title")}</a>
        </p>
      )}
      {(state === "waiting" || state === "nothing") && <Waiting t={t} {...props} />}
      {(state === "applied" || state === "undone") && <Happened t={t} {...props} />}
      {state !== "reading" && state !== "broken" && <Parts t={t} runId={run.id} parts={props.parts} />}
    </StaffSheet>
  );
}

type Inside = ImportRunProps & { t: Translate };

function Reading({ t, progress, run }: Inside) {
  const { done = 0, of = 0, read = 0 } = progress ?? {};
  const part = Math.floor(read * 100);
  const reading = read > 0 && read < 1 ? t("admin.import.read_part", { part }) : t("admin.import.reading");
  return (
    <div class="once" role="status" id="progress">
      <p>
        <b>{of === 0 ? reading : t("admin.import.compared", { done, of })}</b>
      </p>
      <progress
        value={of > 0 ? done : part}
        max={of > 0 ? of : 100}
        aria-label={of > 0 ? t("admin.import.compared", { done, of }) : reading}
      />
      <p class="hint">
        {t("admin.import.looks_again")} <a href={`/admin/directory/import/${run.id}`}>{t("admin.import.look_now")}</a>
      </p>
    </div>
  );
}

function Counts({ t, run }: { t: Translate; run: ImportRun }) {
  const { create, update, gone, unchanged } = run.counts;
  const rows = { create, update, gone, unchanged, left_out: run.errors };
  return (
    <dl class="about-line">
      {Object.entries(rows).map(([name, n]) =>
        n > 0 || name === "create" || name === "update" ? (
          <>
            <dt>{t(`admin.import.count.${name as keyof typeof rows}`)}</dt>
            <dd>{t.number(n)}</dd>
          </>
        ) : null,
      )}
    </dl>
  );
}

function ToMap({ t, run, toMap }: Pick<ImportRunProps, "run" | "toMap"> & { t: Translate }) {
  if (toMap === null) return null;
  return (
    <p id="to-map">
      {t("admin.mapping.open", { n: toMap })}{" "}
      <a href={`/admin/directory/import/${run.id}/mapping`}>{t("admin.mapping.link")}</a>
    </p>
  );
}

function Waiting({ t, run, state, zones, leftOut, taken, toMap, usable }: Inside) {
  const anything = state === "waiting";
  const { create, update, gone, unchanged } = run.counts;
  const of = `/admin/directory/import/${run.id}`;
  return (
    <>
      <p class="lead">
        {anything
          ? t("admin.import.nothing_yet")
          : t(unchanged > 0 ? "admin.import.all_there" : "admin.import.none_readable", { n: unchanged })}
      </p>
      {usable !== "" && (
        <p id="usable">
          <b>{usable}</b>
        </p>
      )}
      <ToMap t={t} run={run} toMap={toMap} />
      <Counts t={t} run={run} />
      {create > 0 && <p>{run.seen === 0 ? t("admin.import.seen_none") : t("admin.import.seen", { n: run.seen })}</p>}
      <Zones t={t} zones={zones} hint="admin.import.zones_hint" />
      {leftOut && <LeftOut t={t} run={run} />}
      <div class="row-of">
        {anything && !taken && (
          <form method="post" action={`${of}/apply`}>
            <button type="submit" class="main">
              {t("admin.import.apply", { n: create + update + gone })}
            </button>
          </form>
        )}
        <form method="post" action={`${of}/forget`}>
          <button type="submit" class="second">
            {t("admin.import.forget")}
          </button>
        </form>
      </div>
    </>
  );
}

/** Someone with a list from elsewhere sees how its hours are read before it is in. */
function Zones({ t, zones, hint }: { t: Translate; zones: string[]; hint: Key }) {
  if (zones.length === 0) return null;
  return (
    <p id="zones">
      {t("admin.import.zones", { zones: zones.join(", ") })} <span class="soft">{t(hint)}</span>
    </p>
  );
}

function LeftOut({ t, run }: { t: Translate; run: ImportRun }) {
  return (
    <p>
      <a href={`/admin/directory/import/${run.id}/left-out`} download>
        {t("admin.import.left_out", { n: run.errors })}
      </a>
    </p>
  );
}

function Taken({ t, run }: { t: Translate; run: ImportRun }) {
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>{t("admin.directory.bulk_late")}</h2>
      <form method="post" action={`/admin/directory/import/${run.id}/again`}>
        <button type="submit" class="second">
          {t("admin.import.compare_again")}
        </button>
      </form>
    </div>
  );
}

function Happened({ t, run, state, who, zone, saved, kept, zones, leftOut }: Inside) {
  const isIn = state === "applied";
  const at = (isIn ? run.appliedAt : run.undoneAt)!;
  const by = { when: t.dateTime(at, zone), who: who ?? t("admin.history.by_porchlight") };
  return (
    <>
      {saved && isIn && <Done words={t("admin.import.state.applied")} />}
      {!isIn && kept !== null && <Done words={t("admin.import.undone", { n: kept })} />}
      <p class="lead">{t(isIn ? "admin.import.applied_at" : "admin.import.undone_at", by)}</p>
      <Counts t={t} run={run} />
      {isIn && <Zones t={t} zones={zones} hint="admin.import.zones_hint" />}
      {leftOut && <LeftOut t={t} run={run} />}
      {isIn && (
        <form class="fields" method="post" action={`/admin/directory/import/${run.id}/undo`}>
          <div>
            <button type="submit" class="second">
              {t("admin.history.undo")}
            </button>
          </div>
          <p class="hint">{t("admin.import.undo_hint")}</p>
        </form>
      )}
    </>
  );
}
