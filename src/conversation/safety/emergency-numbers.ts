import type { DataReader } from "#src/db/db.ts";
import { line } from "#src/hours/lines.ts";
import { inOrderFor } from "#src/settings/emergency.ts";
import { settings } from "#src/settings/settings.ts";

interface EmergencyNumbers {
  call: string;
  police: { country: string | null; number: string }[];
}

/** Returns whom to call in danger on a line, for each country that is set, the line's own first. */
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
