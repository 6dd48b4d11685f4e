import { maxMail } from "#src/callback/words.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { idOf } from "#src/http/frame/history.ts";
import { exampleMails } from "#src/http/frame/mail-examples.ts";
import { type C, type Helpline, lists } from "#src/http/server/context.ts";
import { isLanguage, type Key, type Language } from "#src/i18n/i18n.ts";
import { linkOrigin } from "#src/mail/links.ts";
import { formerValues, settingsHistory } from "#src/settings/changes.ts";
import { settings } from "#src/settings/settings.ts";
import { type TextProblem, textProblem, tidyText } from "#src/settings/texts/text-check.ts";
import { currentTexts, splitName, standardOf, type TextName, textsFor, textsWith } from "#src/settings/texts/texts.ts";
import { groupOfText, textGroups } from "#src/settings/texts/youth-texts.ts";
import type { TextsPlace } from "#views/admin/texts/texts-place.ts";

export interface TextsForm extends TextsPlace {
  /** The newest change when the form was drawn; -1 if it does not say. */
  basedOn: number;
  /** The pressed button: "save", "reset fr youth.door.title", "keep fr youth.door.title". */
  action: string;
  typed: Map<Key, string>;
  wish: Record<string, string>;
}

const maxSearch = 100;

/** Returns the place that an address or a form names; what it leaves out is the default. */
export function readTextsPlace(given: Record<string, string | undefined>, db: DataReader): TextsPlace {
  const { language = "", group, q = "" } = given;
  return {
    language: isLanguage(language) ? language : settings(db).language,
    group: group === "all" ? "all" : (textGroups.find((one) => one === group) ?? "door"),
    q: tidyText(q).slice(0, maxSearch),
  };
}

/** Reads the form of the texts; the last of doubled fields counts. Throws `bad_input` for what no page of ours sends. */
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

/** Returns the texts the sender changed, tidied; if the form does not say what it had seen, those that differ now. */
export function touched(db: DataReader, { language, basedOn, typed }: TextsForm): Map<Key, string> {
  const own = currentTexts(db);
  const [first] = settingsHistory
    .latest(db, "texts")
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

/** Returns what a form sets: null for a text equal to the standard one. */
export function chosen(language: Language, texts: Map<Key, string>): Record<TextName, string | null> {
  const entries = [...texts].map(([key, text]) => {
    const name: TextName = `${language} ${key}`;
    return [name, text === standardOf(name) ? null : text] as const;
  });
  return Object.fromEntries(entries);
}

/** Returns what is wrong with texts, by key; an email is also checked as a whole. */
export function textProblems(helpline: Helpline, language: Language, texts: Map<Key, string>): Map<Key, TextProblem> {
  const found = [...texts].flatMap(([key, text]) => {
    const problem = textProblem(language, key, text);
    return problem ? [[key, problem] as const] : [];
  });
  const fine = [...texts].filter(([key]) => !found.some(([one]) => one === key));
  return new Map([...longMails(helpline, language, new Map(fine)), ...found]);
}

/** Returns the own texts of emails that are too long now, by name, with the bytes over; another text or the address has grown. */
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
