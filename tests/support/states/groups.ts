import { table } from "./table.ts";

/** Whose pages they are; each has a test file. */
export type Audience = keyof typeof table;

export type GroupName = (typeof table)[Audience][number]["name"];

/** States that one walk comes to. */
export interface Group {
  name: GroupName;
  of: Audience;
  /** Walked by day whatever the seed. */
  always?: boolean;
  /** CPU seconds by day, measured and rounded up. */
  cost: number;
  /** Patterns of files in views/ and static/ seen in it, with spaces between; shared files stand where they show most. */
  shows: string;
  states: string;
}

/** Every group of the table, in order. */
export const groups: readonly Group[] = [
  ...table.youth.map((group) => ({ ...group, of: "youth" as const })),
  ...table.staff.map((group) => ({ ...group, of: "staff" as const })),
  ...table.admin.map((group) => ({ ...group, of: "admin" as const })),
];

/** Returns the names of the states of a group. */
export function statesOf({ states }: Group): string[] {
  return states.split(/\s+/);
}
