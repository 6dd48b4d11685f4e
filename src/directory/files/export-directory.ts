import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { canonical } from "#src/directory/canonical.ts";
import type { Organization } from "#src/directory/entry/entry.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { entryOf } from "#src/directory/entry/services.ts";
import { regionNames, regions, withParents } from "#src/directory/regions.ts";
import { passedOn } from "#src/directory/sharing/sources.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { writeServices } from "./csv/export-csv.ts";
import { exportHsds, type HsdsExport, type OutgoingService } from "./hsds/export/export-hsds.ts";
import { exportTabular } from "./hsds/export/export-tabular.ts";

export const exportKinds = { csv: "csv", hsds: "json", tabular: "zip" } as const;
export type ExportKind = keyof typeof exportKinds;

interface ExportWish {
  as: ExportKind;
  /** Only what young people see and we may pass on; otherwise everything, as our own copy. */
  onlyPublic: boolean;
  timeZone: string;
  language?: Language;
}

/** Returns the directory as a file, always the same bytes; entries of sources only where they may be passed on. Yields often. */
export function* exportDirectory(
  db: DataReader,
  wish: ExportWish,
): Generator<unknown, { bytes: Uint8Array; services: number }> {
  const rows = db.all(wish.onlyPublic ? toPassOn(db) : own);
  return { bytes: yield* written(db, rows, wish), services: rows.length };
}

/** Returns how many services would be exported. */
export function countExport(db: DataReader, onlyPublic: boolean): number {
  const those = onlyPublic ? toPassOn(db) : own;
  return db.first(
    those
      .clearSelect()
      .clearOrderBy()
      .select((of) => of.fn.countAll<number>().as("n")),
  )!.n;
}

type Rows = { id: string; version_id: number; external_id: string | null; at: number }[];

function* written(db: DataReader, rows: Rows, wish: ExportWish): Generator<unknown, Uint8Array> {
  const { as, onlyPublic, timeZone, language = "en" } = wish;
  const services = readingServices(db, rows);
  if (as === "csv") return new TextEncoder().encode(yield* writeServices(asRows(services), { timeZone, language }));
  const own = new Map(regions(db).map((region) => [region.code, region]));
  const given: HsdsExport = {
    regionName: regionNames(db, "en"),
    regionsOf: (code) => withParents(own, code),
    exactAddresses: !onlyPublic,
  };
  const outgoing: OutgoingService[] = [];
  for (const service of services) {
    outgoing.push(service);
    yield outgoing.length;
  }
  if (as === "tabular") return yield* exportTabular(exportHsds(outgoing, given));
  return yield* asLines(exportHsds(outgoing, given));
}

interface Leaving extends OutgoingService {
  externalId: string | null;
}

// Documents never change, so this is the directory as of the start, however long it takes.
function* readingServices(db: DataReader, rows: Rows): Generator<Leaving, void> {
  const by = new Map<string, Organization>(organizations(db).map(({ id, ...organization }) => [id, organization]));
  for (const { id, version_id, external_id, at } of rows) {
    const entry = entryOf(db, version_id);
    const { name, alternateName, description, website, email } = by.get(entry.organizationId)!;
    const organization = { name, alternateName, description, website, email };
    yield { id, entry, organization, changedAt: at, externalId: external_id };
  }
}

const all = () =>
  q
    .selectFrom("service")
    .innerJoin("service_version as v", "v.id", "service.version_id")
    .select(["service.id", "service.version_id", "service.external_id"])
    .select((of) => of.fn.coalesce("v.modified_at", "v.at").as("at"))
    .orderBy("v.name")
    .orderBy("service.id");
const own = all().where("service.source_id", "is", null);

const toPassOn = (db: DataReader) =>
  all()
    .where("v.visibility", "=", "public")
    .where((of) => of.or([of("service.source_id", "is", null), of("service.source_id", "in", passedOn(db))]));

// Another copy of this directory knows its own ids, too.
function* asRows(services: Iterable<Leaving>) {
  for (const { id, entry, organization, externalId } of services) {
    yield { externalId: externalId ?? id, organization: organization.name, entry };
  }
}

const encoder = new TextEncoder();

function* asLines(services: Iterable<unknown>): Generator<unknown, Uint8Array> {
  const lines: Uint8Array[] = [encoder.encode("[")];
  let size = 1;
  const add = (text: string) => {
    const bytes = encoder.encode(text);
    lines.push(bytes);
    size += bytes.length;
  };
  for (const service of services) {
    add(`${lines.length === 1 ? "\n" : ",\n"}${canonical(service)}`);
    yield lines.length - 1;
  }
  add("\n]\n");
  const all = new Uint8Array(size);
  let at = 0;
  for (const line of lines) {
    all.set(line, at);
    at += line.length;
  }
  return all;
}
