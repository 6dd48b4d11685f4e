import { idOf } from "#src/http/frame/history.ts";
import { type C, lists } from "#src/http/server/context.ts";
import type { SettingsDraft } from "#src/settings/draft.ts";
import { type EmergencyCountry, maxEmergency, shippedEmergency } from "#src/settings/emergency.ts";

/** The form of a subject as it was sent: what was typed stays as it is. */
interface SubjectForm {
  draft: SettingsDraft;
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  /** The button that was pressed: "save", "add country", "remove country 1". */
  action: string;
  /** What the preview is asked to show. */
  wish: Record<string, string>;
}

/** Reads the form of a subject. Never throws; of a field that came twice the last counts, a missing one is "". */
export async function readSubjectForm(c: C): Promise<SubjectForm> {
  const given = await lists(c);
  const texts = Object.fromEntries(Object.entries(given).map(([name, all]) => [name, all.at(-1) ?? ""]));
  const draft = { texts, languages: given.languages ?? [], countries: countriesOf(texts) };
  const action = texts.do ?? "";
  return {
    draft: { ...draft, countries: changedBy(draft.countries, action, texts.add_country ?? "") },
    basedOn: idOf(texts.based_on),
    action,
    wish: texts,
  };
}

function countriesOf(texts: Record<string, string>): EmergencyCountry[] {
  const rows: EmergencyCountry[] = [];
  // One more than may stand, so that too many are refused and not dropped.
  for (let i = 0; i <= maxEmergency; i += 1) {
    const text = (field: string) => texts[`emergency.${i}.${field}`];
    if (text("country") === undefined && text("call") === undefined) continue;
    const [country, call, police, sms, app, press] = ["country", "call", "police", "sms", "app", "press"].map(
      (field) => text(field) ?? "",
    );
    rows.push({ country: country!, call: call!, police: police!, sms: sms!, app: app!, press: press! });
  }
  return rows;
}

function changedBy(countries: EmergencyCountry[], action: string, added: string): EmergencyCountry[] {
  if (action === "add country" && countries.length < maxEmergency) {
    const known = shippedEmergency.find(({ country }) => country === added);
    return [...countries, known ?? { country: added, call: "", police: "", sms: "", app: "", press: "" }];
  }
  const [, index] = /^remove country (\d)$/.exec(action) ?? [];
  return index === undefined ? countries : countries.filter((_, i) => i !== Number(index));
}
