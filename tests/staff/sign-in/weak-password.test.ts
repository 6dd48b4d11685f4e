import { expect, test } from "vitest";
import { passwordProblem } from "#src/staff/sign-in/weak-password.ts";

const anna = { alias: "Mika", signInName: "anna.p@porch.example", realName: "Anna Peeters", helpline: "Chat" };

test.each<[string, ReturnType<typeof passwordProblem>]>([
  ["fourteen chars", "password_short"],
  ["x y".repeat(400), "long"],
  ["aaaaaaaaaaaaaaaa", "password_repeated"],
  ["abababababababab", "password_repeated"],
  ["winter winter winter", "password_repeated"],
  ["123456789012345", "password_row"],
  ["987654321098765", "password_row"],
  ["abcdefghijklmnop", "password_row"],
  ["qwertyuiopasdfgh", "password_row"],
  ["azertyuiopqsdfgh", "password_row"],
  ["Password1234567", "password_common"],
  ["p4ssw0rd!2345678", "password_common"],
  ["correct horse battery staple", "password_common"],
  ["Quatre mots sans lien entre eux", "password_common"],
  ["Cuatro palabras sin relación entre sí", "password_common"],
  ["Contrasena12345678", "password_common"],
  ["neljä sanaa, jotka eivät kuulu yhteen", "password_common"],
  ["salasana salasana1", "password_common"],
  ["Négy össze nem illő szó", "password_common"],
  ["jelszo 1234567890", "password_common"],
  ["momsanaladventure", "password_breached"],
  ["MailCreated5240", "password_breached"],
  ["mychemicalromance", "password_breached"],
  ["My Chemical Romance!", "password_breached"],
  ["mychemicalromance2026", "password_breached"],
  ["anna likes the sea", "password_name"],
  ["the sea of peeters", "password_name"],
  ["M1ka by the window", "password_name"],
  ["Anna.P and the sea", "password_name"],
  ["lets chat together", "password_name"],
  ["the porchlight is on", "password_name"],
  ["chateaux on a hill", null],
  ["four words make it", null],
  ["xK9!vv2pQz81mmLwe", null],
  ["a lamp on a hill, a boat that is late, four sheep and a very long road to the sea", null],
  ["#*&!%^$@~+=<>?:;|", null],
  ["Лампа стол облако", null],
])("[ASVS 6.2.1, 6.2.5, 6.2.9, 6.2.11] %s: %s", (password, problem) => {
  expect(passwordProblem(password, anna)).toBe(problem);
});

test("the name of a helpline that is longer than a word counts wherever it stands", () => {
  const owner = { ...anna, helpline: "Night porch" };
  expect(passwordProblem("xxnightporchxxyz", owner)).toBe("password_name");
  expect(passwordProblem("a night on the hill", owner)).toBeNull();
});
