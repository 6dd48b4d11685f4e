import { countExport, type ExportKind, exportDirectory, exportKinds } from "#src/directory/files/export-directory.ts";
import { fileInTurn, inSlices } from "#src/directory/time-slice.ts";
import { HelplineError } from "#src/errors.ts";
import { localDate } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, extendTimeout, fields, fileSeconds, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { Export } from "#views/admin/importing/export.tsx";

const kinds = Object.keys(exportKinds) as ExportKind[];

/** GET /admin/directory/export */
export const exportPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const counts = { all: countExport(db, false), public: countExport(db, true) };
  return page(c, <Export frame={staffFrame(c, helpline)} kinds={kinds} counts={counts} />);
};

const types: Record<ExportKind, string> = {
  csv: "text/csv; charset=utf-8",
  hsds: "application/json; charset=utf-8",
  tabular: "application/zip",
};

/** POST /admin/directory/export/file: the directory as a file, made in pieces; the audit log notes who took it. */
export const exportFile: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const { language } = staffFrame(c, helpline).t;
  const form = await fields(c);
  const as = kinds.find((kind) => kind === (form.as ?? "csv"));
  const which = form.which ?? "all";
  if (as === undefined || (which !== "all" && which !== "public")) throw new HelplineError("bad_input");
  const timeZone = homeZone(db);
  extendTimeout(c, fileSeconds);
  const { bytes } = await fileInTurn(() =>
    inSlices(exportDirectory(db, { as, onlyPublic: which === "public", timeZone, language })),
  );
  await act(c, db, (_tx, emit) => emit({ type: "directory.exported", as, which }));
  const name = `places-${localDate(timeZone, clock.now())}.${exportKinds[as]}`;
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    "Content-Type": types[as],
    "Content-Disposition": `attachment; filename="${name}"`,
    // Compressing it on the way would keep others waiting.
    "Cache-Control": "no-store, no-transform",
  });
};
