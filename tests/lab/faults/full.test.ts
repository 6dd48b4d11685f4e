import { expect, test } from "vitest";
import { type Kind, whyNoDisk } from "#lab/load/failures/disks.ts";
import { fullRun } from "#lab/load/failures/full.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { dayOrNight, drawnFrom } from "#tests/support/run/night.ts";

// disk.test.ts has what both sides see of it, and what any account can make full.
const kinds: [Kind, string, number][] = [
  ["full", "a disk that fills up", 6],
  ["broken", "a disk on which every write fails (EIO)", 3],
  ["lost", "a disk that its system has given up after such a failure", 1],
];
const today = drawnFrom("disks that fail", kinds, 1);
for (const [kind, words, most] of today) {
  const points = dayOrNight(Math.ceil(most / 3), most);
  const why = whyNoDisk(kind);
  test.skipIf(why !== null)(
    `R3: on ${words} nothing is acknowledged that is not stored, all else goes on, and once it works that is enough to go on${why ? ` (NOT TRIED: ${why})` : ""}`,
    async () => {
      const found = await fullRun({ kind, program: [binary()], points, seed: 5, say: () => {} });
      expect(found.refused).toBeGreaterThan(points / 3);
      expect(found.failed).toEqual({});
      const { acknowledged, ...wrong } = found.tally;
      expect(acknowledged).toBeGreaterThan(2 * points);
      expect(Object.entries(wrong).filter(([, count]) => count > 0)).toEqual([]);
      expect(found.integrity).toEqual(["ok", "ok"]);
    },
  );
}
