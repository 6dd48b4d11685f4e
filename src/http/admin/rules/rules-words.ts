import { consentsTo } from "#src/conversation/counts.ts";
import type { DataReader } from "#src/db/db.ts";
import { toldChanges } from "#src/http/frame/history.ts";
import { type Key, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { SettingsChange } from "#src/settings/changes.ts";
import { definitions } from "#src/settings/definitions.ts";
import { changedPlaces, type OwnRules } from "#src/settings/rules/own-rules.ts";
import { type RulesVersion, rulesVersions, type WrittenPart } from "#src/settings/rules/published.ts";
import type { ShownVersion } from "#views/admin/rules/rules-versions.tsx";
import type { ShownChange } from "#views/parts/told/changes.tsx";

/** Returns who drafted, published or discarded what, and when. */
export function rulesChangesInWords(t: Translate, db: DataReader, changes: SettingsChange[]): ShownChange[] {
  return toldChanges(db, changes, (change) => [changeInWords(t, change)]);
}

function changeInWords(t: Translate, { before, after }: SettingsChange): string {
  if ("ownRules" in after) {
    return t("admin.rules.did_publish", { what: placesInWords(t, before.ownRules ?? {}, after.ownRules ?? {}) });
  }
  if (after.rulesDraft === null) return t("admin.rules.did_discard");
  if (before.rulesDraft === null) return t("admin.rules.did_draft");
  return t("admin.rules.did_redraft", { what: placesInWords(t, before.rulesDraft ?? {}, after.rulesDraft ?? {}) });
}

/** Returns the changed places in words, like "What we keep (Français), How a chat goes (English)". */
export function placesInWords(t: Translate, before: OwnRules, after: OwnRules): string {
  const places = changedPlaces(before, after);
  return places.map(({ part, language }) => `${t(`rules.${part}.title`)} (${languageNames[language]})`).join(", ");
}

const maxVersions = 100;

/** Returns every version of the rules, newest first: since when, who agreed, why it came and what is new. */
export function versionsShown(t: Translate, db: DataReader): ShownVersion[] {
  const all = rulesVersions(db, maxVersions);
  return all.map((one, i) => ({
    version: one.version,
    publishedAt: one.publishedAt,
    consents: consentsTo(db, one.version),
    why: whyInWords(t, one),
    news: newsOf(one.rules[t.language], all[i + 1]?.rules[t.language]),
  }));
}

/** Returns why a version was made, like "because “Words of a chat are kept for” was changed". */
export function whyInWords(t: Translate, { version, causes }: Pick<RulesVersion, "version" | "causes">): string {
  const known = causes.filter((name) => Object.hasOwn(definitions, name));
  if (known.length > 0) {
    return t("admin.rules.because", { what: known.map((name) => t(`admin.setting.${name}` as Key)).join(", ") });
  }
  return t(version === 1 ? "admin.rules.because_first" : "admin.rules.because_porchlight");
}

function newsOf(now: WrittenPart[], before: WrittenPart[] = []): string[] {
  if (before.length === 0) return [];
  const sentences = (parts: WrittenPart[]) =>
    parts.flatMap(({ lines, register, own }) => [
      ...lines,
      ...register.map(({ use, state }) => `${use}: ${state}`),
      ...own.split("\n").filter((line) => line !== ""),
    ]);
  const old = new Set(sentences(before));
  return sentences(now).filter((sentence) => !old.has(sentence));
}
