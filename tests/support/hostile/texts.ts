import type { Fields, HostileForm } from "./attack.ts";

// What is right and what is not at the form of the texts. Written from the design, not from the code.

const texts = (): Fields => ({
  language: "en",
  group: "door",
  q: "",
  based_on: "0",
  "text.youth.door.title": "We listen to you",
  "text.youth.door.agree": "Read <link>how this works</link> first.",
  do: "save",
});

const tidy = (text: string) =>
  text
    .replace(/[ \t\r\n]+/g, " ")
    .trim()
    .replaceAll("'", "’");

/** One line that says something to be seen, with nothing that is to be filled in; for a title of 25 letters. */
function isTitle(text = texts()["text.youth.door.title"]!): boolean {
  const kept = tidy(text);
  return (
    /[\p{L}\p{N}\p{P}\p{S}]/u.test(kept) &&
    kept.length <= 85 &&
    !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|[{}]|<[a-z/]/iu.test(kept)
  );
}

function areTexts(fields: Fields): boolean {
  const { language = "", based_on = "" } = fields;
  const agree = fields["text.youth.door.agree"] ?? texts()["text.youth.door.agree"];
  return (
    ["en", "fr", "nl"].includes(language) &&
    /^0{1,15}$/.test(based_on) &&
    isTitle(fields["text.youth.door.title"]) &&
    agree === texts()["text.youth.door.agree"]
  );
}

const aino = { who: "aino", stage: "waiting", honest: texts } as const;

export const textsForms: HostileForm[] = [
  {
    ...aino,
    path: "/admin/texts",
    right: areTexts,
    changes: ["own_text"],
    plant: ["text.youth.door.title", "language", "group", "based_on", "do"],
  },
  {
    ...aino,
    path: "/admin/texts/preview",
    honest: () => ({ ...texts(), preview_page: "open", preview_language: "en", preview_scheme: "dark" }),
    // What cannot stand is looked at without it.
    right: ({ language = "" }) => ["en", "fr", "nl"].includes(language),
    changes: [],
    plant: ["text.youth.door.title", "language", "based_on", "preview_page", "preview_language"],
  },
];
