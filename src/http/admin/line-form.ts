import type { DataReader } from "#src/db/db.ts";
import { countries } from "#src/hours/holidays.ts";
import type { LineDraft } from "#src/hours/line-draft.ts";
import { staffOfLine } from "#src/hours/lines.ts";
import { languages } from "#src/i18n/i18n.ts";
import { everyoneWithNames } from "#src/staff/staff.ts";
import type { LineFormProps } from "#views/admin/line-form.tsx";
import { type C, lists } from "../context.ts";

/** The form of a line as it was sent. Of a field that came twice the last counts; a missing one is "". */
export async function readLineForm(c: C): Promise<LineDraft> {
  const given = await lists(c);
  const text = (name: string) => given[name]?.at(-1) ?? "";
  return {
    name: text("name"),
    country: text("country"),
    languages: given.languages ?? [],
    ageFrom: text("age_from"),
    ageTo: text("age_to"),
    intakeCap: text("intake_cap"),
    pauseAfter: text("pause_after"),
    staffIds: given.staff ?? [],
  };
}

/** What the form of a line offers to choose from. */
export function lineChoices(db: DataReader, lineId: number | null): LineFormProps["choices"] {
  const chosen = lineId === null ? [] : staffOfLine(db, lineId);
  const here = everyoneWithNames(db).filter(
    ({ id, roles }) => roles.some((role) => role !== "admin") || chosen.includes(id),
  );
  return { countries, languages, staff: here.map(({ id, alias, realName }) => ({ id, alias, realName })) };
}
