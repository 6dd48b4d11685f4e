import { afterAll, beforeAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { cutOff, exactly, offlineBar, settled, until } from "#tests/support/browser/cut-off.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import type { Line } from "#tests/support/outside/proxy.ts";
import { drawnFrom, night } from "#tests/support/run/night.ts";
import { canBrowse } from "#tests/support/run/programs.ts";

afterAll(close);

// How soon the bar comes and goes is printed, and judged by nobody here: machines differ.

const all: [Parameters<typeof cutOff>[0], Line, number][] = [
  ["socket", "frozen", 12],
  ["poll", "frozen", 12],
  ["socket", "dead", 12],
  ["poll", "refused", 12],
  ["socket", "frozen", 30],
  ["poll", "frozen", 30],
  ["socket", "refused", 30],
  ["poll", "dead", 30],
];

const cases = night ? all : drawnFrom("lines that are cut", all.slice(0, 4), 1);

// Side by side: each has its own house, line and browser profile, and most of the time is waiting.
let figures: ReturnType<typeof live>[] = [];
beforeAll(() => {
  figures = (canBrowse ? cases : []).map((one) => live(...one));
  // Each fails its own test below.
  for (const one of figures) one.catch(() => {});
});

async function live(way: (typeof all)[number][0], how: Line, seconds: number) {
  const chat = await cutOff(way);
  const { noor, house, id } = chat;
  const whole = chat.cut(how, seconds * 1000);
  const bar = await until(noor.say("one").then(() => offlineBar(noor)));
  await annaSays(house, id, "are you still there?");
  await noor.say("two");
  await noor.page.fill("#text", "half a thought");
  const during = await noor.lines();
  await whole;
  const back = await until(Promise.all([settled(noor), noor.sees("are you still there?")]));
  const typed = await noor.page.inputValue("#text");
  await noor.say("bright again");
  await settled(noor);
  await annaSays(house, id, "good");
  await noor.sees("good");
  return { chat, bar, back, during, typed };
}

test.skipIf(!canBrowse).each(cases.map((one, index) => [...one, index] as const))(
  "R4: on a %s, the line cut (%s) for %i s with two sends and one arrival: everything once, in order",
  async (way, how, seconds, index) => {
    const { chat, bar, back, during, typed } = await figures[index]!;
    console.log(`${way}, ${how} ${seconds} s: bar after ${bar} ms, back after ${back} ms`);
    expect(during).toEqual(["me: things at home", "them: Hi, I am Mika", "me: one", "me: two"]);
    await exactly(chat, [
      "me: things at home",
      "them: Hi, I am Mika",
      "them: are you still there?",
      "me: one",
      "me: two",
      "me: bright again",
      "them: good",
    ]);
    expect(typed).toBe("half a thought");
    await chat.stop();
  },
);
