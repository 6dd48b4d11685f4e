import { isDate } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { eveningOf, forCall } from "#src/on-call/rota.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { maxOnCallDates } from "#src/settings/on-call-draft.ts";
import { settings } from "#src/settings/settings.ts";

type Rota = Pick<Settings, "onCallWeek" | "onCallDates">;

/**
 * What the forms of the evenings ask for, as the pressed button says (`do`): the week, one more evening, or one fewer. What has
 * passed goes with it. Throws `bad_input` with its field.
 */
export function rotaOf(db: DataReader, given: Record<string, string>, at: number): Partial<Rota> {
  const { onCallWeek, onCallDates } = settings(db);
  const today = eveningOf(db, at);
  const coming = onCallDates.filter(({ date }) => date >= today);
  const { date = "" } = given;
  switch (given.do) {
    case "week":
      return {
        onCallWeek: onCallWeek.map((now, day) => personOf(db, given[`week.${day}`], `week.${day}`, now)),
      };
    case "add": {
      if (!isDate(date) || date < today) throw new HelplineError("bad_input", "admin.on_call.problem.date", {}, "date");
      const others = coming.filter((one) => one.date !== date);
      if (others.length >= maxOnCallDates) {
        throw new HelplineError("bad_input", "admin.on_call.problem.many", { most: maxOnCallDates }, "date");
      }
      const staffId = personOf(db, given.person, "person", null);
      return { onCallDates: [...others, { date, staffId }].sort((a, b) => (a.date < b.date ? -1 : 1)) };
    }
    case "remove":
      return { onCallDates: coming.filter((one) => one.date !== date) };
    default:
      throw new HelplineError("bad_input");
  }
}

/** Somebody who can be on call, or nobody. Whoever cannot be any more may stay (`now`): to save the week changes only what was chosen. */
function personOf(db: DataReader, text: string | undefined, field: string, now: number | null): number | null {
  if (text === "") return null;
  const id = /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (id === now || forCall(db).some((one) => one.id === id)) return id;
  throw new HelplineError("bad_input", "admin.on_call.problem.person", {}, field);
}
