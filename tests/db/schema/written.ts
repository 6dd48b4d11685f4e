import type Database from "#sqlite";
import { layoutOf } from "#src/db/doctor.ts";
import { openMemory } from "#src/db/files.ts";
import { dataMigrations, keyMigrations, type Migration } from "#src/db/migrations.ts";

// The types of the tables (src/db/schema/), made of what the migrations make and say. `npm run schema` writes them.

/** What a column holds that is told more exactly by its users than by SQLite, as TypeScript; null is not said here. */
const narrower: Record<string, string> = {
  "address_request.reason": "AddressReason",
  "approach.brought": "0 | 1",
  "contact.end_reason": "EndReason",
  "conversation.end_reason": "EndReason",
  "conversation.feeling_skipped": "0 | 1",
  "mail.purpose": "MailPurpose",
  "service_version.status": "Status",
  "service_version.visibility": "Visibility",
  "staff_phone.afterwards": "0 | 1",
  "wrap.kind": '"live"',
};

/** Where those come from: files that know nothing of a database. */
const sources: Record<string, string> = {
  AddressReason: "#src/events.ts",
  EndReason: "#src/conversation/state.ts",
  MailPurpose: "#src/events.ts",
  Status: "#src/directory/entry/entry.ts",
  Visibility: "#src/directory/entry/entry.ts",
};

/** Columns that are made of others, and of which SQLite does not know that they are never null. */
const neverNull = new Set(["audit.at"]);

/** Tables that SQLite keeps in its own way: what is asked of them. */
const virtual: Record<string, string[]> = {
  service_search: [
    "rowid: number;",
    "name: string;",
    "alternate_name: string;",
    "organization: string;",
    "topics: string;",
    "summary: string;",
    "description: string;",
  ],
  service_word: ["term: string;", "doc: number;", "cnt: number;"],
};

/** What the migrations say in words: the subject of each table, and the comments before tables and columns. */
interface Said {
  subjects: Map<string, string>;
  comments: Map<string, string>;
}

interface Column {
  name: string;
  type: string;
  notnull: 0 | 1;
  dflt_value: string | null;
  pk: number;
  /** 2 and 3 = generated. */
  hidden: number;
}

/** The text of each file of src/db/schema, by its name. */
export function schemaFiles(): Map<string, string> {
  const { data, keys } = openMemory(0);
  try {
    const files = new Map([...filesOf(data, dataMigrations), ...filesOf(keys, keyMigrations)]);
    return files;
  } finally {
    data.close();
    keys.close();
  }
}

function filesOf(file: Database.Database, migrations: Migration[]): Map<string, string> {
  const said = readComments(migrations);
  const bySubject = new Map<string, string[]>();
  for (const { name, type } of tablesOf(file)) {
    const subject = said.subjects.get(name);
    if (subject === undefined) throw new Error(`${name} stands under no subject: a line with # before it says one.`);
    const members = type === "virtual" ? virtual[name]! : columnsOf(file, name, said);
    const lines = [...docOf(said.comments.get(name), 2), `  ${name}: {`, ...members.map((one) => `    ${one}`), "  };"];
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), ...lines]);
  }
  return new Map([...bySubject].map(([subject, lines]) => [`${subject}.ts`, fileOf(subject, lines)]));
}

function fileOf(subject: string, lines: string[]): string {
  const name = `${subject[0]!.toUpperCase()}${subject.slice(1)}Tables`;
  const body = [`export interface ${name} {`, ...lines, "}", ""].join("\n");
  const ofKysely = ["Generated", "GeneratedAlways"].filter((one) => body.includes(`${one}<`));
  const imports = ofKysely.length > 0 ? [`import type { ${ofKysely.join(", ")} } from "kysely";`] : [];
  for (const from of [...new Set(Object.values(sources))].sort()) {
    const names = Object.keys(sources).filter((one) => sources[one] === from && new RegExp(`\\b${one}\\b`).test(body));
    if (names.length > 0) imports.push(`import type { ${names.sort().join(", ")} } from "${from}";`);
  }
  const head = ["// Written by `npm run schema`, of what migrations/ say: change it there.", ...imports, ""];
  return [...head, body].join("\n");
}

/** The tables of a file in the order of their making, without those that SQLite makes for itself. */
function tablesOf(file: Database.Database): { name: string; type: string }[] {
  const order = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").pluck().all();
  const listed = file.pragma("table_list") as { schema: string; name: string; type: string }[];
  return listed
    .filter(({ schema, name, type }) => schema === "main" && type !== "shadow" && !/^(sqlite_|migration$)/.test(name))
    .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}

function columnsOf(file: Database.Database, table: string, said: Said): string[] {
  const sql = layoutOf(String(file.prepare("SELECT sql FROM sqlite_schema WHERE name = ?").pluck().get(table)));
  const columns = file.pragma(`table_xinfo(${table})`) as Column[];
  return columns.flatMap((column) => {
    const doc = docOf(said.comments.get(`${table}.${column.name}`), 4).map((line) => line.slice(4));
    return [...doc, ...declared(column.name, typeOf(table, column, sql))];
  });
}

/** One member of a table; a union too long for its line stands on several. */
function declared(name: string, type: string): string[] {
  const line = `${name}: ${type};`;
  if (line.length + 4 <= 120) return [line];
  const pieces = type.split(" | ").map((piece, index, all) => `  | ${piece}${index === all.length - 1 ? ";" : ""}`);
  return [`${name}:`, ...pieces];
}

function typeOf(table: string, column: Column, sql: string): string {
  const { name, notnull, dflt_value, pk, hidden } = column;
  const isNull = notnull === 0 && pk === 0 && !neverNull.has(`${table}.${name}`);
  const among = listed(name, sql);
  const plain = narrower[`${table}.${name}`] ?? among?.join(" | ") ?? plainType(column);
  const type = isNull ? `${plain} | null` : plain;
  if (hidden > 1) return `GeneratedAlways<${type}>`;
  // SQLite gives a number of its own where a row comes without one; what speaks of another row has to say of which.
  const isNumbered = pk > 0 && column.type === "INTEGER" && /^(id|version)$/.test(name) && !among;
  return isNumbered || dflt_value !== null ? `Generated<${type}>` : type;
}

/** The values that a column may have, as TypeScript, where it names them. */
function listed(name: string, sql: string): string[] | undefined {
  const one = new RegExp(`CHECK \\( ${name} = (\\d+) \\)`).exec(sql)?.[1];
  if (one !== undefined) return [one];
  const several = new RegExp(`CHECK \\( ${name} IN \\( ([^)]*) \\) \\)`).exec(sql)?.[1];
  return several?.split(" , ").map((value) => value.replaceAll("'", '"'));
}

const plainTypes: Record<string, string> = { TEXT: "string", INTEGER: "number", REAL: "number", BLOB: "Uint8Array" };

function plainType({ name, type }: Column): string {
  const found = plainTypes[type];
  if (found === undefined) throw new Error(`Nothing is known of the type ${type} of ${name}.`);
  return found;
}

/** A comment as TypeScript has it, at so many spaces from the edge. */
function docOf(comment: string | undefined, indent: number): string[] {
  if (comment === undefined) return [];
  const edge = " ".repeat(indent);
  const oneLine = `${edge}/** ${comment} */`;
  if (oneLine.length <= 120) return [oneLine];
  const lines: string[] = [""];
  for (const word of comment.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (`${edge} *${longer}`.length <= 120) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return [`${edge}/**`, ...lines.map((line) => `${edge} *${line}`), `${edge} */`];
}

function readComments(migrations: Migration[]): Said {
  const said: Said = { subjects: new Map(), comments: new Map() };
  let subject: string | undefined;
  let before: string[] = [];
  let table: string | undefined;
  const keep = (name: string) => {
    if (before.length > 0) said.comments.set(name, before.join(" "));
    before = [];
  };
  for (const line of migrations.flatMap(({ sql }) => sql.split("\n"))) {
    const comment = /^\s*-- (.*)$/.exec(line)?.[1];
    const begins = /^CREATE (?:VIRTUAL )?TABLE (\w+)/.exec(line)?.[1];
    const added = /^ALTER TABLE (\w+) ADD COLUMN (\w+)/.exec(line);
    const column = table === undefined ? undefined : /^ {2}([a-z]\w*) /.exec(line)?.[1];
    if (comment?.startsWith("# ")) subject = comment.slice(2);
    else if (comment !== undefined) before.push(comment);
    else if (begins !== undefined) {
      keep(begins);
      if (subject !== undefined) said.subjects.set(begins, subject);
      table = line.endsWith(";") ? undefined : begins;
    } else if (added) keep(`${added[1]}.${added[2]}`);
    else if (column !== undefined) keep(`${table}.${column}`);
    else before = [];
    if (line.startsWith(")")) table = undefined;
  }
  return said;
}
