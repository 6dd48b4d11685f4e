import { expect, test } from "vitest";
import { columnsOf, namedIn } from "#src/hours/files/csv-head.ts";

const names = { name: "name nom", day: "day dia_de_la_semana" };

test("columns in any order, by any of their names, whatever the capitals, accents and blanks", () => {
  expect(columnsOf([" NOM ", "other", "Día de la semana"], names)).toEqual(["name", undefined, "day"]);
  expect(columnsOf(undefined, names)).toEqual([]);
  expect(namedIn(names, "")).toBeUndefined();
  expect(namedIn(names, "name nom")).toBeUndefined();
});

test("a head of a thousand cells is read no further than any of ours goes", () => {
  expect(columnsOf(Array(1_000).fill("name"), names)).toHaveLength(100);
});
