import type { DataReader } from "#src/db/db.ts";
import { isLanguage, type Key, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { SettingsChange } from "#src/settings/changes.ts";
import { definitions, type SettingName } from "#src/settings/definitions.ts";
import type { EmergencyCountry } from "#src/settings/emergency.ts";
import type { Logo } from "#src/settings/logo.ts";
import type { FaceColour, FaceShape } from "#src/settings/look.ts";
import type { Theme, ThemeName } from "#src/settings/themes.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import type { ShownSettingsChange } from "#views/admin/settings-history.tsx";

/** Who changed what when, in words: "Name: Chat → Porch". */
export function changesInWords(t: Translate, db: DataReader, changes: SettingsChange[]): ShownSettingsChange[] {
  return changes.map(({ id, at, actor, before, after }) => ({
    id,
    at,
    who: aliasOfActor(db, actor),
    words: Object.keys(after).map((name) => changeInWords(t, name as SettingName, before[name], after[name])),
  }));
}

function changeInWords(t: Translate, name: SettingName, before: unknown, after: unknown): string {
  const known = Object.hasOwn(definitions, name);
  if (!known) return name;
  const standard = definitions[name].value;
  const [was, is] = [before ?? standard, after ?? standard].map((value) => valueInWords(t, name, value));
  return t("admin.settings.did", { name: t(`admin.setting.${name}` as Key), before: was!, after: is! });
}

/** A value of a setting as a person says it. */
export function valueInWords(t: Translate, name: SettingName, value: unknown): string {
  if (name === "emergency") return (value as EmergencyCountry[]).map((one) => countryInWords(t, one)).join("; ");
  if (Array.isArray(value)) return value.map((one) => (isLanguage(one) ? languageNames[one] : String(one))).join(", ");
  if (name === "language" && isLanguage(String(value))) return languageNames[value as "en"];
  if (name === "theme") return t(`admin.look.theme.${value as ThemeName | "own"}`);
  if (name === "face") return t(`admin.look.face.${value as FaceShape}`);
  if (name === "faceColour") return t(`admin.look.face_colour.${value as FaceColour}`);
  if (name === "colours") return coloursInWords(value as Theme);
  if (name === "logo") return logoInWords(t, value as Logo | null);
  if (typeof value === "number") return t.number(value);
  if (typeof value === "string") return value;
  return t("admin.settings.did_long");
}

function countryInWords(t: Translate, { country, call, sms, app, press }: EmergencyCountry): string {
  const name = new Intl.DisplayNames(t.language, { type: "region" }).of(country) ?? country;
  return [`${name} ${call}`, sms, app, press].filter((part) => part !== "").join(" / ");
}

/** The colours that tell one theme from another. */
function coloursInWords({ light, dark }: Theme): string {
  return [light.bg, light.accent, dark.bg, dark.accent].join(" ");
}

function logoInWords(t: Translate, logo: Logo | null): string {
  return logo
    ? t("admin.look.logo.size", { width: t.number(logo.width), height: t.number(logo.height) })
    : t("admin.look.logo.no");
}
