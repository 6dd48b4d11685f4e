import { expect, test } from "vitest";
import { readAgesText } from "#src/directory/files/meaning/ages-text.ts";
import { numberInstead } from "#src/directory/files/meaning/changed-numbers.ts";
import { topicsOfTermName } from "#src/directory/files/meaning/taxonomy-words.ts";

test.each([
  ["6-18", 6, 18],
  ["6 – 18 years", 6, 18],
  ["Ages 6 to 18", 6, 18],
  ["aged 6–18", 6, 18],
  ["12+", 12, null],
  ["12 and over", 12, null],
  ["18 years and older", 18, null],
  ["under 18", null, 17],
  ["up to 25", null, 25],
  ["de 12 à 18 ans", 12, 18],
  ["12 ans et plus", 12, null],
  ["moins de 18 ans", null, 17],
  ["tous âges", null, null],
  ["12 tot 18 jaar", 12, 18],
  ["18 jaar en ouder", 18, null],
  ["de 12 a 18 años", 12, 18],
  ["menores de 18 años", null, 17],
  ["12–18-vuotiaat", 12, 18],
  ["alle 18 v", null, 17],
  ["12-18 év", 12, 18],
  ["All ages", null, null],
])("ages %j", (text, from, to) => expect(readAgesText(text)).toEqual({ from, to }));

test.each(["teens", "18-6", "6-", "grades 6-8", "6-18 and parents", "0800 12", "1990-2000", "x".repeat(1_000)])(
  "no ages: %j",
  (text) => expect(readAgesText(text)).toBeNull(),
);

test.each([
  ["Domestic Violence Shelters", ["violence_home", "housing"]],
  ["Substance Abuse Counseling", ["anxiety_mood", "alcohol_drugs"]],
  ["Child Abuse Prevention", ["violence_home"]],
  ["Legal Aid", ["rights"]],
  ["LGBTQ+ youth", ["sexuality_gender"]],
  ["Food Pantry", ["work_money"]],
  ["Suicide prevention", ["suicide"]],
  ["bullying", ["bullying"]],
  ["Widgets", []],
  ["Drugstore cowboys", []],
])("the term %j", (name, topics) => expect(topicsOfTermName(name)).toEqual(topics));

test("a changed number is one of its country, or written with the code of it", () => {
  const instead = (value: string, ...countries: string[]) => numberInstead({ kind: "phone", value }, countries);
  expect(instead("0900-0113", "NL")).toBe("113, 0800-0113");
  expect(instead("0900 0113", "BE")).toBeNull();
  expect(instead("+31 900 0113")).toBe("113, 0800-0113");
  expect(instead("0031 900 0113", "BE")).toBe("113, 0800-0113");
  expect(instead("3020", "FR")).toBe("3018");
  expect(instead("3020")).toBeNull();
  expect(instead("08000 116 016", "DE")).toBe("116 016");
  expect(instead("116 016", "DE")).toBeNull();
  expect(numberInstead({ kind: "sms", value: "07860 039967" }, ["GB"])).toBe("88247");
  expect(numberInstead({ kind: "web", value: "https://example.org/3020" }, ["FR"])).toBeNull();
});
