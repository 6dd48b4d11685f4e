import { expect, test } from "vitest";
import type { Reply } from "#src/replies/reply.ts";
import { foundReplies, ranked } from "#src/replies/search.ts";

const reply = (id: string, name: string, text = "…", more: Partial<Reply> = {}): Reply => ({
  ...{ id, ownerId: null, language: "en", topic: "", name, text },
  ...more,
});
const names = (replies: Reply[]) => replies.map(({ name }) => name);

const list = [
  reply("a", "Greeting", "Hi, I am here."),
  reply("b", "Slow", "I type slowly, greetings from me"),
  reply("c", "Émotion", "Qu’est-ce que tu ressens ?", { language: "fr", topic: "Émotions" }),
  reply("d", "Où es-tu ?", "Es-tu en sécurité ?", { language: "fr", topic: "Danger" }),
];

test("those in the language of the chat come first, what is taken most before the rest, else as they stood", () => {
  expect(names(ranked(list, "fr", new Map()))).toEqual(["Émotion", "Où es-tu ?", "Greeting", "Slow"]);
  const uses = new Map([
    ["d", 2],
    ["b", 9],
  ]);
  expect(names(ranked(list, "fr", uses))).toEqual(["Où es-tu ?", "Émotion", "Slow", "Greeting"]);
});

test("without words there is what the language of the chat has, or everything where it has nothing", () => {
  expect(names(foundReplies(list, "fr", " "))).toEqual(["Émotion", "Où es-tu ?"]);
  expect(foundReplies(list, "fi", "")).toEqual(list);
});

test("every word typed begins a word of the name, the topic or the text, without accents and capitals", () => {
  expect(names(foundReplies(list, "fr", "emo"))).toEqual(["Émotion"]);
  expect(names(foundReplies(list, "fr", "SECURITE tu"))).toEqual(["Où es-tu ?"]);
  expect(names(foundReplies(list, "fr", "danger"))).toEqual(["Où es-tu ?"]);
  expect(foundReplies(list, "fr", "motion")).toEqual([]);
  expect(foundReplies(list, "en", "%_'\"")).toEqual(foundReplies(list, "en", ""));
});

test("what is called so comes before what only says so", () => {
  expect(names(foundReplies([list[1]!, list[0]!], "en", "greet"))).toEqual(["Greeting", "Slow"]);
});

test("of a search of a book’s length no more is read than its first 200 signs and twelve words", () => {
  const typed = (...words: string[]) => names(foundReplies(list, "en", words.join(" ")));
  expect(typed("greet", "x".repeat(200))).toEqual([]);
  expect(typed("greet", " ".repeat(200), "x")).toEqual(["Greeting", "Slow"]);
  expect(typed(...Array<string>(11).fill("g"), "x")).toEqual([]);
  expect(typed(...Array<string>(12).fill("g"), "x")).toEqual(["Greeting", "Slow"]);
});
