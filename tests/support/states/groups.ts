import { table } from "./table.ts";

/** Whose pages they are: a file of tests each. */
export type Audience = keyof typeof table;

export type GroupName = (typeof table)[Audience][number]["name"];

/** States that one walk comes to. */
export interface Group {
  name: GroupName;
  of: Audience;
  /** Walked by day whatever the seed. */
  always?: boolean;
  /** What it takes by day, CPU seconds: measured, and rounded up. */
  cost: number;
  /** The files of views/ and static/ that are seen in it: patterns, with spaces between. What all pages share stands where it shows most. */
  shows: string;
  /** Their names in order, with spaces between. */
  states: string;
}

/** Every group of the table, in its order. */
export const groups: readonly Group[] = [
  ...table.youth.map((group) => ({ ...group, of: "youth" as const })),
  ...table.staff.map((group) => ({ ...group, of: "staff" as const })),
  ...table.admin.map((group) => ({ ...group, of: "admin" as const })),
];

/** The names of the states of a group. */
export function statesOf({ states }: Group): string[] {
  return states.split(/\s+/);
}
