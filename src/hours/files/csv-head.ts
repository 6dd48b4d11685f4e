import { fold } from "#src/i18n/fold.ts";

/** What people call each column, or each value of one, in our languages: names between spaces, without accents and capitals; "_" is a space. */
export type ColumnNames<Name extends string> = Record<Name, string>;

/** More columns no file of ours has; one that does must not keep us busy. Nor is any name as long. */
const maxColumns = 100;
const maxName = 40;

/** The columns that the first row of a table names, each in its place; undefined for one that is none of ours. */
export function columnsOf<Name extends string>(head: readonly string[] | undefined, names: ColumnNames<Name>) {
  return (head ?? []).slice(0, maxColumns).map((text) => namedIn(names, text));
}

/** What a text names, by any of its names; undefined for none. */
export function namedIn<Name extends string>(names: ColumnNames<Name>, text: string): Name | undefined {
  const plain = fold(text.trim().slice(0, maxName)).replaceAll(" ", "_");
  return (Object.keys(names) as Name[]).find((name) => names[name].split(" ").includes(plain));
}
