import type { Language } from "#src/i18n/i18n.ts";

/** Parts of words that would reveal a page's topic in a title, address or icon. */
const everywhere = ["suic", "crisis", "abus", "sos", "112", "trauma", "depress", "porchlight"];

const topics: Record<Language, string[]> = {
  en: [
    "help",
    "hurt",
    "harm",
    "violen",
    "scared",
    "safe",
    "secret",
    "rape",
    "die",
    "death",
    "counsel",
    "youth",
    "young",
  ],
  fr: ["aide", "écoute", "ecoute", "violen", "viol", "peur", "mort", "danger", "secret", "mal", "jeune", "urgence"],
  nl: ["hulp", "luister", "geweld", "misbruik", "bang", "dood", "veilig", "geheim", "pijn", "jongere", "nood", "zelf"],
  es: ["ayuda", "escuch", "violen", "miedo", "muert", "peligro", "secret", "daño", "joven", "emergencia", "maltrat"],
  fi: ["apua", "kuuntel", "väkival", "pelko", "pelkää", "kuole", "vaara", "salais", "satu", "nuor", "hätä", "kriisi"],
  hu: ["segít", "segély", "erőszak", "félel", "halál", "veszély", "titok", "bánt", "fájda", "fiatal", "krízis"],
};

/** Returns the topic words of every language in a text, in any capitals. */
export function topicWords(text: string): string[] {
  const lower = text.toLowerCase();
  return [...everywhere, ...Object.values(topics).flat()].filter((word) => lower.includes(word));
}
