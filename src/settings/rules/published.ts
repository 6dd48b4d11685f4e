import type { DataReader, Tx } from "#src/db/db.ts";
import { type Reader, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import type { Settings } from "../definitions.ts";
import { factOf, factsOf } from "./facts.ts";
import type { RulePart } from "./own-rules.ts";
import { rules } from "./rules.ts";
import { plain, rulesIn } from "./said.ts";

/** The rules of the service as they stand: each text that was ever in force has a version of its own. */
interface PublishedRules {
  version: number;
  /** ms UTC */
  publishedAt: number;
}

/** A part of a version as it was read in one language. */
export interface WrittenPart {
  /** null where a version was written before parts were told apart. */
  part: RulePart | null;
  title: string;
  lines: string[];
  /** What artificial intelligence did, and how it stood. */
  register: { use: string; state: string }[];
  own: string;
}

type WrittenRules = Record<Language, WrittenPart[]>;

/** The rules in force. There is always one: `publishRules` runs at every start and with every setting that is set. */
export function publishedRules(db: DataReader): PublishedRules {
  const row = db.first(q.selectFrom("rules").select(["version", "published_at"]).orderBy("version", "desc").limit(1));
  if (!row) throw new Error("no rules were published");
  return { version: row.version, publishedAt: row.published_at };
}

/** Returns when rules were first published, which the first start of a helpline does, ms UTC; null before that. */
export function firstPublishedAt(db: Reader): number | null {
  return db.first(firstPublished({}))?.at ?? null;
}

const firstPublished = remembered<Record<string, never>, { at: number | null }>(() =>
  q.selectFrom("rules").select((eb) => eb.fn.min("published_at").as("at")),
);

/** Publishes the rules anew when what is really set, or what the helpline adds, has changed their text in any language. */
export function publishRules(tx: Tx, emit: Emit, set: Settings): void {
  const content = JSON.stringify(writtenRules(set));
  const last = tx.first(q.selectFrom("rules").select("content").orderBy("version", "desc").limit(1));
  if (last?.content === content) return;
  const row = tx.first(
    q
      .insertInto("rules")
      .values({ content, published_at: tx.at, retention_days: set.retentionDays, note_days: set.noteDays })
      .returning("version"),
  );
  emit({ type: "rules.published", version: row!.version });
}

/** The rules as these settings make them, in every language that there is. */
export function writtenRules(set: Settings): WrittenRules {
  const sections = rules(factsOf(set));
  const parts = (language: Language): WrittenPart[] =>
    rulesIn(language, sections, set.ownRules).map(({ lines, ...part }) => ({ ...part, lines: lines.map(plain) }));
  return Object.fromEntries(languages.map((language) => [language, parts(language)])) as WrittenRules;
}

/** A version of the rules, with what is known of it. */
export interface RulesVersion extends PublishedRules {
  rules: WrittenRules;
  /** By which settings it came to be, by name; [] = by an upgrade, or by the first start. */
  causes: string[];
}

/** Every version there was, the newest first, at most `most`. */
export function rulesVersions(db: DataReader, most: number): RulesVersion[] {
  const rows = db.all(q.selectFrom("rules").selectAll().orderBy("version", "desc").limit(most));
  return rows.map((row) => versionOf(db, row));
}

/** One version; undefined where there is none of that number. */
export function rulesVersion(db: DataReader, version: number): RulesVersion | undefined {
  const row = db.first(q.selectFrom("rules").selectAll().where("version", "=", version));
  return row && versionOf(db, row);
}

function versionOf(db: DataReader, row: { version: number; content: string; published_at: number }): RulesVersion {
  const { version, content, published_at: publishedAt } = row;
  return {
    version,
    publishedAt,
    rules: readWritten(JSON.parse(content)),
    causes: causesOf(db, version),
  };
}

/** The settings, told by the rules, that were changed in the very act that made the version: its row stands before the version's. */
function causesOf(db: DataReader, version: number): string[] {
  const audit = q.selectFrom("audit").select(["id", "at", "actor", "action", "after"]);
  const published = db.first(audit.where("action", "=", "rules.published").where("object", "=", `rules:${version}`));
  const before = published && db.first(audit.where("id", "=", published.id - 1));
  // Both of one hand: of the times only the quarter of the hour may be known any more.
  const isOneAct = before?.at === published?.at && before?.actor === published?.actor;
  if (before?.action !== "settings.changed" || !isOneAct) return [];
  const changed = Object.keys(JSON.parse(before.after ?? "{}"));
  return changed.filter((name) => name === "ownRules" || (factOf as Record<string, string | null>)[name]);
}

/** The first versions there ever were are lists of a title and its sentences. */
function readWritten(content: Record<string, (WrittenPart | string[])[]>): WrittenRules {
  const part = (one: WrittenPart | string[]): WrittenPart =>
    Array.isArray(one) ? { part: null, title: one[0] ?? "", lines: one.slice(1), register: [], own: "" } : one;
  return Object.fromEntries(
    languages.map((language) => [language, (content[language] ?? []).map(part)]),
  ) as WrittenRules;
}
