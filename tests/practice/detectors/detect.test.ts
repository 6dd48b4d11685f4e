import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { detect, detectors, questionsIn } from "#src/practice/detectors/detect.ts";
import { compile } from "#src/practice/detectors/patterns.ts";
import { detectorRates } from "./rates.ts";

const ratesOf = (name: string) => detectorRates(readFileSync(new URL(`./${name}.tsv`, import.meta.url), "utf8"));
// The labels of own.tsv were written before the detectors, those of dev.tsv by another hand.
const tables = ["own", "dev"].map((name) => ({ name, rates: ratesOf(name) }));
const hits = (message: string, before: string[] = []) => [...detect(message, { language: "en", before })];

describe("of the labelled sentences", () => {
  for (const { name, rates } of tables) {
    test(`each detector finds 7 of 10 in ${name}.tsv, and is right in 9 of 10 of what it finds`, () => {
      const below = [...rates].flatMap(([language, ofLanguage]) =>
        [...ofLanguage]
          .filter(([, { precision, recall }]) => precision < 0.9 || recall < 0.7)
          .map(([detector, { wrong }]) => ({ language, detector, wrong })),
      );
      expect(below).toEqual([]);
    });
  }

  test("each of the 25 is labelled in all six languages", () => {
    const labelled = new Set(
      tables.flatMap(({ rates }) =>
        [...rates].flatMap(([language, ofLanguage]) =>
          [...ofLanguage.keys()].map((detector) => `${language} ${detector}`),
        ),
      ),
    );
    expect(detectors).toHaveLength(25);
    expect(labelled.size).toBe(6 * 25);
  });
});

test("the same message hits the same detectors, whatever was read before it", () => {
  const message = "So your sister knows. What does she say about it?";
  const first = hits(message);
  hits("I will call your school tomorrow.");
  expect(hits(message)).toEqual(first);
  expect(first).toContain("reflects");
});

test("SG28: a promise to act is no longer one when it names the danger, and says what is told, to whom and why", () => {
  expect(hits("I'll call the police.")).toContain("promises_action");
  const told = hits("Your brother is being hit, so I'm going to call the police tonight, so that he is safe.");
  expect(told).toContain("tells_first");
  expect(told).not.toContain("promises_action");
  expect(hits("I have to tell my supervisor.")).not.toContain("tells_first");
});

test("SG28: in Finnish too, a promise of silence is heard in a clause of its own, and help is no question about a plan", () => {
  const finnish = (message: string) => [...detect(message, { language: "fi" })];
  expect(finnish("Lupaan, etten kerro kenellekään.")).toContain("promises_secrecy");
  expect(finnish("Lupaan, ettei kukaan saa tietää.")).toContain("promises_secrecy");
  expect(finnish("Emme voi soittaa kouluun, mutta haluan kuulla.")).not.toContain("advice");
  expect(finnish("Ei se ole tyhmää.")).not.toContain("minimises");
  expect(finnish("Teen lastensuojeluilmoituksen.")).toContain("promises_action");
  expect(finnish("Tämä keskustelu on maksuton.")).not.toContain("offers_place");
  expect(finnish("Mitä tarvitset nyt?")).not.toContain("asks_plan");
  expect(finnish("Oletko miettinyt, miten kertoisit äidille?")).not.toContain("asks_plan");
});

test("two questions in one sentence are two, and “or” inside one makes it no second", () => {
  expect(questionsIn("What happened, and who knows about it?", "en")).toBe(2);
  expect(questionsIn("Is it school or your parents?", "en")).toBe(1);
  expect(questionsIn("You asked “is this normal?”. Nothing is too small.", "en")).toBe(0);
  expect(questionsIn("Haluatko harjoitella, mitä sanoisit?", "fi")).toBe(1);
  expect(questionsIn("Mitä siellä tapahtuu, ja kuka siitä tietää?", "fi")).toBe(2);
});

test("what she asked is left when nothing of the answer is about it", () => {
  expect(hits("Which class are you in?", ["can u call my school"])).toContain("leaves_question");
  expect(hits("I can't call your school.", ["can u call my school"])).not.toContain("leaves_question");
  expect(hits("Which class are you in?", ["i hate school"])).not.toContain("leaves_question");
  expect(hits("What would you like her to know?", ["but what do i even write"])).not.toContain("leaves_question");
});

test("a sentence that takes up her own word is a reflection, and advice with it is none", () => {
  const before = ["the food bin. it had soup in"];
  expect(hits("Soup, in there.", ["it had gravy in it"])).not.toContain("reflects");
  expect(hits("Gravy, in there.", ["it had gravy in it"])).toContain("reflects");
  expect(hits("You should tell someone about the gravy.", before)).not.toContain("reflects");
});

test("in Hungarian, who the trainee is takes up no word of hers", () => {
  const heard = (message: string) => detect(message, { language: "hu", before: ["a suli vécéjében vagyok"] });
  expect(heard("Szia, Juno vagyok. Itt vagyok veled.")).not.toContain("reflects");
  expect(heard("Szóval a suli vécéjében.")).toContain("reflects");
});

test("words that are only quoted give no advice and minimise nothing", () => {
  for (const [open, close] of ['""', "“”", "„“", "«»", "''", "‘’"]) {
    const quoted = hits(`They wrote ${open}you should just leave, it's only a phase${close} under it.`);
    expect(quoted).not.toContain("advice");
    expect(quoted).not.toContain("minimises");
  }
  expect(hits('You should tell her "no".')).toContain("advice");
  expect(hits("At your friends' house it's only a phase, and the boys' too.")).toContain("minimises");
});

test("a message without a mark is a question by its words", () => {
  expect(questionsIn("you ok", "en")).toBe(1);
  expect(questionsIn("when does he come home", "en")).toBe(1);
  expect(questionsIn("you are brave", "en")).toBe(0);
  expect(questionsIn("when he comes home you hide", "en")).toBe(0);
  expect(questionsIn("mikä koulu se on", "fi")).toBe(1);
  expect(questionsIn("yks niistä nauro ja sisko näki", "fi")).toBe(0);
  expect(questionsIn("sisko näki", "fi")).toBe(0);
});

test("a name counts with its capital", () => {
  expect(hits("Hi, I'm Juno.")).toContain("greets_with_name");
  expect(hits("Hi, I'm listening.")).not.toContain("greets_with_name");
});

test("280 letters are not long, and 281 are", () => {
  expect(hits("a".repeat(280))).not.toContain("long");
  expect(hits("a".repeat(281))).toContain("long");
});

test("a phrase reads its four signs", () => {
  const says = (phrase: string, text: string) => compile(phrase, { feeling: "sad|lonely" }).test(text);
  expect(says("hurt*", "it hurts")).toBe(true);
  expect(says("hurt", "it hurts")).toBe(false);
  expect(says("you ~{feeling}", "you must be so sad")).toBe(true);
  expect(says("you ~{feeling}", "you wrote, sad")).toBe(false);
  expect(says("you ~~{feeling}", "you wrote, sad")).toBe(true);
  expect(says("so far", "so, far")).toBe(true);
  expect(says("(^|, )what", "you wrote, what now")).toBe(true);
  expect(says("(^|, )what", "you wrote what")).toBe(false);
});

test("of a very long message the first thousand letters are read", () => {
  expect(hits(`${"no ".repeat(300)}. You should tell her.`)).toContain("advice");
  expect(hits(`${"no ".repeat(340)}. You should tell her.`)).not.toContain("advice");
});
