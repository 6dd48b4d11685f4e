import type { DataReader, Tx } from "#src/db/db.ts";
import { readFileText } from "#src/directory/importing/file-text.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Role } from "#src/events.ts";
import { readTable, writeTable } from "#src/hours/files/csv.ts";
import { type ColumnNames, columnsOf } from "#src/hours/files/csv-head.ts";
import { fold } from "#src/i18n/fold.ts";
import { type Language, languages, translate } from "#src/i18n/i18n.ts";
import { languageNamed } from "#src/i18n/language-named.ts";
import { roles as allRoles, mayHaveRoles } from "../permissions.ts";
import { refuseAlias } from "../staff.ts";
import { aliasProblem, nameProblem } from "./alias.ts";
import { lastMadeTogether, withdrawInvitation } from "./given-links.ts";
import { invite } from "./invitation.ts";
import { skeletonOf } from "./lookalike.ts";

const inviteColumns = ["name", "alias", "roles", "languages"] as const;
type Column = (typeof inviteColumns)[number];

const columnNames: ColumnNames<Column> = {
  name: "name nom naam nombre nimi nev",
  alias: "alias pseudo pseudonyme schuilnaam apodo peitenimi alnev",
  roles: "roles role rollen rol rolle funcion funciones roolit rooli szerepek szerep",
  languages: "languages language langues langue talen taal idiomas idioma kielet kieli nyelvek nyelv",
};

export const maxInvite = { rows: 100, bytes: 100_000, words: 20, problems: 100 };

export interface Invitee {
  row: number;
  name: string;
  alias: string;
  roles: Role[];
  languages: Language[];
}

export interface InviteProblem {
  /** Counted from 1, as in a spreadsheet; 0 = the whole list. */
  row: number;
  problem:
    | "empty"
    | "not_text"
    | "too_big"
    | "too_many"
    | "no_columns"
    | "open_quote"
    | "name_empty"
    | "name_wrong"
    | "alias_wrong"
    | "alias_is_name"
    | "alias_taken"
    | "alias_twice"
    | "made_already"
    | "role"
    | "lead_answers"
    | "language";
  part: string;
}

export interface InviteList {
  people: Invitee[];
  problems: InviteProblem[];
}

/** The text of a file in any encoding that spreadsheets write, or why it cannot be read. */
export function textOfList(bytes: Uint8Array): { text: string } | { problem: "empty" | "not_text" | "too_big" } {
  if (bytes.length > maxInvite.bytes) return { problem: "too_big" };
  const read = readFileText(bytes);
  if ("text" in read) return { text: read.text };
  return { problem: read.code === "empty_file" ? "empty" : "not_text" };
}

/** Reads a list `name,alias,roles,languages` in any order; only the name is needed. Wrong rows are left out with a problem. */
export function readInviteList(db: DataReader, text: string): InviteList {
  if (text.trim() === "") return { people: [], problems: [problemOf(0, "empty")] };
  const { rows, open } = readTable(text);
  const columns = columnsOf(rows[0], columnNames);
  if (!columns.includes("name"))
    return { people: [], problems: [problemOf(1, "no_columns", (rows[0] ?? []).join(", "))] };
  const filled = rows.map((cells, i) => ({ cells, row: i + 1 })).filter(({ cells }) => cells.some((one) => one.trim()));
  const people: Invitee[] = [];
  const problems: InviteProblem[] = open > 0 ? [problemOf(open, "open_quote")] : [];
  if (filled.length > maxInvite.rows + 1) problems.push(problemOf(0, "too_many", String(maxInvite.rows)));
  const seen = new Set<string>();
  for (const { cells, row } of filled.slice(1, maxInvite.rows + 1)) {
    const cell = (column: Column) => (cells[columns.indexOf(column)] ?? "").replace(/\s+/g, " ").trim();
    const [roles, chats] = [each(cell("roles"), roleOf), each(cell("languages"), languageNamed)];
    const [name, alias] = [cell("name"), cell("alias")];
    const wrong = [
      ...nameWrong(row, name),
      ...(alias === "" ? [] : aliasWrong(db, row, { name, alias }, seen)),
      ...roles.unknown.map((part) => problemOf(row, "role", part)),
      ...(mayHaveRoles(roles.known) ? [] : [problemOf(row, "lead_answers", cell("roles"))]),
      ...chats.unknown.map((part) => problemOf(row, "language", part)),
    ];
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    if (alias !== "") seen.add(skeletonOf(alias));
    const known = allRoles.filter((one) => roles.known.includes(one));
    people.push({ row, name, alias, roles: known.length > 0 ? known : ["counsellor"], languages: chats.known });
  }
  if (people.length === 0 && problems.length === 0) problems.push(problemOf(0, "empty"));
  return { people, problems: problems.slice(0, maxInvite.problems) };
}

function problemOf(row: number, problem: InviteProblem["problem"], part = ""): InviteProblem {
  const line = part.replace(/\s+/g, " ").trim();
  return { row, problem, part: line.length > 60 ? `${line.slice(0, 59).toWellFormed()}…` : line };
}

function nameWrong(row: number, name: string): InviteProblem[] {
  const problem = nameProblem(name);
  if (problem === null && name.length <= maxForWhom) return [];
  return [problemOf(row, problem === "empty" ? "name_empty" : "name_wrong", name)];
}

const maxForWhom = 80;

function aliasWrong(
  db: DataReader,
  row: number,
  { name, alias }: { name: string; alias: string },
  seen: ReadonlySet<string>,
): InviteProblem[] {
  const problem = aliasProblem(alias, { realName: name, signInName: "" });
  if (problem !== null) return [problemOf(row, problem === "alias_is_name" ? "alias_is_name" : "alias_wrong", alias)];
  if (seen.has(skeletonOf(alias))) return [problemOf(row, "alias_twice", alias)];
  try {
    refuseAlias(db, alias);
    return [];
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    return [problemOf(row, "alias_taken", alias)];
  }
}

/** A "/" separates words, but belongs to some: "orientador/a". */
function each<Value>(cell: string, read: (word: string) => Value | undefined): { known: Value[]; unknown: string[] } {
  const named = (word: string) => read(fold(word.slice(0, 40)));
  const words = cell
    .split(/[,;+&]+/, maxInvite.words + 1)
    .flatMap((part) => (named(part.trim()) === undefined ? part.split(/\s+/, maxInvite.words + 1) : [part.trim()]))
    .flatMap((word) => (named(word) === undefined ? word.split("/", maxInvite.words + 1) : [word]))
    .filter(Boolean)
    .slice(0, maxInvite.words + 1);
  const found = words.slice(0, maxInvite.words).map((word) => ({ word, value: named(word) }));
  const known = found.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const unknown = found.flatMap(({ word, value }) => (value === undefined ? [word] : []));
  return { known: [...new Set(known)], unknown: [...unknown, ...words.slice(maxInvite.words)] };
}

let rolesByName: Map<string, Role> | undefined;

function roleOf(word: string): Role | undefined {
  rolesByName ??= new Map(
    allRoles.flatMap((role) =>
      [role, ...languages.flatMap((language) => formsOf(fold(translate(language)(`staff.role.${role}`))))].map(
        (name) => [name, role],
      ),
    ),
  );
  return rolesByName.get(word);
}

function formsOf(name: string): string[] {
  const [, stem, ending] = /^(.+)[/·](.+)$/.exec(name) ?? [];
  return stem && ending ? [name, stem, stem + ending] : [name];
}

/** Makes a link for each person; the tokens are stored nowhere. Throws `taken` when a page is loaded again with the same list. */
export function inviteAll(
  tx: Tx,
  emit: Emit,
  input: { people: Invitee[]; madeBy: number },
): { person: Invitee; token: string; id: number }[] {
  const { people, madeBy } = input;
  const last = lastMadeTogether(tx, madeBy, tx.at);
  if (last && JSON.stringify(last.people) === JSON.stringify(people.map(({ name }) => name))) {
    throw new HelplineError("taken", "admin.invite_list.problem.made_already");
  }
  return people.map((person) => {
    const { name, alias, roles, languages } = person;
    const draft = { alias, real_name: name, languages: languages.join(" "), ...languageFor(languages) };
    let id = 0;
    const token = invite(
      tx,
      (event) => {
        if (event.type === "staff.invited") id = event.invitationId;
        emit(event);
      },
      { roles, first: false, madeBy, forWhom: name, draft },
    );
    return { person, token, id };
  });
}

const languageFor = ([first]: Language[]) => (first === undefined ? {} : { language: first });

/** Withdraws links. Returns how many were used meanwhile, and so stay. */
export function withdrawAll(tx: Tx, emit: Emit, input: { ids: number[] }): number {
  let used = 0;
  for (const invitationId of input.ids) {
    try {
      withdrawInvitation(tx, emit, { invitationId });
    } catch (error) {
      if (!(error instanceof HelplineError) || error.code !== "ended") throw error;
      used += 1;
    }
  }
  return used;
}

/** The links as a table to hand out from, as secret as the links themselves. */
export function writeInviteList(made: { person: Invitee; link: string }[]): string {
  const rows = made.map(({ person, link }) => [
    person.name,
    person.alias,
    person.roles.join(" "),
    person.languages.join(" "),
    link,
  ]);
  return writeTable([[...inviteColumns, "link"], ...rows]);
}
