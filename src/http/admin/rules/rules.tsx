import { homeZone } from "#src/hours/lines.ts";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import { basedOnNow, idOf, lateOf, type NotDone, savedOf, statusOf } from "#src/http/frame/history.ts";
import { preview, previewLanguages, previewWish } from "#src/http/frame/preview.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Language, type Translate } from "#src/i18n/i18n.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { definitions, type SettingName, type Settings } from "#src/settings/definitions.ts";
import { factOf, factsOf } from "#src/settings/rules/facts.ts";
import { maxOwnRules, type OwnRules, type OwnWordsPlace, ruleParts } from "#src/settings/rules/own-rules.ts";
import { hintsFor } from "#src/settings/rules/own-rules-hints.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { rules } from "#src/settings/rules/rules.ts";
import {
  discardRulesDraft,
  isTooLong,
  publishOwnRules,
  saveRulesDraft,
  tidyWords,
} from "#src/settings/rules/rules-draft.ts";
import { plain, rulesIn, type SaidLine } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Rules, type RulesProps } from "#views/admin/rules/rules.tsx";
import type { ShownRulesPart } from "#views/admin/rules/rules-form.tsx";
import { pageOf } from "#views/admin/subjects/settings-index.tsx";
import { rulesChangesInWords, versionsShown } from "./rules-words.ts";

/** GET /admin/rules */
export const rulesPage: Handle = (c, helpline) =>
  showRules(c, helpline, { saved: savedOf(c, settingsHistory.newest(helpline.db, "rules")) });

/** POST /admin/rules: saves the draft, and leads on to publishing it if that was pressed. */
export const saveRules: Handle = async (c, helpline) => {
  const { words, problems, basedOn, action } = await readRulesForm(c);
  const typed = { words, problems, basedOn, unsaved: true };
  if (problems.length > 0) return showRules(c, helpline, typed);
  const saved = await changeSubject(c, helpline, "rules", { seen: basedOn }, (tx, emit) =>
    saveRulesDraft(tx, emit, { words, basedOn }),
  );
  if (typeof saved !== "number") return showRules(c, helpline, { ...typed, ...saved });
  return c.redirect(action === "publish" ? "/admin/rules/publish" : `/admin/rules?saved=${saved}`, 303);
};

/** POST /admin/rules/discard: discards the draft; what young people read stays. */
export const discardRules: Handle = async (c, helpline) => {
  const basedOn = idOf((await fields(c)).based_on);
  const saved = await changeSubject(c, helpline, "rules", { seen: basedOn }, (tx, emit) =>
    discardRulesDraft(tx, emit, { basedOn }),
  );
  if (typeof saved !== "number") return showRules(c, helpline, saved);
  return c.redirect(`/admin/rules?saved=${saved}`, 303);
};

/** GET and POST /admin/rules/preview: the page as young people will read it once the draft, or what was typed, is published. */
export const previewRules: Handle = async (c, helpline) => {
  const form = c.req.method === "POST" ? await readRulesForm(c) : null;
  const wish = previewWish(form?.wish ?? c.req.query(), helpline, "how");
  return preview(
    c,
    helpline,
    (tx, emit) => {
      if (form) saveRulesDraft(tx, emit, { words: standing(form) });
      publishOwnRules(tx, emit, {});
    },
    wish,
  );
};

/** The form of the rules as sent, with everything typed kept as it is. */
interface RulesForm {
  words: OwnRules;
  /** Where words are too long to be kept, and their length, characters. */
  problems: (OwnWordsPlace & { length: number })[];
  /** The newest change when the form was drawn; -1 if it does not say. */
  basedOn: number;
  action: string;
  wish: Record<string, string>;
}

/** Reads the form of the rules. Never throws; the last of doubled fields counts, and unknown fields are ignored. */
async function readRulesForm(c: C): Promise<RulesForm> {
  const given = await fields(c);
  const places = ruleParts.flatMap((part) => languagesOf(given, part).map((language) => ({ part, language })));
  const words: OwnRules = {};
  for (const { part, language } of places) {
    words[part] = { ...words[part], [language]: given[nameOf({ part, language })]! };
  }
  const problems = places
    .filter(({ part, language }) => isTooLong(words[part]![language]!))
    .map((place) => ({ ...place, length: tidyWords(words[place.part]![place.language]!).length }));
  return { words, problems, basedOn: idOf(given.based_on), action: given.do ?? "", wish: given };
}

/** Returns the words of a form without those that are too long, for the preview. */
function standing({ words, problems }: RulesForm): OwnRules {
  const isWrong = (part: string, language: string) =>
    problems.some((one) => one.part === part && one.language === language);
  const parts = Object.entries(words).map(([part, texts]) => {
    const kept = Object.entries(texts).filter(([language]) => !isWrong(part, language));
    return [part, Object.fromEntries(kept)];
  });
  return Object.fromEntries(parts);
}

function languagesOf(given: Record<string, string>, part: string): Language[] {
  const begin = `own.${part}.`;
  const named = Object.keys(given).filter((name) => name.startsWith(begin));
  return named.map((name) => name.slice(begin.length)).filter(isLanguage);
}

function nameOf({ part, language }: OwnWordsPlace): string {
  return `own.${part}.${language}`;
}

interface Shown extends NotDone {
  /** What was typed; else the draft, or the published words if there is none. */
  words?: OwnRules;
  problems?: RulesProps["problems"];
  basedOn?: number;
  saved?: number | null;
  unsaved?: boolean;
}

/** Shows the page of the rules, with what was typed if it could not be kept. */
export function showRules(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const { problems = [], saved = null, unsaved = false, refused } = shown;
  const frame = staffFrame(c, helpline);
  const set = settings(db);
  const words = shown.words ?? set.rulesDraft ?? set.ownRules;
  const changes = rulesChangesInWords(frame.t, db, settingsHistory.latest(db, "rules"));
  const late = lateOf(shown.late, changes);
  const props: RulesProps = {
    frame,
    parts: partsShown(frame.t, set, words),
    languages: previewLanguages(set),
    written: Object.values(words).flatMap((texts) => Object.keys(texts)),
    basedOn: basedOnNow(shown, settingsHistory.newest(db, "rules")),
    most: maxOwnRules,
    problems,
    version: publishedRules(db).version,
    drafted: set.rulesDraft !== null,
    saved,
    unsaved,
    late,
    refused: refused ? frame.t(refused.key, refused.values) : null,
    changes,
    versions: versionsShown(frame.t, db),
    zone: homeZone(db),
  };
  return page(c, <Rules {...props} />, statusOf(problems.length > 0 || refused !== undefined, late));
}

function partsShown(t: Translate, set: Settings, words: OwnRules): ShownRulesPart[] {
  const computed = rulesIn(t.language, rules(factsOf(set)), {});
  return computed.map(({ part, title, lines, register }) => ({
    part,
    title,
    lines: [
      ...lines.map((line) => ({ text: plain(line), setAt: setAt(line) })),
      ...(register.length > 0 ? [{ text: registerInWords(t, register), setAt: null }] : []),
    ],
    own: set.languages.map((language) => {
      const text = words[part]?.[language] ?? "";
      return { language, text, hints: hintsFor(language, text) };
    }),
  }));
}

function registerInWords(t: Translate, register: { use: string; state: string }[]): string {
  return `${t("rules.people.ai")}: ${register.map(({ use, state }) => `${use}: ${state}`).join(", ")}`;
}

function setAt({ fact }: SaidLine): RulesProps["parts"][number]["lines"][number]["setAt"] {
  const names = Object.keys(factOf) as SettingName[];
  const name = fact === null ? undefined : names.find((one) => factOf[one] === fact);
  if (!name) return null;
  return { name, page: pageOf[definitions[name].subject] };
}
