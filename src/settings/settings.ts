import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { publishRules } from "./published.ts";

interface Setting<Value> {
  value: Value;
  /** Whether a stored or given value may stand. */
  allows(value: Value): boolean;
}

const text = (value: string, allows: (text: string) => boolean = (t) => t.trim().length > 0): Setting<string> => ({
  value,
  allows: (t) => typeof t === "string" && t.length <= 200 && allows(t),
});

const whole = (value: number, least: number, most: number): Setting<number> => ({
  value,
  allows: (n) => Number.isInteger(n) && n >= least && n <= most,
});

/** Everything an admin can set, with what holds until they do. Units are in the names. */
export const definitions = {
  /** Shown in the header of the young person's pages. */
  name: text("Chat"),
  /** The title of every young person's page: neutral, since it stands in the history of the browser. */
  title: text("Chat"),
  /** Where "Leave fast" goes: an ordinary site that nobody wonders about. */
  exitAddress: text("https://www.wikipedia.org/", (t) => /^https:\/\/[^\s"<>]+$/.test(t)),
  emergencyNumber: text("112", (t) => /^\+?[0-9 ]{2,20}$/.test(t)),
  /** The language when a browser asks for none we have (BCP 47). */
  language: { value: "en" as Language, allows: (l: Language) => isLanguage(l) },
  ageFrom: whole(10, 0, 30),
  ageTo: whole(25, 5, 99),
  /** How long a young person who went away finds the same conversation again. */
  resumeMinutes: whole(15, 5, 60),
  /** How long someone who waits and lost the connection keeps the place. */
  placeKeptMinutes: whole(5, 1, 60),
  /** How long the words of an ended conversation are kept. */
  retentionDays: whole(14, 0, 365),
  /** How many may wait for each counsellor who is there; more are told that the line is full. */
  waitingPerCounsellor: whole(2, 1, 1_000),
  /** How long a chat is reckoned to take: who could not be talked with before closing is not let in any more. */
  chatMinutes: whole(45, 10, 180),
  /** How many conversations a counsellor may take at once. */
  chatsAtOnce: whole(2, 1, 4),
} satisfies Record<string, Setting<string> | Setting<number> | Setting<Language>>;

export type SettingName = keyof typeof definitions;
export type Settings = { [Name in SettingName]: (typeof definitions)[Name]["value"] };

/** What holds where nobody has set anything. */
export function defaults(): Settings {
  return Object.fromEntries(Object.entries(definitions).map(([name, { value }]) => [name, value])) as Settings;
}

const stored = prepared(() => q.selectFrom("setting").select(["name", "value"]));

/** The settings now in force. Where what is stored may not stand, the default holds. */
export function settings(db: DataReader): Settings {
  const given = new Map(db.all(stored({})).map((row) => [row.name, row.value]));
  const entries = Object.entries(definitions).map(([name, definition]) => {
    return [name, inForce(definition as Setting<unknown>, given.get(name))];
  });
  return Object.fromEntries(entries) as Settings;
}

function inForce(definition: Setting<unknown>, stored: string | undefined): unknown {
  if (stored === undefined) return definition.value;
  try {
    const value: unknown = JSON.parse(stored);
    return definition.allows(value) ? value : definition.value;
  } catch {
    return definition.value;
  }
}

/** Sets one setting, and publishes the rules of the service anew when they name it. Throws RangeError when its value is not allowed; the pages ask `definitions` before. */
export function setSetting<Name extends SettingName>(
  tx: Tx,
  emit: Emit,
  input: { name: Name; value: Settings[Name] },
): void {
  const definition = definitions[input.name] as Setting<Settings[Name]>;
  if (!definition.allows(input.value)) throw new RangeError(`${input.name} does not take this value`);
  const before = tx.first(q.selectFrom("setting").selectAll().where("name", "=", input.name));
  const after = JSON.stringify(input.value);
  const row = { name: input.name, value: after, version: (before?.version ?? 0) + 1, changed_at: tx.at };
  tx.run(q.replaceInto("setting").values(row));
  emit({ type: "setting.changed", name: input.name, before: before?.value ?? null, after });
  publishRules(tx, emit, settings(tx));
}
