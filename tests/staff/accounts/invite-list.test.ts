import { beforeEach, expect, test } from "vitest";
import type { Role } from "#src/events.ts";
import { writeTable } from "#src/hours/files/csv.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { givenLinks } from "#src/staff/accounts/given-links.ts";
import { acceptInvitation, invitation } from "#src/staff/accounts/invitation.ts";
import {
  inviteAll,
  maxInvite,
  readInviteList,
  textOfList,
  withdrawAll,
  writeInviteList,
} from "#src/staff/accounts/invite-list.ts";
import { roles } from "#src/staff/permissions.ts";
import { evening, type House, house } from "#tests/support/house/helpline.ts";
import { growth, steep } from "#tests/support/run/growth.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const read = (text: string) => readInviteList(home.helpline.db, text);
const problems = (text: string) => read(text).problems.map(({ row, problem, part }) => [row, problem, part]);

test("a list names people, and may say how they are called, what they do and in which languages they chat", () => {
  const { people, problems } = read(
    "Name;Alias;Roles;Languages\nLena Maes;Fox;counsellor supervisor;nl, fr\n\nTom Smit;;;\n",
  );
  expect(problems).toEqual([]);
  expect(people).toEqual([
    { row: 2, name: "Lena Maes", alias: "Fox", roles: ["counsellor", "supervisor"], languages: ["nl", "fr"] },
    { row: 4, name: "Tom Smit", alias: "", roles: ["counsellor"], languages: [] },
  ]);
});

test("columns, roles and languages are known by their names in every language of ours", () => {
  expect(read("nom,rôle,langues\nLéa,écoutant·e,Français").people).toMatchObject([
    { name: "Léa", roles: ["counsellor"], languages: ["fr"] },
  ]);
  expect(read("nimi,kieli\nMatti,suomi").people).toMatchObject([{ languages: ["fi"] }]);
});

test.each(languages)(
  "in %s every role is known as our pages call it, also in each form that a stroke or a dot is short for",
  (language) => {
    for (const role of roles) {
      const word = translate(language)(`staff.role.${role}`);
      const [stem, ending = ""] = word.split(/[/·]/);
      for (const form of [word, word.toUpperCase(), stem!, stem! + ending]) {
        expect(read(`name,roles\nLena,${form}`)).toMatchObject({ people: [{ roles: [role] }], problems: [] });
      }
    }
    const two = ["supervisor", "counsellor"].map((role) => translate(language)(`staff.role.${role as Role}`)).join(" ");
    expect(read(`name,roles\nLena,${two}`).people).toMatchObject([{ roles: ["counsellor", "supervisor"] }]);
  },
);

test("a stroke still parts two roles or languages; the word of neither is told", () => {
  expect(read("name,roles,languages\nLena,counsellor/supervisor,nl/fr").people).toMatchObject([
    { roles: ["counsellor", "supervisor"], languages: ["nl", "fr"] },
  ]);
  expect(problems("name,roles\nLena,orientador/boss")).toEqual([[2, "role", "boss"]]);
});

test.each([
  ["", [[0, "empty", ""]]],
  ["name\n", [[0, "empty", ""]]],
  ["who,what\nLena,x", [[1, "no_columns", "who, what"]]],
  ["name,alias\n,Fox", [[2, "name_empty", ""]]],
  ["name,alias\nLena Maes,Lena", [[2, "alias_is_name", "Lena"]]],
  ["name,alias\nLena Maes,Mika", [[2, "alias_taken", "Mika"]]],
  ["name,alias\nLena,Fox\nTom,fox", [[3, "alias_twice", "fox"]]],
  ["name,roles\nLena,boss", [[2, "role", "boss"]]],
  ["name,languages\nLena,xx", [[2, "language", "xx"]]],
  [
    'name\n"Lena',
    [
      [2, "open_quote", ""],
      [0, "empty", ""],
    ].slice(0, 1),
  ],
])("%j has something wrong", (text, wrong) => {
  expect(problems(text)).toEqual(wrong);
});

test("so many rows and no more; a picture is no list", () => {
  const rows = Array.from({ length: maxInvite.rows + 1 }, (_, i) => [`Person ${i}`]);
  expect(problems(writeTable([["name"], ...rows]))).toEqual([[0, "too_many", "100"]]);
  expect(textOfList(new TextEncoder().encode("PK\u0003\u0004"))).toEqual({ problem: "not_text" });
  expect(textOfList(new Uint8Array(maxInvite.bytes + 1))).toEqual({ problem: "too_big" });
});

test("each gets a link of one use that holds what the list says; all of them are taken back but those used", async () => {
  const { people } = read("name,alias,languages\nLena Maes,Fox,nl\nTom Smit,,");
  const made = await home.helpline.db.change(`staff:${home.aino.id}`, (tx, emit) =>
    inviteAll(tx, emit, { people, madeBy: home.aino.id }),
  );
  expect(
    givenLinks(home.helpline.db, evening.now())
      .slice(0, 2)
      .map(({ forWhom }) => forWhom),
  ).toEqual(["Tom Smit", "Lena Maes"]);
  const [lena, tom] = made;
  expect(invitation(home.helpline.db, lena!.token, evening.now())!.draft).toEqual({
    alias: "Fox",
    real_name: "Lena Maes",
    languages: "nl",
    language: "nl",
  });
  const account = { signInName: "lena", realName: "Lena Maes", alias: "Fox", language: "nl" as const };
  await home.helpline.db.change("youth", (tx, emit) =>
    acceptInvitation(tx, emit, { ...account, token: lena!.token, passwordHash: "x", helplineName: null }),
  );
  const ids = made.map(({ id }) => id);
  expect(await home.helpline.db.change(`staff:${home.aino.id}`, (tx, emit) => withdrawAll(tx, emit, { ids }))).toBe(1);
  expect(invitation(home.helpline.db, tom!.token, evening.now())).toBeUndefined();
});

test("the file of links is read again as the list it was made of", () => {
  const { people } = read("name,alias,roles,languages\n=Lena,Fox,supervisor,nl fr");
  const file = writeInviteList(people.map((person) => ({ person, link: "https://example.org/x" })));
  expect(read(file).people).toEqual(people);
});

test("a cell of fifty thousand words is refused by its first few, at once, and so is a list of such cells", () => {
  const cellOf = (words: number) => read(`name,roles\nLena,${"x ".repeat(words)}`).problems;
  expect(cellOf(49_000)).toHaveLength(maxInvite.words + 1);
  expect(growth(cellOf, 3_000)).toBeLessThan(steep);
  const rows = Array.from({ length: maxInvite.rows }, () => `Lena,${"x ".repeat(400)},${"y ".repeat(50)}`);
  expect(read(`name,roles,languages\n${rows.join("\n")}`).problems).toHaveLength(maxInvite.problems);
});
