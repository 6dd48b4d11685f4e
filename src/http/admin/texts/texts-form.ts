import { maxMail } from "#src/callback/words.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { idOf } from "#src/http/frame/history.ts";
import { exampleMails } from "#src/http/frame/mail-examples.ts";
import { type C, type Helpline, lists } from "#src/http/server/context.ts";
import { isLanguage, type Key, type Language } from "#src/i18n/i18n.ts";
import { linkOrigin } from "#src/mail/links.ts";
import { formerValues, settingsChanges } from "#src/settings/changes.ts";
import { settings } from "#src/settings/settings.ts";
import { type TextProblem, textProblem, tidyText } from "#src/settings/texts/text-check.ts";
import { currentTexts, splitName, standardOf, type TextName, textsFor, textsWith } from "#src/settings/texts/texts.ts";
import { groupOfText, textGroups } from "#src/settings/texts/youth-texts.ts";
import type { TextsPlace } from "#views/admin/texts/texts-place.ts";

/** The form of the texts as it was sent. */
export interface TextsForm extends TextsPlace {
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  /** The button that was pressed: "save", "reset fr youth.door.title", "keep fr youth.door.title". */
  action: string;
  /** What stood in the fields, as it was typed. */
  typed: Map<Key, string>;
  /** What the preview is asked to show. */
  wish: Record<string, string>;
}

const maxSearch = 100;

/** The place that an address or a form names; what it does not say is the usual. */
export function readTextsPlace(given: Record<string, string | undefined>, db: DataReader): TextsPlace {
  const { language = "", group, q = "" } = given;
  return {
    language: isLanguage(language) ? language : settings(db).language,
    group: group === "all" ? "all" : (textGroups.find((one) => one === group) ?? "door"),
    q: tidyText(q).slice(0, maxSearch),
  };
}

/**
 * Reads the form of the texts; of a field that came twice the last counts. Throws `bad_input` for what no page of ours
 * sends: another language, a text that young people do not read.
 */
export async function readTextsForm(c: C, db: DataReader): Promise<TextsForm> {
  const given = Object.fromEntries(Object.entries(await lists(c)).map(([name, all]) => [name, all.at(-1) ?? ""]));
  const typed = new Map<Key, string>();
  for (const [name, text] of Object.entries(given)) {
    if (!name.startsWith("text.")) continue;
    const key = name.slice("text.".length);
    if (groupOfText(key) === null) throw new HelplineError("bad_input");
    typed.set(key as Key, text);
  }
  if (!isLanguage(given.language ?? "")) throw new HelplineError("bad_input");
  return {
    ...readTextsPlace(given, db),
    basedOn: idOf(given.based_on),
    action: given.do ?? "save",
    typed,
    wish: given,
  };
}

/**
 * The texts that whoever sent the form has changed, tidy, whatever colleagues have made of others meanwhile. Of a form that does
 * not say what it had seen, those that are otherwise now.
 */
export function touched(db: DataReader, { language, basedOn, typed }: TextsForm): Map<Key, string> {
  const own = currentTexts(db);
  const [first] = settingsChanges(db, "texts")
    .filter(({ id }) => basedOn >= 0 && id > basedOn)
    .reverse();
  const former = first ? formerValues(db, "texts", first.id)! : {};
  const found = new Map<Key, string>();
  for (const [key, text] of typed) {
    const name = `${language} ${key}`;
    const drawn = (Object.hasOwn(former, name) ? (former[name] as string | null) : own[name]) ?? standardOf(name);
    if (tidyText(text) !== tidyText(drawn)) found.set(key, tidyText(text));
  }
  return found;
}

/** What a form sets: null where it says the same as the standard text. */
export function chosen(language: Language, texts: Map<Key, string>): Record<TextName, string | null> {
  const entries = [...texts].map(([key, text]) => {
    const name: TextName = `${language} ${key}`;
    return [name, text === standardOf(name) ? null : text] as const;
  });
  return Object.fromEntries(entries);
}

/** What is wrong with texts, by their key; of a mail, also with all of its texts together. */
export function textProblems(helpline: Helpline, language: Language, texts: Map<Key, string>): Map<Key, TextProblem> {
  const found = [...texts].flatMap(([key, text]) => {
    const problem = textProblem(language, key, text);
    return problem ? [[key, problem] as const] : [];
  });
  const fine = [...texts].filter(([key]) => !found.some(([one]) => one === key));
  return new Map([...longMails(helpline, language, new Map(fine)), ...found]);
}

/**
 * The own texts of mails that are longer than they may be now, by name, with how many bytes: as after a text beside it went back
 * to the standard, or under a longer address.
 */
export function longNow({ db, config }: Helpline): Map<string, number> {
  const own = Object.keys(currentTexts(db)).filter((name) => groupOfText(splitName(name).key) === "mails");
  const found = new Map<string, number>();
  for (const language of new Set(own.map((name) => splitName(name).language)).values()) {
    if (!isLanguage(language)) continue;
    for (const { keys, text } of exampleMails(textsFor(db, language), db, linkOrigin(config), true)) {
      const over = Buffer.byteLength(text) - maxMail;
      const named = keys.filter((key) => !key.endsWith(".subject")).map((key) => `${language} ${key}`);
      if (over > 0) for (const name of named.filter((one) => own.includes(one))) found.set(name, over);
    }
  }
  return found;
}

/** Texts with which a mail would get longer than it may be, beside those that stay. */
function longMails({ db, config }: Helpline, language: Language, texts: Map<Key, string>): [Key, TextProblem][] {
  if (![...texts.keys()].some((key) => groupOfText(key) === "mails")) return [];
  const mails = exampleMails(textsWith(db, language, texts), db, linkOrigin(config), true);
  return mails.flatMap(({ keys, text }) => {
    const over = Buffer.byteLength(text) - maxMail;
    const typed = keys.filter((key) => texts.has(key) && !key.endsWith(".subject"));
    return over > 0
      ? typed.map((key): [Key, TextProblem] => [key, { problem: "mail_too_long", part: String(over) }])
      : [];
  });
}
