import { anything, search } from "#src/directory/search/search.ts";
import { isTopic, narrowerTopics, serviceTopics, type Topic } from "#src/directory/topics.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

export interface TopicRate {
  asked: number;
  /** How many led first to a place about what was meant. */
  right: number;
  /** How many led first to what they must not. */
  forbidden: string[];
  wrong: string[];
}

/** Returns a helpline with one place for each topic, whose words say nothing. */
export async function placeForEachTopic(): Promise<House> {
  const home = await house();
  for (const topic of serviceTopics) await place(home.helpline.db, `Place ${topic}`, { topics: [topic] });
  return home;
}

/** Returns where the rows of a table (lang, asker, query, expect, not_first, note) lead first, by language. */
export function topicRates({ helpline }: House, table: string): Map<string, TopicRate> {
  const { db, clock } = helpline;
  const rates = new Map<string, TopicRate>();
  for (const row of table.trim().split("\n").slice(1)) {
    const [typedIn = "", , typed = "", expected = "", notFirst = "", note = ""] = row.split("\t");
    const rate = rates.get(typedIn) ?? { asked: 0, right: 0, forbidden: [], wrong: [] };
    rates.set(typedIn, rate);
    const [first] = search(db, { ...anything, words: typed, typedIn }, "counsellor", clock.now());
    const [topic] = first?.entry.topics ?? [];
    const told = `${typed} → ${topic ?? "nothing"}, not ${expected}`;
    rate.asked += 1;
    if (topic && meant(expected, note).includes(topic)) rate.right += 1;
    else rate.wrong.push(told);
    if (topic && notFirst.split(";").includes(topic)) rate.forbidden.push(told);
  }
  return rates;
}

/** A table from before the narrower topics expects the wider one, or names in its note what was missing. */
function meant(expected: string, note: string): Topic[] {
  const named = expected.split(";").flatMap((one) => (one === "topic:missing" ? note.split(/[;\s]+/) : [one]));
  const topics = named.filter(isTopic);
  return [...topics, ...topics.flatMap(narrowerTopics)];
}
