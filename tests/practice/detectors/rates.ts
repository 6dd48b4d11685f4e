import { type Language, languages } from "#src/i18n/i18n.ts";
import { detect, detectors } from "#src/practice/detectors/detect.ts";

export interface Rate {
  /** Of the sentences it hits, the share that it should. */
  precision: number;
  /** Of the sentences that it should hit, the share it does. */
  recall: number;
  wrong: string[];
}

/** Returns how well each detector does on a table (lang, detector, label, sentence), by language and detector. */
export function detectorRates(table: string): Map<Language, Map<string, Rate>> {
  const counts = new Map<string, { hit: number; rightly: number; should: number; wrong: string[] }>();
  for (const row of table.trim().split("\n").slice(1)) {
    const [language, detector, label, ...rest] = row.split("\t") as [Language, string, string, ...string[]];
    const key = `${language} ${detector}`;
    const count = counts.get(key) ?? { hit: 0, rightly: 0, should: 0, wrong: [] };
    counts.set(key, count);
    const sentence = rest.join("\t");
    const [message, before] = split(sentence, detector);
    const hits = detect(message, { language, before }).has(detector);
    if (hits) count.hit += 1;
    if (label === "1") count.should += 1;
    if (hits && label === "1") count.rightly += 1;
    if (hits !== (label === "1")) count.wrong.push(`${hits ? "hits" : "misses"}: ${sentence}`);
  }
  const rates = new Map<Language, Map<string, Rate>>();
  for (const language of languages) {
    for (const detector of detectors) {
      const count = counts.get(`${language} ${detector}`);
      if (!count) continue;
      const ofLanguage = rates.get(language) ?? new Map<string, Rate>();
      rates.set(language, ofLanguage);
      ofLanguage.set(detector, {
        precision: count.hit === 0 ? 1 : count.rightly / count.hit,
        recall: count.should === 0 ? 1 : count.rightly / count.should,
        wrong: count.wrong,
      });
    }
  }
  return rates;
}

/** A row of `leaves_question` holds her line too: `her line || the message`. */
function split(sentence: string, detector: string): [string, string[]] {
  if (detector !== "leaves_question") return [sentence, []];
  const [hers = "", message = ""] = sentence.split(" || ");
  return [message, [hers]];
}
