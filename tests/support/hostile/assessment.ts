import { questionNames } from "#src/settings/assessment.ts";
import { setSetting } from "#src/settings/settings.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import type { HostileForm, Scene } from "./attack.ts";

// What is right and what is not at the forms of the first questions. Written from the design, not from the code.

const isNumber = (text: string | undefined, number: number) => /^\d{1,15}$/.test(text ?? "") && Number(text) === number;
const said = (text = "") => clean(text).replace(/\s+/g, " ").trim();

const switchedOn = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "assessment", value: { on: true, questions: [...questionNames] } }),
  );

const rule = () => ({
  do: "rule",
  rule: "0",
  based_on: "0",
  "when.urgent": "danger",
  "when.topics": "grief",
  "when.age": "younger",
  "show.emergency": "yes",
  "show.services": "",
  lane: "urgent",
  chat: "first",
  "say.en": "Call now.",
});

/** Whatever is none of the choices is not chosen; a rule has to be there, and its sentence short enough. */
function isRule(fields: Record<string, string>): boolean {
  if (fields.do !== "rule" || !isNumber(fields.based_on, 0)) return false;
  return said(fields["say.en"]).length <= 200;
}

export const assessmentForms: HostileForm[] = [
  {
    path: "/which",
    who: "nobody",
    stage: "waiting",
    honest: () => ({ urgent: "soon", topics: "bullying", age: "12-14", region: "BE", channel: "chat", do: "again" }),
    right: () => true,
    changes: [],
    arrange: switchedOn,
  },
  {
    path: "/admin/assessment",
    who: "aino",
    stage: "waiting",
    honest: rule,
    right: isRule,
    changes: ["setting"],
    plant: ["do", "rule", "based_on", "when.topics", "show.services", "lane", "say.en"],
  },
  {
    path: "/admin/assessment/preview",
    who: "aino",
    stage: "waiting",
    honest: () => ({ on: "yes", question: "age", "place.age": "0", preview_page: "which", preview_language: "fr" }),
    right: () => true,
    changes: [],
    plant: ["question", "place.age", "preview_page", "preview_language"],
  },
];
