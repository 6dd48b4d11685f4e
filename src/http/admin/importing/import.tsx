import { asStaff } from "#src/db/db.ts";
import { sampleCsv } from "#src/directory/files/csv/sample-csv.ts";
import type { ZipFile } from "#src/directory/files/zip.ts";
import { bringFiles, progressOf } from "#src/directory/importing/import-files.ts";
import { type ImportRun, importRuns, isAnything, waitingRuns } from "#src/directory/importing/runs.ts";
import { localDate } from "#src/hours/instants.ts";
import { homeZone, lines } from "#src/hours/lines.ts";
import { isZone } from "#src/hours/rules/check.ts";
import { zones } from "#src/http/admin/entry/entry-choices.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, type Handle, type Helpline, lists, multipart } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { isNamed } from "#src/i18n/seen.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import {
  Import,
  type ImportDraft,
  type ImportProps,
  type RunState,
  type ShownRun,
} from "#views/admin/importing/import.tsx";

/** GET /admin/directory/import */
export const importPage: Handle = (c, helpline) => showImport(c, helpline, {});

/** GET /admin/directory/import/sample.csv: a table to start from, in the reader's language. */
export const sampleFile: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const { timeZone, country } = lines(db)[0]!;
  const today = localDate(timeZone, clock.now());
  return c.body(sampleCsv(staffFrame(c, helpline).t, { today, country: country ?? "" }), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": 'attachment; filename="places.csv"',
  });
};

const maxFiles = 40;
const maxSource = 200;
/** The largest takes some hundred megabytes until it is applied or forgotten. */
const maxWaiting = 10;

/** POST /admin/directory/import: begins to read what was sent; the run's page shows the progress. */
export const takeImport: Handle = async (c, helpline) => {
  const { db, clock, report } = helpline;
  const { files: uploads, draft } = await readForm(c);
  const { t } = staffFrame(c, helpline);
  const files = [...uploads, ...pasted(t, draft.rows)];
  const timeZone = draft.zone || homeZone(db);
  const { visibility, source } = draft;
  const actor = asStaff(c.get("member").id);
  const wrong: ImportProps["wrong"] = {
    ...(files.length === 0 && { upload: t("admin.hours.file_none") }),
    ...(files.length > maxFiles && { upload: t("admin.import.wrong.many", { most: maxFiles }) }),
    ...(waitingRuns(db, actor) >= maxWaiting && { upload: t("admin.import.wrong.waiting", { most: maxWaiting }) }),
    ...((source.length > maxSource || (source !== "" && !isNamed(source))) && {
      source: t("admin.import.wrong.source"),
    }),
    ...(!isZone(timeZone) && { zone: t("admin.import.wrong.zone") }),
  };
  if (visibility !== "public" && visibility !== "counsellors") {
    return showImport(c, helpline, { draft, wrong: { ...wrong, visibility: t("admin.import.wrong.visibility") } });
  }
  if (Object.keys(wrong).length > 0) return showImport(c, helpline, { draft, wrong });
  const { id, ready } = await bringFiles(db, { files, source, timeZone, visibility, actor, t, at: clock.now() });
  ready.catch((error: unknown) => report("a file was not read to its end", error));
  return c.redirect(`/admin/directory/import/${id}`, 303);
};

async function readForm(c: C): Promise<{ files: ZipFile[]; draft: ImportDraft }> {
  const isMultipart = /^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "");
  const form = isMultipart ? await multipart(c) : null;
  const given: unknown[] = form?.getAll("upload") ?? [];
  // A browser sends a file field without a file as an empty file without a name.
  const uploads = given.filter((one) => one instanceof File && Boolean(one.name)) as File[];
  const files = uploads.map(async (one) => ({
    name: one.name.slice(0, 100),
    bytes: new Uint8Array(await one.arrayBuffer()),
  }));
  const typed = form ? textsOf(form) : await lists(c);
  const last = (name: string) => typed[name]?.at(-1) ?? "";
  const [source, zone, visibility] = [last("source").trim(), last("zone").trim(), last("visibility")];
  return { files: await Promise.all(files), draft: { rows: last("rows"), source, zone, visibility } };
}

function pasted(t: Translate, rows: string): ZipFile[] {
  return rows.trim() === "" ? [] : [{ name: t("admin.import.pasted"), bytes: new TextEncoder().encode(rows) }];
}

function textsOf(form: FormData): Record<string, string[]> {
  const names = ["rows", "source", "zone", "visibility"];
  return Object.fromEntries(
    names.map((name) => [name, form.getAll(name).filter((one: unknown) => typeof one === "string") as string[]]),
  );
}

function showImport(c: C, helpline: Helpline, shown: { draft?: ImportDraft; wrong?: ImportProps["wrong"] }): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const timeZone = homeZone(db);
  const { draft = { rows: "", source: "", zone: timeZone, visibility: "counsellors" }, wrong = {} } = shown;
  const props = {
    frame,
    draft,
    zones: zones(),
    wrong,
    runs: importRuns(db).map((run) => shownRun(helpline, run)),
    zone: timeZone,
    forgotten: c.req.query("forgotten") === "1",
  };
  return page(c, <Import {...props} />, Object.keys(wrong).length > 0 ? 422 : 200);
}

function shownRun({ db }: Helpline, run: ImportRun): ShownRun {
  const { id, fileName, counts, startedAt, appliedAt, undoneAt, actor } = run;
  const at = undoneAt ?? appliedAt ?? startedAt;
  return {
    id,
    fileName,
    counts,
    at,
    state: stateOfRun(run, progressOf(db, id) !== undefined, isAnything(run)),
    who: aliasOfActor(db, actor),
  };
}

/** Returns the state of a run; one that was being read when the helpline stopped does not go on. */
export function stateOfRun(
  { readAt, appliedAt, undoneAt }: ImportRun,
  isGoing: boolean,
  changesAnything: boolean,
): RunState {
  if (isGoing) return "reading";
  if (undoneAt !== null) return "undone";
  if (appliedAt !== null) return "applied";
  if (readAt === null) return "broken";
  return changesAnything ? "waiting" : "nothing";
}
