import { writeTable } from "#src/hours/files/csv.ts";

interface MadeFile {
  name: string;
  bytes: Uint8Array;
}

const csv = (name: string, ...rows: string[][]): MadeFile => ({ name, bytes: Buffer.from(writeTable(rows)) });
const times = <Made>(n: number, make: (i: number) => Made) => Array.from({ length: n }, (_, i) => make(i + 1));

/** A package of which every link leads nowhere: the phones, hours and topics of 60 places have the ids of another export. */
export function idsApart(): MadeFile[] {
  return [
    csv("organizations.csv", ["id", "name", "website"], ["o1", "Open House", ""]),
    csv(
      "services.csv",
      ["id", "organization_id", "name", "status"],
      ...times(60, (i) => [`s${i}`, "o1", `Place ${i}`, "active"]),
    ),
    csv(
      "phones.csv",
      ["id", "service_id", "number"],
      ...times(60, (i) => [`p${i}`, `${7_000 + i}`, `0800 10 ${i + 100}`]),
    ),
    csv(
      "regular_schedules.csv",
      ["id", "service_id", "weekday", "opens_at", "closes_at"],
      ...times(60, (i) => [`h${i}`, `${7_000 + i}`, "Monday", "9:00", "17:00"]),
    ),
    csv(
      "service_attributes.csv",
      ["id", "service_id", "taxonomy_term_id"],
      ...times(60, (i) => [`a${i}`, `${7_000 + i}`, "t1"]),
    ),
    csv("taxonomy_terms.csv", ["id", "name", "parent_id", "taxonomy"], ["t1", "Housing", "", "Own"]),
  ];
}

/** A list below its title, in which somebody has deleted one cell of the header. */
export function shiftedHeader(): MadeFile[] {
  return [
    csv(
      "places.csv",
      ["Places of our town", "", "", ""],
      ["", "", "", ""],
      ["name", "phone", "website", "email"],
      ...times(40, (i) => [`Place ${i}`, `https://place${i}.example`, `help@place${i}.example`, `0800 10 ${i + 100}`]),
    ),
  ];
}

/** Two services share a schedule in each of the ways that files say so. */
export function sharedSchedules(): MadeFile[] {
  return [
    csv(
      "services.csv",
      ["id", "name", "status", "schedule_ids"],
      ...["Twice", "Also twice", "In a cell", "Also in a cell", "By a table", "Also by a table"].map((name, i) => [
        ...[`s${i + 1}`, name, "active", ""],
      ]),
      ["s7", "By itself", "active", "h4"],
      ["s8", "Also by itself", "active", "h4"],
    ),
    csv(
      "schedules.csv",
      ["id", "service_id", "byday", "opens_at", "closes_at"],
      ["h1", "s1", "Monday - Friday", "9:00AM", "5:00PM"],
      ["h1", "s2", "Monday - Friday", "9:00AM", "5:00PM"],
      ["h2", "s3; s4", "M-F", "8", "17"],
      ["h3", "", "MO,TU", "10:00", "12:00"],
      ["h4", "", "Saturday", "24 hours", ""],
    ),
    csv("service_schedules.csv", ["id", "service_id", "schedule_id"], ["l1", "s5", "h3"], ["l2", "s6", "h3"]),
  ];
}

/** A package of three JSON files, rows each, with its description, which names a fourth that is not there. */
export function threeFiles(): MadeFile[] {
  const json = (name: string, value: unknown): MadeFile => ({ name, bytes: Buffer.from(JSON.stringify(value)) });
  return [
    json("datapackage.json", {
      name: "town",
      resources: ["organizations.csv", "services.csv", "phones.csv", "schedules.csv"].map((path) => ({
        ...{ path: path === "schedules.csv" ? path : path.replace("csv", "json"), name: path.split(".")[0] },
      })),
    }),
    json("organizations.json", [{ id: "o1", name: "Open House", website: null }]),
    json(
      "services.json",
      times(3, (i) => ({ id: `s${i}`, organization_id: "o1", name: `Place ${i}`, status: "active" })),
    ),
    json(
      "phones.json",
      times(3, (i) => ({ id: `p${i}`, service_id: `s${i}`, number: `116 11${i}` })),
    ),
  ];
}

/** Three lists of one package, with the same columns: a town each. */
export function threeLists(): MadeFile[] {
  return ["north", "south", "west"].map((town) =>
    csv(
      `${town}.csv`,
      ["name", "organization", "phone", "minimum_age"],
      [`Night of ${town}`, "House", "116 111", ""],
      [...[`Day of ${town}`, "House", "116 112", "teen"]],
    ),
  );
}
