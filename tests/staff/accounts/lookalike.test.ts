import { expect, test } from "vitest";
import { skeletonOf } from "#src/staff/accounts/lookalike.ts";

test.each([
  ["Fox", "Фох"],
  ["Fox", "fox."],
  ["Fox", "F O X"],
  ["Heron", "Her0n"],
  ["Luna", "Lúna"],
  ["Mika", "МІКА"],
  ["Mika", "Міка"],
  ["Mika", "Mlka"],
  ["Anna", "ΑΝΝΑ"],
  ["Sam", "5am"],
  ["Amon", "Arnon"],
  ["Porchlight", "P0RCHL1GHT"],
  ["All", "ᎪᏞᏞ"],
])("%s and %s are taken for one another", (name, imitation) => {
  expect(skeletonOf(imitation)).toBe(skeletonOf(name));
});

test.each([
  ["Fox", "Foxy"],
  ["Luna", "Lunar"],
  ["Mika", "Mira"],
  ["Owl 1", "Owl 2"],
  ["Лиса", "Лес"],
])("%s and %s are two", (one, other) => {
  expect(skeletonOf(one)).not.toBe(skeletonOf(other));
});
