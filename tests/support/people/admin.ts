import type { OpenFiles } from "#src/db/files.ts";
import type { Role } from "#src/events.ts";
import { type Line, line as lineById } from "#src/hours/lines.ts";
import { type FakeClock, fakeClock, type House, house, member } from "#tests/support/house/helpline.ts";
import { type Person, staff } from "#tests/support/house/http.ts";
import { type Sheet, sheet } from "./plain-form.ts";

type HouseOptions = NonNullable<Parameters<typeof house>[0]>;

/** Monday 19 October 2026, noon in Helsinki: the clock goes back within the next 14 days. */
export const monday = Date.UTC(2026, 9, 19, 9);

/** A helpline without hours, and Aino, its admin, at its pages without scripts. */
export interface Desk {
  line: House;
  files: OpenFiles;
  clock: FakeClock;
  aino: Person;
  /** The page of opening hours; the first line's by default. */
  hours(query?: string): Promise<Sheet>;
  /** Adds a line by its form; the first line becomes "English" by default. */
  addLine(changes: Record<string, string | string[]>): Promise<Sheet>;
  stored(id?: number): Line;
  sven(): Promise<Person>;
}

export async function desk(at = monday, options: Pick<HouseOptions, "master"> = {}): Promise<Desk> {
  const clock = fakeClock(at);
  const line = await house({ ...options, clock });
  const { files } = line;
  const aino = await staff(line, line.aino);
  const roles: Role[] = ["admin"];
  return {
    line,
    files,
    clock,
    aino,
    hours: (query = "") => sheet(aino, `/admin/hours${query}`),
    addLine: async (changes) => {
      const page = await sheet(aino, "/admin/lines");
      const isAsked = page.fields("form.fields").some(([name]) => name === "first_name");
      return page.fill({ ...(isAsked ? { first_name: "English" } : {}), ...changes }).press("", "form.fields");
    },
    stored: (id = 1) => lineById(line.helpline.db, id)!,
    sven: async () => staff(line, await member(line.helpline, "sven", "Sven Berg", "Ash", roles)),
  };
}

/** A typed week of evenings: Friday and Saturday past midnight. */
export const evenings = {
  mode: "hours",
  zone: "Europe/Helsinki",
  last_entry: "30",
  "week.0": "16-22",
  "week.1": "16-22",
  "week.2": "16-22",
  "week.3": "16-22",
  "week.4": "22:00–02:00",
  "week.5": "9-12, 22-4",
};
