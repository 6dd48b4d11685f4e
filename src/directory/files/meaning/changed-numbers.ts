import type { Channel } from "#src/directory/entry/entry.ts";
import { dialOf } from "#src/directory/entry/entry.ts";

/** A number that is no longer right: nobody is to be led there. */
interface ChangedNumber {
  country: string;
  /** As dialled within the country. */
  old: string;
  now: string;
}

/** Country | old | now. A row is a number that somebody has looked up; the one in its place is checked by whoever imports. */
const rows = `
SE | 0771-22 00 60 | 90 390
SE | 08-33 12 31 | 010-456 67 00
FR | 0 810 037 037 | 09 69 325 900
FR | 0 800 200 000 | 3018
FR | 3020 | 3018
DE | 08000 116 016 | 116 016
DE | 01805 313031 | 01806 313031
NL | 0900-0113 | 113, 0800-0113
IE | 1890 929 539 | 1800 929 539
GB | 07860 039967 | 88247
GB | 0300 330 0630 | 0800 0119 100
`;

const callingCodes: Record<string, string> = { SE: "46", FR: "33", DE: "49", NL: "31", IE: "353", GB: "44" };

const changed: ChangedNumber[] = rows
  .trim()
  .split("\n")
  .map((row) => {
    const [country = "", old = "", now = ""] = row.split(" | ");
    return { country, old: dialOf(old)!, now };
  });

/** Returns the number that has taken the place of one, or null. `countries` (ISO) are those of the place; [] = not said. */
export function numberInstead({ kind, value }: Pick<Channel, "kind" | "value">, countries: string[]): string | null {
  if (kind !== "phone" && kind !== "sms" && kind !== "whatsapp") return null;
  const dial = dialOf(value);
  if (dial === null) return null;
  const found = changed.find(({ country, old }) => {
    const abroad = `+${callingCodes[country]}${old.replace(/^0/, "")}`;
    return dial === abroad || dial === abroad.replace("+", "00") || (dial === old && countries.includes(country));
  });
  return found?.now ?? null;
}
