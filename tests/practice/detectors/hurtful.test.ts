import { expect, test } from "vitest";
import type { Language } from "#src/i18n/i18n.ts";
import { isHurtful } from "#src/practice/detectors/hurtful.ts";
import { play } from "#src/practice/engine/engine.ts";
import { feedback } from "#src/practice/feedback.ts";
import { scenarioOf } from "#tests/practice/walks.ts";

const hurt: [Language, string][] = [
  ["en", "Kill yourself then lol"],
  ["en", "lol kill yourself"],
  ["en", "You're such an idiot."],
  ["en", "Ur ugly"],
  ["en", "Shut up and go away"],
  ["en", "whatever just do it then"],
  ["fr", "Va mourir"],
  ["fr", "T'es vraiment conne."],
  ["nl", "Hou je bek"],
  ["nl", "Je bent zo zielig."],
  ["es", "Eres tonta."],
  ["es", "¡Cállate!"],
  ["fi", "Tapa itsesi."],
  ["fi", "Olet tosi tyhmä."],
  ["hu", "Fogd be!"],
  ["hu", "Hülye vagy."],
];

const kind: [Language, string][] = [
  ["en", "Are you thinking of killing yourself?"],
  ["en", "Do you want to kill yourself?"],
  ["en", "Did he say “kill yourself” to you?"],
  ["en", "You are not stupid."],
  ["en", "He told you that you are stupid. That hurt."],
  ["en", "When you want to hurt yourself, what helps?"],
  ["en", "You feel like you are stupid."],
  ["en", "Your pretty dress got ruined."],
  ["fr", "Il dit que tu es moche, et tu restes seule avec ça."],
  ["hu", "Azt mondta, hogy hülye vagy."],
  ["en", "You can go away from the screen for a moment, I'll be here."],
  ["fr", "Tu n'es pas stupide."],
  ["fr", "Est-ce que tu penses à mourir ?"],
  ["nl", "Je bent niet dom."],
  ["nl", "Denk je aan zelfmoord?"],
  ["es", "No eres tonta."],
  ["fi", "Et ole tyhmä."],
  ["hu", "Nem vagy hülye."],
];

test.each(hurt)("%s: “%s” hurts", (language, words) => {
  expect(isHurtful(words, language)).toBe(true);
});

test.each(kind)("%s: “%s” does not", (language, words) => {
  expect(isHurtful(words, language)).toBe(false);
});

test("after an insult nobody opens up, after a second they leave, and it is praised nowhere", () => {
  const scenario = scenarioOf("moods-point");
  const events = ["Hi, I'm Juno.", "Kill yourself then lol", "ur ugly"].map((text, at) => ({
    event: { kind: "message", text } as const,
    at,
  }));
  const steps = play(scenario, "en", events);
  expect(steps.map(({ did }) => did.includes("hurts"))).toEqual([false, true, true]);
  expect(steps[1]!.state.told).toEqual(steps[0]!.state.told);
  expect(steps[1]!.state.trust).toBeLessThan(steps[0]!.state.trust);
  expect(steps[2]!.state.end).toMatchObject({ kind: "unsafe" });
  expect(feedback(scenario, steps).strengths.map(({ turn }) => turn)).not.toContain(2);
});
