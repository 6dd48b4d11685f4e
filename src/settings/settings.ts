import type { DataReader, Db, Tx } from "#src/db/db.ts";
import { remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { settingsHistory } from "./changes.ts";
import { definitions, type Setting, type SettingName, type Settings } from "./definitions.ts";
import { publishRules } from "./rules/published.ts";
import type { Subject } from "./subjects.ts";

/** What holds where nobody has set anything. */
export function defaults(): Settings {
  return Object.fromEntries(Object.entries(definitions).map(([name, { value }]) => [name, value])) as Settings;
}

/** The settings that stand on one page, in the order they are shown. */
export function namesOf(subject: Subject): SettingName[] {
  return names.filter((name) => definitions[name].subject === subject);
}

const stored = remembered(() => q.selectFrom("setting").select(["name", "value"]));

/** The settings now in force. Where what is stored may not stand, the default holds. */
export function settings(db: DataReader): Settings {
  const rows = db.all(stored({}));
  const known = madeOfRows.get(rows);
  if (known) return known;
  const given = new Map(rows.map((row) => [row.name, row.value]));
  const entries = names.map((name) => [name, inForce(name, given.get(name))]);
  const made = Object.freeze(Object.fromEntries(entries)) as Settings;
  madeOfRows.set(rows, made);
  return made;
}

/** The rows are the same until a setting is stored. */
const madeOfRows = new WeakMap<object, Settings>();

const storedOne = remembered((v: { name: SettingName }) =>
  q.selectFrom("setting").select("value").where("name", "=", v.name),
);

/** One of them, for what is asked with every request of the staff. */
export function setting<Name extends SettingName>(db: DataReader, name: Name): Settings[Name] {
  return inForce(name, db.first(storedOne({ name }))?.value) as Settings[Name];
}

const names = Object.keys(definitions) as SettingName[];

/** Reading a logo or colours anew with every page would cost more than the page: what is stored seldom changes. */
const read = new Map<SettingName, { stored: string; value: unknown }>();

function inForce(name: SettingName, stored: string | undefined): unknown {
  if (stored === undefined) return definitions[name].value;
  const known = read.get(name);
  if (known?.stored === stored) return known.value;
  const value = readStored(name, stored);
  read.set(name, { stored, value });
  return value;
}

function readStored(name: SettingName, stored: string): unknown {
  const { value: standard, allows, read } = definitions[name] as Setting<unknown>;
  try {
    const value: unknown = JSON.parse(stored);
    if (!allows(value)) return standard;
    return read ? read(value) : value;
  } catch {
    return standard;
  }
}

interface SettingsChosen {
  subject: Subject;
  values: Partial<Settings>;
  /** The newest change of the subject that whoever sets them had seen; 0 for none. */
  basedOn?: number;
}

/**
 * Sets settings of one subject, all or nothing, and publishes the rules of the service anew when they name them. Returns
 * the id of the change, 0 when nothing is different. Throws RangeError for a value that is not allowed or of another
 * subject (the pages ask `definitions` and `settingsProblems` before), and `taken` when there is a newer change than `basedOn`, so
 * that nobody writes over a colleague unseen.
 */
export function setSettings(tx: Tx, emit: Emit, { subject, values, basedOn }: SettingsChosen): number {
  const given = Object.keys(values) as SettingName[];
  for (const name of given) refuseWrong(name, subject, values[name]);
  const [now, before] = [settings(tx), storedValues(tx)];
  const changed = given.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(now[name]));
  if (changed.length === 0) return 0;
  refuseTaken(tx, subject, basedOn);
  const after = Object.fromEntries(changed.map((name) => [name, values[name]]));
  store(tx, after);
  return record(tx, emit, subject, { before, after });
}

/** Throws `taken` when there is a newer change of a subject than somebody had seen, who says so. */
export function refuseTaken(tx: Tx, subject: Subject, basedOn: number | undefined): void {
  if (basedOn !== undefined && basedOn !== settingsHistory.newest(tx, subject)) throw new HelplineError("taken");
}

/**
 * Tells what was stored of a subject, and publishes the rules anew when they name it. `before` may hold more than was changed;
 * what it lacks was as shipped. Returns the id of the change.
 */
export function record(
  tx: Tx,
  emit: Emit,
  subject: Subject,
  { before, after }: { before: Record<string, unknown>; after: Record<string, unknown> },
): number {
  const was = Object.fromEntries(Object.keys(after).map((name) => [name, before[name] ?? null]));
  emit({ type: "settings.changed", subject, before: JSON.stringify(was), after: JSON.stringify(after) });
  publishRules(tx, emit, settings(tx));
  return settingsHistory.newest(tx, subject);
}

/** What was set, by name, as it is stored: what nobody has set is not there. */
export function storedValues(db: DataReader): Record<string, unknown> {
  return Object.fromEntries(db.all(stored({})).map(({ name, value }) => [name, JSON.parse(value)]));
}

function refuseWrong(name: SettingName, subject: Subject, value: unknown) {
  const { subject: own, allows } = definitions[name] as { subject: Subject; allows: (value: unknown) => boolean };
  if (own !== subject || !allows(value)) throw new RangeError(`${name} does not take this value`);
}

/** Stores values by name; null means as shipped, so that what is shipped later holds. */
export function store(tx: Tx, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === null) {
      tx.run(q.deleteFrom("setting").where("name", "=", name));
      continue;
    }
    const before = tx.first(q.selectFrom("setting").select("version").where("name", "=", name));
    const version = (before?.version ?? 0) + 1;
    tx.run(q.replaceInto("setting").values({ name, value: JSON.stringify(value), version, changed_at: tx.at }));
  }
}

/** Sets one setting. As `setSettings`. */
export function setSetting<Name extends SettingName>(
  tx: Tx,
  emit: Emit,
  { name, value }: { name: Name; value: Settings[Name] },
): number {
  return setSettings(tx, emit, { subject: definitions[name].subject, values: { [name]: value } });
}

/** Publishes the rules anew where an upgrade has changed their text. */
export function publishUpgradedRules({ db }: { db: Db }): Promise<void> {
  return db.change("porchlight", (tx, emit) => publishRules(tx, emit, settings(tx)));
}
