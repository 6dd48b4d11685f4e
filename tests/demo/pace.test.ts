import { expect, test } from "vitest";
import { openEar } from "#src/demo/listener.ts";
import { DemoOver, openPace, thinkingMs, typingMs } from "#src/demo/pace.ts";

const hour = 3_600_000;

test("every pause ends with the demo, one that begins later too", async () => {
  const over = new AbortController();
  const pace = openPace(over.signal);
  const pauses = [pace.pause(hour), pace.about(hour)];
  over.abort();
  for (const pause of [...pauses, pace.pause(hour)]) await expect(pause).rejects.toBeInstanceOf(DemoOver);
});

test("longer words take longer, within what anybody has patience for", () => {
  expect(typingMs("a longer answer than yes")).toBeGreaterThan(typingMs("yes"));
  expect(typingMs("x".repeat(4_000))).toBeLessThanOrEqual(14_000);
  expect(thinkingMs(4_000)).toBeLessThanOrEqual(9_000);
});

test("an ear hears each message once, what came before it listened, and the end for good", async () => {
  const ear = openEar(openPace(new AbortController().signal, 0.001));
  expect(await ear.next(100)).toBe("nothing");
  ear.words(3);
  ear.words(3);
  ear.words(2);
  expect(ear.last()).toBe(3);
  expect(await ear.next(100)).toBe("words");
  expect(await ear.next(100)).toBe("nothing");
  const later = ear.next(hour);
  ear.words(4);
  expect(await later).toBe("words");
  ear.over();
  expect([await ear.next(hour), await ear.next(hour)]).toEqual(["over", "over"]);
});
