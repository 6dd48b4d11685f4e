import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { cookieHours, type RulesFacts, rules } from "./rules.ts";
import type { Settings } from "./settings.ts";

/** The rules of the service as they stand: each text that was ever in force has a version of its own. */
export interface PublishedRules {
  version: number;
  /** ms UTC */
  publishedAt: number;
}

/** The rules in force. There is always one: `publishRules` runs at every start and with every setting that is set. */
export function publishedRules(db: DataReader): PublishedRules {
  const row = db.first(q.selectFrom("rules").select(["version", "published_at"]).orderBy("version", "desc").limit(1));
  if (!row) throw new Error("no rules were published");
  return { version: row.version, publishedAt: row.published_at };
}

/** Publishes the rules anew when what is really set has changed their text in any language. */
export function publishRules(tx: Tx, emit: Emit, set: Settings): void {
  const content = JSON.stringify(Object.fromEntries(languages.map((language) => [language, written(set, language)])));
  const last = tx.first(q.selectFrom("rules").select("content").orderBy("version", "desc").limit(1));
  if (last?.content === content) return;
  const row = tx.first(q.insertInto("rules").values({ content, published_at: tx.at }).returning("version"));
  emit({ type: "rules.published", version: row!.version });
}

/** What the rules are computed from. */
export function rulesFacts(set: Settings): RulesFacts {
  const { retentionDays, resumeMinutes, placeKeptMinutes, emergencyNumber, ageFrom, ageTo } = set;
  return {
    retentionDays,
    resumeMinutes,
    placeKeptMinutes,
    cookieHours,
    emergency: emergencyNumber,
    ages: [ageFrom, ageTo],
    addressKept: false,
    callback: false,
    supervisorsRead: false,
    ai: false,
  };
}

function written(set: Settings, language: (typeof languages)[number]) {
  const t = translate(language);
  return rules(rulesFacts(set)).map((section) => [t(section.title), ...section.lines.map((l) => t(l.key, l.values))]);
}
