import type { DataReader } from "#src/db/db.ts";
import { bothInWords } from "#src/http/admin/texts/value-words.ts";
import { toldChanges } from "#src/http/frame/history.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { SettingsChange } from "#src/settings/changes.ts";
import { definitions, type SettingName } from "#src/settings/definitions.ts";
import type { ShownChange } from "#views/parts/told/changes.tsx";

/** Who changed what when, in words: "Name: Chat → Porch". */
export function changesInWords(t: Translate, db: DataReader, changes: SettingsChange[]): ShownChange[] {
  return toldChanges(db, changes, ({ before, after }) =>
    Object.keys(after).map((name) => changeInWords(t, name, before[name], after[name])),
  );
}

function changeInWords(t: Translate, name: string, before: unknown, after: unknown): string {
  if (!isSetting(name)) return t("admin.settings.did_unknown");
  const { value: standard, allows } = definitions[name];
  const [was, is] = [before ?? standard, after ?? standard] as [never, never];
  // What another version has allowed may be of a shape that this one cannot read.
  if (!allows(was) || !allows(is)) return t("admin.settings.did_unknown");
  return t("admin.settings.did", { name: t(`admin.setting.${name}` as Key), ...bothInWords(t, name, was, is) });
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(definitions, name);
}
