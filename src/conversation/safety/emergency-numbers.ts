import type { DataReader } from "#src/db/db.ts";
import { line } from "#src/hours/lines.ts";
import { inOrderFor } from "#src/settings/emergency.ts";
import { settings } from "#src/settings/settings.ts";

/** Whom to call in danger on a line, by kind. */
export interface EmergencyNumbers {
  /** Number to call, of the country of the line. */
  call: string;
  /** Numbers of the police, where they have one of their own; `country` is a code, null where the helpline has set one country only. */
  police: { country: string | null; number: string }[];
}

/** Whom to call in danger on a line (id): of each country that is set, that of the line before the others. */
export function emergencyNumbers(db: DataReader, lineId: number): EmergencyNumbers {
  const countries = inOrderFor(settings(db).emergency, line(db, lineId)?.country ?? "");
  const isNamed = countries.length > 1;
  return {
    call: countries[0]!.call,
    police: countries.flatMap(({ country, police = "" }) =>
      police === "" ? [] : [{ country: isNamed ? country : null, number: police }],
    ),
  };
}
