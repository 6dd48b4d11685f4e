import { fold } from "#src/i18n/fold.ts";

/** Names in our languages between spaces, without accents and capitals; "_" is a space. */
export type ColumnNames<Name extends string> = Record<Name, string>;

/** No file of ours has more or longer names, and one that does must not keep us busy. */
const maxColumns = 100;
const maxName = 40;

/** Returns the column that each cell of a header names, undefined for none of ours. */
export function columnsOf<Name extends string>(head: readonly string[] | undefined, names: ColumnNames<Name>) {
  return (head ?? []).slice(0, maxColumns).map((text) => namedIn(names, text));
}

/** Returns what a text names, by any of its names, or undefined. */
export function namedIn<Name extends string>(names: ColumnNames<Name>, text: string): Name | undefined {
  const plain = fold(text.trim().slice(0, maxName)).replaceAll(" ", "_");
  return (Object.keys(names) as Name[]).find((name) => names[name].split(" ").includes(plain));
}
