import { asStaff, type DataReader } from "#src/db/db.ts";
import { blankEntry } from "#src/directory/entry/entry.ts";
import { columns } from "#src/directory/files/csv/csv-columns.ts";
import { hsdsColumns } from "#src/directory/files/hsds/hsds-tables.ts";
import { nameOfSource, progressOf, readFilesAgain, tryMapping } from "#src/directory/importing/import-files.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import type { ImportRun } from "#src/directory/importing/runs.ts";
import {
  isMappable,
  mappingFields,
  mappingOf,
  readMapping,
  setMapping,
  typedMapping,
} from "#src/directory/importing/source-mapping.ts";
import { regionNames } from "#src/directory/regions.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { MappingPage, type MappingProps, type MappingRow } from "#views/admin/importing/mapping.tsx";
import { placeLine } from "./import-parts.ts";
import { runOf } from "./import-run.tsx";

/** GET /admin/directory/import/:id/mapping: what the columns and words of its files mean. */
export const mappingPage: Handle = (c, helpline) => {
  const run = waitingRun(c, helpline);
  return showMapping(c, helpline, {
    run,
    typed: typedMapping(mappingOf(helpline.db, nameOfSource(helpline.db, run.id)), run),
  });
};

/** POST /admin/directory/import/:id/mapping: tries it out on ten places, or remembers it and reads the files again. */
export const saveMapping: Handle = async (c, helpline) => {
  const { db, clock, report } = helpline;
  const run = waitingRun(c, helpline);
  const form = await lists(c);
  const typed = Object.fromEntries(
    mappingFields(run).map(({ name }) => [name, (form[name]?.at(-1) ?? "").trim().slice(0, maxTyped)]),
  );
  const { t } = staffFrame(c, helpline);
  const { mapping, wrong } = readMapping(mappingOf(db, nameOfSource(db, run.id)), run, typed);
  if (wrong.length > 0) {
    const sentences = Object.fromEntries(wrong.map(({ name, kind }) => [name, t(`admin.mapping.wrong.${kind}`)]));
    return showMapping(c, helpline, { run, typed, wrong: sentences });
  }
  const wanted = form.do?.at(-1);
  if (wanted !== "try" && wanted !== "save") throw new HelplineError("bad_input");
  if (wanted === "try") {
    const tried = await tryMapping(db, { runId: run.id, mapping, most: 10, at: clock.now() });
    return showMapping(c, helpline, { run, typed, tried });
  }
  const actor = asStaff(c.get("member").id);
  await db.change(actor, (tx, emit) => setMapping(tx, emit, { source: nameOfSource(tx, run.id), mapping }));
  const { ready } = await readFilesAgain(db, { runId: run.id, actor, at: clock.now(), t });
  ready.catch((error: unknown) => report("a file was not read to its end", error));
  return c.redirect(`/admin/directory/import/${run.id}`, 303);
};

const maxTyped = 200;

function waitingRun(c: C, helpline: Helpline): ImportRun {
  const run = runOf(c, helpline);
  if (progressOf(helpline.db, run.id) || !isMappable(helpline.db, run)) throw new HelplineError("not_found");
  return run;
}

function showMapping(
  c: C,
  helpline: Helpline,
  shown: { run: ImportRun; typed: Record<string, string>; wrong?: Record<string, string>; tried?: Incoming },
): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const { run, typed, wrong = {}, tried } = shown;
  const rows: MappingRow[] = mappingFields(run).map((field) => ({ ...field, typed: typed[field.name]! }));
  const props: MappingProps = {
    frame,
    run,
    source: nameOfSource(db, run.id),
    rows,
    wrong,
    columns: columnChoices(t, run),
    topics: serviceTopics.map((topic) => ({ value: topic, label: t(`topic.${topic}`) })),
    tried: tried ? placesIn(db, t, tried) : null,
  };
  return page(c, <MappingPage {...props} />, Object.keys(wrong).length > 0 ? 422 : 200);
}

function columnChoices(t: Translate, { kind }: ImportRun): MappingProps["columns"] {
  if (kind === "hsds") return hsdsColumns.map((value) => ({ value, label: value }));
  return columns.map((value) => ({ value, label: t(`admin.import.column.${value}`) }));
}

function placesIn(db: DataReader, t: Translate, { services, organizations }: Incoming): MappingProps["tried"] {
  const by = new Map(organizations.map(({ externalId, organization }) => [externalId, organization.name]));
  return services.slice(0, 10).map(({ entry, organization }) => {
    const names = { organization: () => by.get(organization) ?? entry.name, region: regionNames(db, t.language) };
    return placeLine(t, { ...blankEntry(""), ...entry }, names);
  });
}
