import { expect, test } from "vitest";
import { aliasProblem, isGivenName } from "#src/staff/accounts/alias.ts";
import { givenNames } from "#src/staff/accounts/given-names.ts";

test.each([
  ["Fox", "Lena Maes", null],
  ["Robotto", "Bo Maes", null],
  ["  ", "Lena Maes", "empty"],
  ["x".repeat(201), "Lena Maes", "long"],
  ["Fo\ufffdx", "Lena Maes", "characters"],
  ["Fo\u202ex", "Lena Maes", "characters"],
  ["Fоx", "Lena Maes", "characters"],
  ["LENA maes", "Lena Maes", "alias_is_name"],
  ["xLéna99", "Lena Maes", "alias_is_name"],
  ["L3na", "Lena Maes", "alias_is_name"],
  ["Peet", "Anna Peeters", "alias_is_name"],
  ["peet 7", "Anna Peeters", "alias_is_name"],
  ["Pe", "Anna Peeters", null],
  ["Eeter", "Anna Peeters", null],
  ["Owlet", "Anna Peeters", "alias_is_sign_in"],
  ["0wlet", "Anna Peeters", "alias_is_sign_in"],
  ["Owlets", "Anna Peeters", null],
])("%j of %s, who signs in as owlet@porch.example: %s", (alias, realName, problem) => {
  expect(aliasProblem(alias, { realName, signInName: "owlet@porch.example" })).toBe(problem);
});

test.each(["Mika", "LUNA", " robin ", "Zoé", "Hélène", "Béla", "Matti", "Luna 99", "Jean."])(
  "%j is a name that many people have",
  (alias) => expect(isGivenName(alias)).toBe(true),
);

test.each(["Fox", "Kingfisher", "Robin Hood", "Lunar", "", "99"])("%j is nobody’s in particular", (alias) =>
  expect(isGivenName(alias)).toBe(false),
);

test("every name of the list is written as it is looked up", () => {
  expect([...givenNames].filter((name) => !/^[a-z]{2,}$/.test(name))).toEqual([]);
  expect(givenNames.size).toBeGreaterThan(300);
});
