import { withoutMisleading } from "#src/i18n/seen.ts";
import { cardTextMost, cardTitleMost, isCardText, isCardTitle } from "#src/settings/meanwhile.ts";
import type { HostileForm } from "./attack.ts";

// What is right and what is not at the form of a card for whoever waits. What could mislead is taken out of its words, as out of
// every text of several lines, and refused in its topic.

const card = () => ({
  do: "save",
  code: "new",
  based_on: "0",
  "title.en": "Exams",
  "text.en": "One thing at a time.",
});

const isCard = (fields: Record<string, string>) => {
  const [title, text] = [(fields["title.en"] ?? "").trim(), withoutMisleading(fields["text.en"] ?? "").trim()];
  const fits = title.length <= cardTitleMost && text.length <= cardTextMost;
  const isForm = fields.do === "save" && fields.code === "new" && /^0{1,15}$/.test(fields.based_on ?? "");
  return isForm && fits && isCardTitle(title) && isCardText(text);
};

export const meanwhileForms: HostileForm[] = [
  {
    path: "/admin/meanwhile",
    who: "aino",
    stage: "waiting",
    honest: card,
    right: isCard,
    changes: ["setting"],
    plant: ["do", "code", "based_on", "title.en", "text.en"],
  },
  {
    path: "/admin/meanwhile/preview",
    who: "aino",
    stage: "waiting",
    honest: card,
    right: () => true,
    changes: [],
    plant: ["code", "title.en", "text.en"],
  },
];
