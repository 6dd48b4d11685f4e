import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { askedBy } from "#src/directory/assessment/asked.ts";
import { candidates, offeredIn, propose, topicsAsked } from "#src/directory/assessment/assessment.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { firstInstant } from "#src/hours/instants.ts";
import {
  type Answers,
  type AssessmentRule,
  ageBands,
  blankRule,
  forAnyone,
  noAnswers,
  nothing,
  shippedRules,
  urgencies,
  waysLiked,
} from "#src/settings/assessment.ts";
import { defaults } from "#src/settings/settings.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

let home: House;

/** Hours of a Saturday. */
const at = (hour: number) => firstInstant("Europe/Brussels", "2026-11-28", hour * 60);

beforeAll(async () => {
  home = await house();
  const { db } = home.helpline;
  const always = daily(0, 1440);
  const afternoons = daily(14 * 60, 20 * 60);
  const add = (name: string, more: Parameters<typeof place>[2]) =>
    place(db, name, { verifiedOn: "2026-11-01", ...more });
  await add("Emergency line", { emergency: true, calendar: always });
  await add("Emergency without hours", { emergency: true });
  await add("Bully help", { topics: ["bullying"], calendar: afternoons, ageFrom: 10, ageTo: 18 });
  await add("Night line", { calendar: daily(20 * 60, 26 * 60) });
  await add("Children’s line", { calendar: always, ageFrom: 6, ageTo: 11 });
  await add("Adults’ line", { calendar: always, ageFrom: 26, ageTo: null });
  await add("Suicide line", {
    topics: ["suicide"],
    calendar: always,
    channels: [plainChannel("chat", "https://s.example/")],
  });
  const atThree = daily(15 * 60, 16 * 60);
  const gaming = { topics: ["gaming_gambling" as const], calendar: atThree };
  await add("Gaming, by phone", gaming);
  await add("Gaming, by text", { ...gaming, channels: [plainChannel("sms", "1234")] });
  await add("Eating, by appointment", { topics: ["eating"] });
  await add("Eating, by day", { topics: ["eating"], calendar: afternoons });
});

const asking = askedBy({ ...defaults(), ageFrom: 12, ageTo: 25 }, "");
const ask = (answers: Partial<Answers>, hour: number, rules = shippedRules) =>
  propose({ ...noAnswers, ...answers }, rules, asking, offeredIn(home.helpline.db, null, at(hour)));
const names = (answers: Partial<Answers>, hour: number, rules = shippedRules) =>
  ask(answers, hour, rules).services.map(({ found }) => found.entry.name);

test("who hurts themselves is led as before that was a topic of its own: to the line about suicide, and first in the queue", () => {
  const [before, now] = [ask({ topics: ["suicide"] }, 12), ask({ topics: ["self_harm"] }, 12)];
  expect(names({ topics: ["self_harm"] }, 12)[0]).toBe("Suicide line");
  expect(now.services.map(({ found }) => found.id)).toEqual(before.services.map(({ found }) => found.id));
  expect([now.urgent, now.offered, now.chat, now.fired]).toEqual([
    before.urgent,
    before.offered,
    before.chat,
    before.fired,
  ]);
});

describe("what answers lead to by the rules that are shipped", () => {
  test("a 13-year-old at 23:00 comes to a line that is open, whatever it is about", () => {
    for (const topic of topicsAsked) {
      const { services, chat } = ask({ age: "13-14", topics: [topic] }, 23);
      expect(services[0]!.found.openness.state, topic).toBe("open");
      expect(["first", "beside"]).toContain(chat);
    }
    expect(names({ age: "13-14", topics: ["bullying"] }, 23)).toEqual(["Night line", "Suicide line", "Bully help"]);
  });

  test.each<[string, Partial<Answers>, number, string[], Partial<ReturnType<typeof propose>>]>([
    [
      "bullying by day",
      { topics: ["bullying"] },
      15,
      ["Bully help"],
      { urgent: false, offered: false, chat: "beside", fired: [4] },
    ],
    [
      "danger: who is there for that, hours known or not, and the lane",
      { urgent: "danger" },
      15,
      ["Emergency line", "Emergency without hours"],
      { urgent: true, offered: false, fired: [0], chat: "beside" },
    ],
    [
      "suicide: an open line about it, and the lane offered",
      { topics: ["suicide"] },
      3,
      ["Suicide line"],
      { urgent: false, offered: true, chat: "beside", fired: [1, 4] },
    ],
    [
      "danger and suicide: the emergency before the line",
      { urgent: "danger", topics: ["suicide"] },
      3,
      ["Emergency line", "Emergency without hours", "Suicide line"],
      { urgent: true, offered: false, fired: [0, 1, 4] },
    ],
    [
      "under the age of the helpline: children’s lines first",
      { age: "under_10" },
      9,
      ["Children’s line"],
      { chat: "beside", fired: [2] },
    ],
    [
      "an adult about themselves: cards for adults, the chat behind them",
      { age: "over_25" },
      9,
      ["Adults’ line"],
      { chat: "after", fired: [3] },
    ],
    [
      "who may be there before who is not",
      { topics: ["eating"] },
      3,
      ["Suicide line", "Eating, by appointment", "Eating, by day"],
      { chat: "first", fired: [4, 5] },
    ],
    [
      "nothing chosen: the chat, and all who are there",
      {},
      23,
      ["Night line", "Suicide line"],
      { chat: "first", fired: [5] },
    ],
    [
      "nothing fits: the same",
      { topics: ["grief"] },
      23,
      ["Night line", "Suicide line"],
      { chat: "first", fired: [4, 5] },
    ],
  ])("%s", (_, answers, hour, first, rest) => {
    const proposal = ask(answers, hour);
    expect(proposal).toMatchObject(rest);
    expect(proposal.services.slice(0, first.length).map(({ found }) => found.entry.name)).toEqual(first);
  });

  test("each says why: what was chosen that it fits, and nothing else", () => {
    const [bully] = ask({ topics: ["bullying", "school"], age: "13-14", channel: "phone" }, 15).services;
    expect(bully!.why).toEqual({ ...noAnswers, topics: ["bullying"], age: "13-14", channel: "phone" });
    const night = ask({ topics: ["grief"], channel: "visit" }, 23).services.find(
      ({ found }) => found.entry.name === "Night line",
    );
    expect(night!.why).toEqual(noAnswers);
    const [emergency] = ask({ urgent: "danger", topics: ["grief"] }, 23).services;
    expect(emergency!.why).toEqual({ ...noAnswers, urgent: "danger" });
  });

  test("who is made for that age stands before who is for everybody, and the way that is liked before another", () => {
    expect(names({ age: "under_10" }, 23).slice(0, 3)).toEqual(["Children’s line", "Night line", "Suicide line"]);
    const gaming = (channel: Answers["channel"]) => names({ topics: ["gaming_gambling"], channel }, 15);
    expect(gaming("phone")).toEqual(["Gaming, by phone", "Gaming, by text"]);
    expect(gaming("writing")).toEqual(["Gaming, by text", "Gaming, by phone"]);
  });

  test("what is about something else that nobody chose stands behind what is for everybody", () => {
    expect(names({ topics: ["bullying"], age: "16-17" }, 23).slice(0, 2)).toEqual(["Night line", "Suicide line"]);
    expect(names({ channel: "chat" }, 23).slice(0, 2)).toEqual(["Night line", "Suicide line"]);
  });
});

describe("own rules", () => {
  const rule = (more: Partial<AssessmentRule>): AssessmentRule => ({ ...blankRule, ...more });

  test("every condition has to be so; of each one of what it names", () => {
    const rules = [
      rule({
        when: { ...forAnyone, urgent: ["soon", "no"], topics: ["eating", "grief"], age: ["16-17"] },
        lane: "urgent",
      }),
    ];
    const fires = (answers: Partial<Answers>) => ask(answers, 15, rules).urgent;
    expect(fires({ urgent: "soon", topics: ["school", "grief"], age: "16-17" })).toBe(true);
    expect(fires({ urgent: "danger", topics: ["grief"], age: "16-17" })).toBe(false);
    expect(fires({ urgent: "no", topics: ["school"], age: "16-17" })).toBe(false);
    expect(fires({ urgent: "no", topics: ["grief"] })).toBe(false);
  });

  test("a service that is named is shown whatever the age, but not one that young people do not see", async () => {
    const { db } = home.helpline;
    const hidden = await place(db, "Hidden", { visibility: "counsellors", calendar: daily(0, 1440) });
    const adults = offeredIn(db, null, at(9)).find(({ entry }) => entry.name === "Adults’ line")!;
    const rules = [rule({ show: { ...nothing, services: [hidden, adults.id] } })];
    expect(names({ age: "13-14" }, 9, rules)).toEqual(["Adults’ line"]);
  });

  test("without any rule there is still the chat", () => {
    expect(ask({ topics: ["grief"] }, 15, [])).toEqual({
      services: [],
      urgent: false,
      offered: false,
      chat: "beside",
      fired: [],
    });
  });
});

describe("whatever is chosen, at whatever hour", () => {
  const answers = fc.record({
    urgent: fc.constantFrom(null, ...urgencies),
    topics: fc.subarray(topicsAsked as string[], { maxLength: 4 }),
    age: fc.constantFrom(null, ...ageBands),
    region: fc.constant(null),
    channel: fc.constantFrom(null, ...waysLiked),
  });
  const hour = fc.integer({ min: 0, max: 167 });
  const list = <Item>(all: readonly Item[]) => fc.subarray([...all], { maxLength: 3 });
  const ruleOf: fc.Arbitrary<AssessmentRule> = fc.record({
    when: fc.record({
      urgent: list(urgencies),
      topics: list<string>(["any", ...topicsAsked]),
      age: list([...ageBands, "younger", "older"] as const),
      region: fc.constant([]),
      channel: list(waysLiked),
      otherwise: fc.boolean(),
    }),
    show: fc.record({
      emergency: fc.boolean(),
      chosen: fc.boolean(),
      fitting: fc.boolean(),
      topics: list<string>(topicsAsked),
      services: fc.constant([]),
    }),
    lane: fc.constantFrom(null, "urgent" as const, "offered" as const),
    chat: fc.constantFrom(null, "first" as const, "beside" as const, "after" as const),
    say: fc.constant(null),
  });
  const anyRules: fc.Arbitrary<AssessmentRule[]> = fc.oneof(
    fc.constant(shippedRules),
    fc.array(ruleOf, { maxLength: 6 }),
  );

  test("never a closed one before one that is open, whatever the rules", () => {
    fc.assert(
      fc.property(answers, hour, anyRules, (chosen, when, rules) => {
        const { services } = ask(chosen, when, rules);
        const closed = services.map(({ found }) => found.openness.state === "closed");
        expect(closed).toEqual([...closed].sort());
        expect(services.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: dayOrNight(100, 400) },
    );
  });

  test("danger always shows the emergency first and takes them first; age never takes the chat away nor the emergency", () => {
    fc.assert(
      fc.property(answers, hour, (chosen, when) => {
        const danger = ask({ ...chosen, urgent: "danger" }, when);
        expect(danger.urgent).toBe(true);
        expect(danger.services[0]!.found.entry.emergency).toBe(true);
        for (const age of [null, ...ageBands]) {
          const { chat, urgent, services } = ask({ ...chosen, age }, when);
          expect(["first", "beside", "after"]).toContain(chat);
          expect(urgent).toBe(ask({ ...chosen, age: null }, when).urgent);
          if (chosen.urgent === "danger") expect(services[0]!.found.entry.emergency).toBe(true);
        }
      }),
      { numRuns: dayOrNight(60, 200) },
    );
  });

  test("every combination of one of each proposes somebody who is there", () => {
    for (const urgent of [null, ...urgencies]) {
      for (const topic of [null, ...topicsAsked]) {
        for (const age of [null, ...ageBands]) {
          for (const when of [3, 9, 15, 23]) {
            const { services } = ask({ urgent, age, topics: topic ? [topic] : [] }, when);
            expect(services[0]?.found.openness.state, JSON.stringify({ urgent, topic, age, when })).toBe("open");
          }
        }
      }
    }
  });

  test("who is for no part of an age is shown for none of it, unless it is an emergency", () => {
    fc.assert(
      fc.property(answers, hour, anyRules, (chosen, when, rules) => {
        if (chosen.age === null) return;
        for (const { found } of candidates(chosen, rules, asking, offeredIn(home.helpline.db, null, at(when)))) {
          if (found.entry.emergency) continue;
          const [adults, children] = [found.entry.name === "Adults’ line", found.entry.name === "Children’s line"];
          if (chosen.age !== "over_25") expect(adults).toBe(false);
          if (chosen.age !== "under_10" && chosen.age !== "10-11") expect(children).toBe(false);
        }
      }),
      { numRuns: dayOrNight(60, 200) },
    );
  });
});
