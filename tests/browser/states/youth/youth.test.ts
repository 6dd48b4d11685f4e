import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { young } from "#tests/support/people/people.ts";
import { everyDoorState, everyPlainDoorState } from "#tests/support/states/youth/door.ts";
import { everyPlainYouthState, everyYouthState, timedServer } from "#tests/support/states/youth/youth.ts";

const seen: Looked[] = [];
const states = 53;

afterAll(close);

test("acceptance 2: every state of a young person is looked at, small and large, light and dark", async () => {
  const lookAt = async (name: string, page: Parameters<typeof look>[0]) => {
    seen.push(await look(page, name, { whole: true }));
  };
  const house = await timedServer();
  await everyYouthState(house, "en", lookAt);
  // The one planted fault, and nothing else.
  expect(house.reported.map((line) => line.split("\n")[0])).toEqual([expect.stringContaining("planted")]);
  await house.stop();

  const plain = await timedServer();
  await everyPlainYouthState(plain, "en", lookAt);
  expect(plain.reported).toEqual([]);
  await plain.stop();

  for (const every of [everyDoorState, everyPlainDoorState]) {
    const doors = await every("en", lookAt);
    expect(doors.reported).toEqual([]);
    await doors.stop();
  }

  const locked = await timedServer({ master: null });
  const noor = await young(locked);
  await noor.come();
  await lookAt("youth-locked", noor.page);
  await locked.stop();
  expect(seen.map(({ name }) => name)).toEqual([
    "youth-closed",
    "youth-door",
    "youth-refused-too-long",
    "youth-waiting-third",
    "youth-waiting-first",
    "youth-waiting-meanwhile",
    "youth-change-refused",
    "youth-chat-few",
    "youth-chat-typing",
    "youth-chat-end",
    "youth-chat-counter",
    "youth-chat-offline",
    "youth-chat-long",
    "youth-chat-unreadable",
    "youth-continue",
    "youth-over",
    "youth-ended-asked",
    "youth-ended-answered",
    "youth-how",
    "youth-help",
    "youth-404",
    "youth-429",
    "youth-500",
    "youth-clear",
    "youth-cleared",
    "plain-door-refused",
    "plain-busy",
    "plain-waiting",
    "plain-waiting-meanwhile",
    "plain-begun",
    "plain-chat",
    "plain-chat-refused",
    "plain-chat-over",
    "door-closed",
    "door-closed-note",
    "door-unplanned",
    "door-late",
    "door-paused",
    "door-open-until",
    "door-break",
    "door-full",
    "door-open-again",
    "door-shut-words",
    "door-two-lines",
    "door-one-of-two",
    "waiting-closing",
    "door-last-entry",
    "waiting-unanswered",
    "plain-door-open-until",
    "plain-waiting-closing",
    "plain-waiting-closed",
    "plain-waiting-unanswered",
    "youth-locked",
  ]);
}, 300_000);

test("acceptance 6: axe has nothing against any state of a young person, light and dark", () => {
  expect(seen).toHaveLength(states);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
});

test("every two colours that meet in a state of a young person are asked of every theme", () => {
  expect(seen).toHaveLength(states);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
});

test("acceptance 6: no state of a young person scrolls sideways at 320 px with text at 200 %", () => {
  expect(seen).toHaveLength(states);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
});
