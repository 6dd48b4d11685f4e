import { isDate } from "#src/clock.ts";
import { type HsdsRow, type Reading, tellOfRow, textIn } from "./hsds-reading.ts";

const months = "january february march april may june july august september october november december".split(" ");

/** Reads "2026-12-24", "December 24, 2026", and "12/24/2026" if only one can be the month. All else is null, with an issue. */
export function readHsdsDate(reading: Reading, row: HsdsRow, column: string): string | null {
  const text = textIn(row, column);
  if (text === "") return null;
  const refuse = (code: "not_a_date" | "two_digit_year" | "year_unlikely") => {
    tellOfRow(reading, row, code, { column, part: text });
    return null;
  };
  const parts = partsOf(text.slice(0, 60).toLowerCase());
  if (!parts) return refuse("not_a_date");
  const [year, month, date] = parts;
  if (year.length < 4) return refuse("two_digit_year");
  // Some use it for "never ends".
  if (year === "9999") return null;
  const found = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  if (!/^(19|20)\d{2}$/.test(year)) return refuse("year_unlikely");
  return isDate(found) ? found : refuse("not_a_date");
}

function partsOf(text: string): [string, string, string] | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[t ].*)?$/.exec(text);
  if (iso) return [iso[1]!, iso[2]!, iso[3]!];
  const named = /^([a-z]+)\.? (\d{1,2}),? (\d{2,4})$/.exec(text);
  if (named) {
    const month = months.findIndex(
      (name) => name === named[1] || (named[1]!.length === 3 && name.startsWith(named[1]!)),
    );
    return month < 0 ? undefined : [named[3]!, String(month + 1), named[2]!];
  }
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{2,4})$/.exec(text);
  if (!slashed) return undefined;
  const [, first = "", second = "", year = ""] = slashed;
  // "1/11/2014" is different days in different countries.
  if (year.length < 4 || Number(second) > 12 || first === second) return [year, first, second];
  return Number(first) > 12 ? [year, second, first] : undefined;
}
