import { hourMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { type Openness, opennessOf } from "#src/directory/search/openness.ts";
import type { Found } from "#src/directory/search/search.ts";
import { type Answers, ageBands, type QuestionName, urgencies, waysLiked } from "#src/settings/assessment.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { askedBy } from "./asked.ts";
import { candidates, offeredIn, regionChoices, topicsAsked } from "./assessment.ts";
import { shownNow } from "./assessment-order.ts";

const hoursTried = 7 * 24;

/** Returns what no answers suggest on any page in the week from `at` (ms UTC). Slow, so it yields (time-slice.ts). */
export function* unreached(db: DataReader, set: Settings, at: number): Generator<undefined, Found[]> {
  const everywhere = offeredIn(db, null, at);
  const states = yield* statesOf(everywhere, at);
  const hours = differentHours(states);
  const left = new Set(everywhere.map(({ id }) => id));
  const { questions } = set.assessment;
  for (const region of [null, ...ifAsked(questions, "region", codesOf(db, at))]) {
    const offered = offeredIn(db, region, at);
    for (const answers of combinations(questions, region)) {
      for (const language of set.languages) {
        yield;
        const all = candidates(answers, set.assessmentRules, askedBy(set, language), offered);
        if (!all.some(({ found }) => left.has(found.id))) continue;
        for (const hour of hours) {
          for (const { found } of shownNow(all, ({ id }) => states.get(id)![hour]!).shown) left.delete(found.id);
          yield;
        }
        if (left.size === 0) return [];
      }
    }
  }
  return everywhere.filter(({ id }) => left.has(id));
}

type States = Map<string, Openness["state"][]>;

function* statesOf(offered: Found[], at: number): Generator<undefined, States> {
  const states: States = new Map();
  for (const { id, entry } of offered) {
    // In order of time, because `opennessOf` remembers its answer until that changes.
    states.set(
      id,
      Array.from({ length: hoursTried }, (_, hour) => opennessOf(entry, at + hour * hourMs).state),
    );
    yield;
  }
  return states;
}

function differentHours(states: States): number[] {
  const seen = new Set<string>();
  return Array.from({ length: hoursTried }, (_, hour) => hour).filter((hour) => {
    const name = [...states.values()].map((all) => all[hour]![0]).join("");
    return !seen.has(name) && seen.add(name);
  });
}

function codesOf(db: DataReader, at: number): string[] {
  return regionChoices(db, at).map(({ code }) => code);
}

function ifAsked<Code>(questions: QuestionName[], name: QuestionName, all: readonly Code[]): readonly Code[] {
  return questions.includes(name) ? all : [];
}

function* combinations(questions: QuestionName[], region: string | null): Generator<Answers> {
  const of = <Code>(name: QuestionName, all: readonly Code[]) => [null, ...ifAsked(questions, name, all)];
  for (const channel of of("channel", waysLiked)) {
    for (const urgent of of("urgent", urgencies)) {
      for (const age of of("age", ageBands)) {
        for (const topic of of("topics", topicsAsked)) {
          yield { urgent, topics: topic === null ? [] : [topic], age, region, channel };
        }
      }
    }
  }
}
