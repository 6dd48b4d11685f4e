import { beforeAll, expect, test } from "vitest";
import { type ChatWish, searchForChat } from "#src/directory/search/for-chat.ts";
import { anything } from "#src/directory/search/search.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

let home: House;
/** Noon in Brussels. */
const noon = Date.UTC(2026, 10, 24, 11);

beforeAll(async () => {
  home = await house();
  const { db } = home.helpline;
  await place(db, "A Dutch line", { topics: ["suicide"], languages: ["nl"], calendar: daily(0, 1440) });
  await place(db, "B silent line", { topics: ["suicide"] });
  await place(db, "C French night line", {
    topics: ["suicide"],
    languages: ["fr-BE"],
    calendar: daily(22 * 60, 24 * 60),
  });
  await place(db, "D French day line", { topics: ["suicide"], languages: ["fr"], calendar: daily(8 * 60, 18 * 60) });
  await place(db, "E for counsellors", { languages: ["fr"], visibility: "counsellors" });
  await place(db, "F hidden", { languages: ["fr"], visibility: "hidden" });
  await place(db, "G gone", { languages: ["fr"], status: "defunct" });
  await place(db, "H closed for now", { languages: ["fr"], status: "temporarily closed" });
});

const found = (wish: Partial<ChatWish> = {}) =>
  searchForChat(home.helpline.db, { ...anything, prefer: "fr", ages: null, ...wish }, noon).map(
    ({ entry }) => entry.name[0],
  );

test("the language of the chat stands first and leaves nothing out; what nobody may send is not there", () => {
  expect(found({ words: "suicide" })).toEqual(["C", "D", "B", "A"]);
  expect(found({ words: "suicide", prefer: null })).toEqual(["A", "B", "C", "D"]);
});

test("what is closed for now stands last, however well it fits", () => {
  expect(found({ words: "H closed" }).at(-1)).toBe("H");
  expect(found({ words: "for" }).at(-1)).toBe("H");
});

test("without words it counts who is there now", () => {
  expect(found()).toEqual(["D", "E", "C", "B", "A", "H"]);
  expect(found({ open: true })).toEqual(["D", "E", "B", "A"]);
});

test("an age hides nothing that is looked up by its name: it stands after what is for theirs, and before what has but some of the words", async () => {
  const { db } = (await house()).helpline;
  await place(db, "Bully Stop for children", { ageTo: 12, topics: ["bullying"] }, "Kids and Co");
  await place(db, "Teens Stop", { ageFrom: 13, ageTo: 18, topics: ["bullying"] });
  await place(db, "Bully advice", { ageFrom: 12 });
  await place(db, "Bully advice in Dutch", { ageFrom: 12, languages: ["nl"] });
  const names = (wish: Partial<ChatWish>) =>
    searchForChat(db, { ...anything, prefer: "en", ages: null, age: 15, ...wish }, noon).map(({ entry }) => entry.name);
  expect(names({})).not.toContain("Bully Stop for children");
  expect(names({ words: "bully adv" })).toEqual(["Bully advice", "Bully advice in Dutch", "Teens Stop"]);
  // By its topic alone it is not looked up.
  expect(names({ words: "bullying" })).toEqual(["Teens Stop"]);
  expect(names({ words: "bully" })).toEqual([
    "Bully advice",
    "Teens Stop",
    "Bully advice in Dutch",
    "Bully Stop for children",
  ]);
  expect(names({ words: "bully stop child" })[0]).toBe("Bully Stop for children");
  expect(names({ words: "kids co" })[0]).toBe("Bully Stop for children");
  expect(names({ words: "kids", age: null, ages: [16, 20] })).toEqual(["Bully Stop for children"]);
  expect(names({ age: null, ages: [8, 12] })).toHaveLength(3);
  expect(names({ age: null, ages: [8, 11] })).toEqual(["Bully Stop for children"]);
  expect(names({ age: null, ages: [19, 25] })).not.toContain("Teens Stop");
});
