import type { DataReader } from "#src/db/db.ts";
import type { LineDraft } from "#src/hours/line-draft.ts";
import { staffOfLine } from "#src/hours/lines.ts";
import { countries } from "#src/hours/rules/holidays.ts";
import { idOf } from "#src/http/frame/history.ts";
import { type C, lists } from "#src/http/server/context.ts";
import { languages } from "#src/i18n/i18n.ts";
import { everyoneWithNames } from "#src/staff/staff.ts";
import type { LineFormProps } from "#views/admin/hours/line-form.tsx";

interface LineForm {
  draft: LineDraft;
  /** The newest change of the line when the form was drawn; -1 if it does not say. */
  basedOn: number;
}

/** Reads the form of a line. The last of doubled fields counts; a missing one that the form always has is "". */
export async function readLineForm(c: C): Promise<LineForm> {
  const given = await lists(c);
  const text = (name: string) => given[name]?.at(-1) ?? "";
  const first = given.first_name?.at(-1);
  const draft: LineDraft = {
    name: text("name"),
    country: text("country"),
    languages: given.languages ?? [],
    ageFrom: text("age_from"),
    ageTo: text("age_to"),
    intakeCap: text("intake_cap"),
    pauseAfter: text("pause_after"),
    staffIds: given.staff ?? [],
    ...(first === undefined ? {} : { firstName: first }),
  };
  return { draft, basedOn: idOf(given.based_on?.at(-1)) };
}

/** Returns what the form of a line offers to choose from. */
export function lineChoices(db: DataReader, lineId: number | null): LineFormProps["choices"] {
  const chosen = lineId === null ? [] : staffOfLine(db, lineId);
  const here = everyoneWithNames(db).filter(
    ({ id, roles }) => roles.some((role) => role !== "admin") || chosen.includes(id),
  );
  return { countries, languages, staff: here.map(({ id, alias, realName }) => ({ id, alias, realName })) };
}
