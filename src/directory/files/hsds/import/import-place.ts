import { maxEntry, type Place } from "#src/directory/entry/entry.ts";
import { type HsdsRow, proseIn, type Reading, rowsIn, tellOfRow, textIn } from "../hsds-reading.ts";

/** Where a location is; null when it says nothing of that. */
export function readPlace(reading: Reading, location: HsdsRow): Place | null {
  const addresses = rowsIn(location, "addresses", "physical_addresses", "address");
  const address = addresses.find((one) => /^(physical)?$/.test(textIn(one, "address_type"))) ?? addresses[0];
  const latitude = degreesIn(reading, location, "latitude", 90);
  const longitude = degreesIn(reading, location, "longitude", 180);
  const isSomewhere = latitude !== null && longitude !== null;
  const accessibility = accessibilityOf(reading, location);
  if (!address && !isSomewhere && accessibility === "") return null;
  const line = (name: string) => (address ? proseIn(reading, address, maxEntry.name, name) : "");
  const country = line("country").toUpperCase();
  return {
    address1: line("address_1"),
    address2: line("address_2"),
    city: line("city"),
    stateProvince: line("state_province"),
    postalCode: line("postal_code"),
    country: /^[A-Z]{2}$/.test(country) ? country : "",
    latitude: isSomewhere ? latitude : null,
    longitude: isSomewhere ? longitude : null,
    hideExactAddress: false,
    accessibility,
  };
}

function degreesIn(reading: Reading, location: HsdsRow, column: string, most: number): number | null {
  const text = textIn(location, column);
  if (text === "") return null;
  const found = Number(text);
  if (Math.abs(found) <= most) return found;
  tellOfRow(reading, location, "not_degrees", { column, part: text });
  return null;
}

/** HSDS 3 has a list of it, older files a cell: "disabled_parking, ramp". */
function accessibilityOf(reading: Reading, location: HsdsRow): string {
  if (typeof location.accessibility === "string") return proseIn(reading, location, maxEntry.line, "accessibility");
  const said = rowsIn(location, "accessibility", "accessibility_for_disabilities").map((row) =>
    ["description", "accessibility", "details"]
      .map((name) => proseIn(reading, row, maxEntry.line, name))
      .filter(Boolean)
      .join(" "),
  );
  return said.filter(Boolean).join("\n").slice(0, maxEntry.line);
}
