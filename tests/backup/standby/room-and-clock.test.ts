import { existsSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { partFile } from "#src/backup/kept.ts";
import { openFetching } from "#src/backup/standby/fetching.ts";
import { keepFetched } from "#src/backup/standby/folder.ts";
import { openSource } from "#src/backup/standby/wire.ts";
import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import { fakeClock } from "#tests/support/house/helpline.ts";
import { lay, type Second, sealedIn, secondMachine } from "./second.ts";

// What a small computer in a cellar lacks: room on its disk, and a clock that is right after a power cut.

let second: Second;
let now: number;
beforeEach(async () => {
  second = await secondMachine();
  now = second.clock.now();
});

const refusal = (trying: Promise<unknown>) =>
  trying.then(
    () => "it was answered",
    (error: Error) => error.message,
  );

test("a disk is never filled: a tenth of it stays free, or 1 GB, and what does not fit is told with its size", async () => {
  await lay(second.copies, now - hourMs, { bytes: 200_000 });
  const from = (free: number, all: number) =>
    openFetching({
      source: openSource(second.origin, second.token),
      folder: second.folder,
      clock: second.clock,
      roomIn: () => ({ free, all }),
    });
  expect(await refusal(from(299_999, 1_000_000).once())).toBe("no_room 200000");
  expect(await refusal(from(1_000_199_999, 1e12).once())).toBe("no_room 200000");
  expect(sealedIn(second.folder)).toEqual([]);
  expect((await from(300_000, 1_000_000).once()).fetched).toHaveLength(3);
});

test("S3: a clock that goes back on the second machine does not make keys young again, whether the helpline is there or not", async () => {
  const name = await lay(second.copies, now - hourMs);
  const address = second.origin.origin;
  keepFetched(second.folder, { address, reachedAt: null, savedUntil: null, promotesTo: null });
  const keys = partFile(second.folder, name, "keys");
  await second.fetch();
  expect(existsSync(keys)).toBe(true);
  second.clock.pass(6 * dayMs);
  await second.fetch();
  // It starts again in the year 2000, as after a power cut without a battery.
  const begun = fakeClock(Date.UTC(2000, 0));
  const dead = new URL("http://127.0.0.1:1");
  const alone = openFetching({ source: openSource(dead, second.token), folder: second.folder, clock: begun });
  alone.forget();
  begun.pass(23 * hourMs - minuteMs);
  alone.forget();
  expect(existsSync(keys)).toBe(true);
  begun.pass(2 * minuteMs);
  alone.forget();
  expect(existsSync(keys)).toBe(false);
  // Where the helpline says what time it is, that counts.
  const later = await lay(second.copies, now + 6 * dayMs);
  await second.fetch();
  second.clock.pass(7 * dayMs + hourMs);
  const wrong = fakeClock(Date.UTC(2000, 0));
  await second.fetch({ clock: wrong });
  expect(existsSync(partFile(second.folder, later, "keys"))).toBe(false);
});
