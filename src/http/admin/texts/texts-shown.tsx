import { homeZone } from "#src/hours/lines.ts";
import { basedOnNow, lateOf, type NotDone, statusOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { fold } from "#src/i18n/fold.ts";
import { isLanguage, type Key, type Language, languageNames, textFits, type translate } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";
import { easy, readingLevel, readings } from "#src/i18n/reading.ts";
import { type SettingsChange, settingsHistory } from "#src/settings/changes.ts";
import { settings } from "#src/settings/settings.ts";
import { maxText, type TextProblem } from "#src/settings/texts/text-check.ts";
import { currentTexts, type OwnText, ownTexts, splitName, standardOf } from "#src/settings/texts/texts.ts";
import { groupOfText, type TextGroup, textGroups, youthTexts } from "#src/settings/texts/youth-texts.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import { type PreviewPage, previewPages } from "#views/admin/preview.tsx";
import { TextsPage } from "#views/admin/texts/texts.tsx";
import type { ShownText } from "#views/admin/texts/texts-field.tsx";
import type { ShownOwnText } from "#views/admin/texts/texts-own.tsx";
import type { TextsPlace } from "#views/admin/texts/texts-place.ts";
import { longNow, readTextsPlace } from "./texts-form.ts";
import { exampleValues } from "./texts-values.ts";

interface Shown extends NotDone {
  place?: TextsPlace;
  basedOn?: number;
  typed?: Map<Key, string>;
  problems?: Map<Key, TextProblem>;
  saved?: number | null;
}

/** Shows the page of the texts. */
export function showTexts(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const { place = readTextsPlace({}, db), typed = new Map(), problems = new Map(), saved = null, refused } = shown;
  const frame = staffFrame(c, helpline);
  const own = currentTexts(db);
  const changes = settingsHistory.latest(db, "texts").map((change) => changeInWords(helpline, frame.t, change));
  const late = lateOf(shown.late, changes);
  const values = exampleValues(settings(db), place.language, helpline.clock.now());
  const keys = found(place, own);
  const groups = textGroups.flatMap((group) => {
    const ofGroup = keys.filter((key) => groupOfText(key) === group);
    const texts = ofGroup.map((key) => shownText(place.language, key, own, typed.get(key), problems.get(key), values));
    return texts.length > 0 ? [{ group, texts }] : [];
  });
  const { languages: offered } = settings(db);
  const long = longNow(helpline);
  return page(
    c,
    <TextsPage
      frame={frame}
      place={place}
      choices={{
        languages: offered,
        written: ownTexts(db).map(({ name }) => splitName(name).language),
        groups: [...textGroups, "all"],
      }}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "texts"))}
      groups={groups}
      own={ownTexts(db).map((one) => shownOwnText(one, long.get(one.name) ?? 0))}
      refused={refused ? frame.t(refused.key, refused.values) : null}
      saved={saved}
      unsaved={typed.size > 0}
      late={late}
      changes={changes}
      zone={homeZone(db)}
      preview={{
        pages: pagesFor(place.group),
        languages: [place.language, ...offered.filter((one) => one !== place.language)],
      }}
    />,
    statusOf(problems.size > 0 || refused !== undefined, late),
  );
}

const pages: Partial<Record<TextGroup | "all", PreviewPage>> = {
  closed: "closed",
  waiting: "waiting",
  chat: "chat",
  how: "how",
  which: "which_urgent",
  other: "other",
  later: "later",
  mails: "mails",
};

/** Returns the page on which the texts of a group are previewed first. */
export function previewOf(group: TextGroup | "all"): PreviewPage {
  return pages[group] ?? "open";
}

function pagesFor(group: TextGroup | "all"): PreviewPage[] {
  const first = previewOf(group);
  return [first, ...previewPages.filter((one) => one !== first)];
}

function found({ language, group, q }: TextsPlace, own: Record<string, string>): Key[] {
  const wanted = plain(q);
  if (wanted === "") return youthTexts().filter((key) => group === "all" || groupOfText(key) === group);
  return youthTexts().filter((key) => {
    const name = `${language} ${key}`;
    return [key, standardOf(name), own[name] ?? ""].some((text) => plain(text).includes(wanted));
  });
}

/** Leaves out what nobody types in a search: capitals, accents, marks. */
function plain(text: string): string {
  return fold(text.replace(/<\/?\w+>/g, "")).replaceAll("'", "’");
}

function shownText(
  language: Language,
  key: Key,
  own: Record<string, string>,
  typed: string | undefined,
  problem: TextProblem | undefined,
  values: Record<string, string | number>,
): ShownText {
  const name = `${language} ${key}`;
  const standard = standardOf(name);
  const value = typed ?? own[name] ?? standard;
  const most = maxText(language, key);
  // The readings of an overlong text are left out: it could be a book.
  const read = value.length > most ? [] : readings(language, value, values);
  const asked = [...(shapeOf(language, standard)?.ever ?? [])];
  return {
    key,
    name,
    language,
    standard,
    value,
    isOwn: Object.hasOwn(own, name),
    used: value.length,
    most,
    hard: hardOf(language, read),
    problem: problem ?? null,
    counted: asked.some((one) => one.endsWith(", plural}")),
    fills: asked.filter((one) => !one.includes(",")).map((one) => fillOf(one, values)),
    reads: read.length === 1 && read[0] === value ? [] : read,
  };
}

function hardOf(language: Language, read: string[]): ShownText["hard"] {
  const { words, hard } = readingLevel(language, read);
  return { words: words > easy.words ? words : null, word: hard[0] ?? null };
}

function fillOf(part: string, values: Record<string, string | number>): ShownText["fills"][number] {
  const name = part.slice(1, -1);
  const isMark = part.startsWith("<");
  return { part: isMark ? `${part}…</${name}>` : part, name, example: isMark ? null : String(values[name] ?? "") };
}

function shownOwnText({ name, text, standard }: OwnText, over: number): ShownOwnText {
  const { language, key } = splitName(name);
  const group = groupOfText(key);
  const now = standardOf(name);
  const known = isLanguage(language) && group !== null;
  const fits = known && textFits(language, key as Key, text);
  const overtaken = !known ? "gone" : !fits ? "unfit" : now === standard ? null : "changed";
  const state = overtaken ?? (over > 0 ? "long" : "stands");
  return {
    name,
    key,
    language: isLanguage(language) ? language : null,
    group,
    text,
    before: standard,
    now,
    state,
    over,
  };
}

function changeInWords(
  { db }: Helpline,
  t: ReturnType<typeof translate>,
  { id, at, around, actor, before, after }: SettingsChange,
) {
  const words = Object.keys(after).map((name) => {
    const { language: code } = splitName(name);
    const language = isLanguage(code) ? languageNames[code] : code;
    const said = (value: unknown) => (typeof value === "string" ? value : standardOf(name));
    const [was, is] = [said(before[name]), said(after[name])];
    return was === is
      ? t("admin.texts.did_kept", { language, text: is })
      : t("admin.texts.did", { language, before: was, after: is });
  });
  return { id, at, around, who: aliasOfActor(db, actor), words };
}
