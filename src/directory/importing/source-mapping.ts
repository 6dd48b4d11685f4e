import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { isColumn } from "#src/directory/files/csv/csv-columns.ts";
import { readHours } from "#src/directory/files/hours-text.ts";
import { isHsdsColumn } from "#src/directory/files/hsds/hsds-tables.ts";
import { readAgesText } from "#src/directory/files/meaning/ages-text.ts";
import {
  type MappedKind,
  type Mapping,
  mappedKinds,
  mappingKey,
  noMapping,
  type Questions,
} from "#src/directory/files/meaning/mapping.ts";
import { isTopic } from "#src/directory/topics.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { ImportRun } from "./runs.ts";
import { filesSaid } from "./taking/kept-files.ts";

const maxMapping = 2_000;

/** Returns what a person has said a source means, by its name. */
export function mappingOf(db: DataReader, source: string): Mapping {
  const row = db.first(q.selectFrom("import_mapping").select("mapping").where("source", "=", mappingKey(source)));
  return row ? { ...noMapping(), ...(JSON.parse(row.mapping) as Partial<Mapping>) } : noMapping();
}

/** Remembers what a source means. Throws `bad_input` for a meaning that is none. */
export function setMapping(tx: Tx, emit: Emit, { source, mapping }: { source: string; mapping: Mapping }): void {
  const meanings = Object.entries(mapping).flatMap(([kind, of]) =>
    Object.values(of as Record<string, string>).map((meaning) => ({ kind: kind as MappedKind, meaning })),
  );
  if (meanings.length > maxMapping || !meanings.every(({ kind, meaning }) => isMeaning(kind, meaning)))
    throw new HelplineError("bad_input");
  const key = mappingKey(source);
  const before = mappingOf(tx, source);
  const values = { source: key, mapping: JSON.stringify(mapping), changed_at: tx.at };
  tx.run(
    q
      .insertInto("import_mapping")
      .values(values)
      .onConflict((on) => on.column("source").doUpdateSet({ mapping: values.mapping, changed_at: tx.at })),
  );
  if (JSON.stringify(before) === values.mapping) return;
  emit({ type: "directory.mapped", source: key, before: JSON.stringify(before), after: values.mapping });
}

/** Returns whether somebody can still say what the files of a run mean, which is not being read. */
export function isMappable(db: DataReader, run: ImportRun): boolean {
  const isWaiting = run.readAt !== null && run.appliedAt === null;
  return isWaiting && run.outlook?.asked != null && filesSaid(db, run.id) !== null;
}

/** Returns whether a text is something that a column, a word, ages or hours can mean; "" = nothing. */
export function isMeaning(kind: MappedKind, text: string): boolean {
  if (text === "") return true;
  if (text.length > 200) return false;
  if (kind === "columns") return isColumn(text) || isHsdsColumn(text);
  if (kind === "topics") return isTopic(text);
  if (kind === "ages") return readAgesText(text) !== null;
  return readHours(text, "UTC").calendar !== null;
}

/** What a person is asked about. */
export interface MappingField {
  name: string;
  kind: MappedKind;
  text: string;
  n: number;
  means: string;
  example: string;
}

/** Returns what a person is asked about the files of a run. */
export function mappingFields({ outlook }: ImportRun): MappingField[] {
  const asked: Partial<Questions> = outlook?.asked ?? {};
  return mappedKinds.flatMap((kind) =>
    (asked[kind] ?? []).map(({ text, n, means, example = "" }, i) => ({
      ...{ name: `${kind}.${i}`, kind, text, n, means, example },
    })),
  );
}

/** Returns how much of the files of a run was not understood. */
export function notUnderstood(run: ImportRun): number {
  return mappingFields(run).filter(({ means }) => means === "").length;
}

/** What a field holds when nothing is said, and when a text is said to mean nothing. */
const asRead = "";
const nothing = "-";

/** Returns what the fields hold for a mapping. */
export function typedMapping(mapping: Mapping, run: ImportRun): Record<string, string> {
  return Object.fromEntries(
    mappingFields(run).map(({ name, kind, text }) => {
      const key = mappingKey(text);
      const said = Object.hasOwn(mapping[kind], key) ? mapping[kind][key]! : undefined;
      return [name, said === undefined ? asRead : said || nothing];
    }),
  );
}

/** Returns the mapping that is typed, and what is wrong by field. What is not asked about stays as it was said before. */
export function readMapping(before: Mapping, run: ImportRun, typed: Record<string, string>) {
  const mapping = noMapping();
  const wrong: Pick<MappingField, "name" | "kind">[] = [];
  for (const kind of mappedKinds) Object.assign(mapping[kind], before[kind]);
  for (const { name, kind, text } of mappingFields(run)) {
    const value = typed[name]!;
    const key = mappingKey(text);
    if (value === asRead) delete mapping[kind][key];
    else if (value === nothing) mapping[kind][key] = "";
    else if (isMeaning(kind, value)) mapping[kind][key] = value;
    else wrong.push({ name, kind });
  }
  return { mapping, wrong };
}
