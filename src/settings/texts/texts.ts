import type { DataReader, Tx } from "#src/db/db.ts";
import { remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { isLanguage, type Key, type Language, standardText, type Translate, translate } from "#src/i18n/i18n.ts";
import { record, refuseTaken } from "../settings.ts";
import { textProblem } from "./text-check.ts";
import { groupOfText } from "./youth-texts.ts";

const ofLanguage = remembered((v: { language: Language }) =>
  q.selectFrom("own_text").select(["key", "text"]).where("language", "=", v.language),
);

/** Within one look at the data the same rows come again and again, and after it mostly rows that say the same. */
const madeOfRows = new WeakMap<object, Translate>();
const madeOfContent = new Map<string, Translate>();
/** More than all languages; past it drafts that admins looked at have gathered. */
const maxMade = 20;

/**
 * The texts of a language as young people of this helpline read them: its own where it has any, else those of the catalog.
 * An own text that no longer fits the catalog (after an upgrade) stands aside for it; nothing is lost, the page of the texts tells.
 */
export function textsFor(db: DataReader, language: Language): Translate {
  const rows = db.all(ofLanguage({ language }));
  if (rows.length === 0) return translate(language);
  const known = madeOfRows.get(rows);
  if (known) return known;
  const content = `${language}${JSON.stringify(rows)}`;
  const made = madeOfContent.get(content) ?? translate(language, ownOf(rows));
  if (madeOfContent.size >= maxMade) madeOfContent.clear();
  madeOfContent.set(content, made);
  madeOfRows.set(rows, made);
  return made;
}

/** The same with some of them as they would be; `texts` may stand. */
export function textsWith(db: DataReader, language: Language, texts: ReadonlyMap<Key, string>): Translate {
  return translate(language, new Map([...ownOf(db.all(ofLanguage({ language }))), ...texts]));
}

function ownOf(rows: { key: string; text: string }[]): Map<string, string> {
  return new Map(rows.filter(({ key }) => groupOfText(key) !== null).map(({ key, text }) => [key, text]));
}

/** An own text is named by its language and key: "fr youth.door.title". */
export type TextName = `${Language} ${string}`;

/** Every own text by its name. */
export function currentTexts(db: DataReader): Record<string, string> {
  return Object.fromEntries(ownTexts(db).map(({ name, text }) => [name, text]));
}

export interface OwnText {
  name: TextName;
  text: string;
  /** What stood in the catalog when it was written: after an upgrade it tells whether that says something else now. */
  standard: string;
}

/** Every own text, by key and language; also of what no catalog has any more. */
export function ownTexts(db: DataReader): OwnText[] {
  const rows = db.all(q.selectFrom("own_text").selectAll().orderBy("key").orderBy("language"));
  return rows.map(({ language, key, text, standard }) => ({ name: `${language} ${key}` as TextName, text, standard }));
}

/**
 * Sets own texts, null = that of the catalog again; the same once more says that it shall stay although the catalog says
 * something else now. Returns the id of the change, 0 when nothing is different. Throws RangeError
 * for a text that may not stand (the page asks `textProblem` before), `taken` when there is a newer change than `basedOn`.
 */
export function setTexts(
  tx: Tx,
  emit: Emit,
  { texts, basedOn }: { texts: Record<TextName, string | null>; basedOn?: number },
): number {
  const now = currentTexts(tx);
  const old = new Set(ownTexts(tx).flatMap(({ name, standard }) => (standard === standardOf(name) ? [] : name)));
  const textNow = (name: string) => (Object.hasOwn(now, name) ? now[name] : null);
  const isDifferent = (name: string, text: string | null) => textNow(name) !== text || old.has(name as TextName);
  const changed = Object.entries(texts).filter(([name, text]) => isDifferent(name, text));
  if (changed.length === 0) return 0;
  if (changed.some(([name, text]) => !mayStand(name, text))) throw new RangeError("a text may not stand");
  refuseTaken(tx, "texts", basedOn);
  const after = Object.fromEntries(changed);
  storeTexts(tx, after);
  return record(tx, emit, "texts", { before: now, after });
}

function mayStand(name: string, text: string | null): boolean {
  if (text === null) return true;
  const { language, key } = splitName(name);
  if (!isLanguage(language) || groupOfText(key) === null) return false;
  return textProblem(language, key as Key, text) === null;
}

/** Stores own texts by name; null removes one. */
export function storeTexts(tx: Tx, texts: Record<string, string | null>): void {
  for (const [name, text] of Object.entries(texts)) {
    const { language, key } = splitName(name);
    if (text === null) tx.run(q.deleteFrom("own_text").where("language", "=", language).where("key", "=", key));
    else tx.run(q.replaceInto("own_text").values({ language, key, text, standard: standardOf(name) }));
  }
}

/** What an own text stands in the place of, by its name; "" where no catalog has it. */
export function standardOf(name: string): string {
  const { language, key } = splitName(name);
  return isLanguage(language) ? (standardText(language, key) ?? "") : "";
}

/** Language and key of a name. */
export function splitName(name: string): { language: string; key: string } {
  const [language = "", key = ""] = name.split(" ", 2);
  return { language, key };
}
