import { beforeEach, expect, test } from "vitest";
import { minuteMs } from "#src/clock.ts";
import { annaSays, talking, youthSays } from "#tests/support/house/chats.ts";
import { type Going, goingElsewhere, losesData, restores, saidIn } from "./deltas.ts";

let home: Going;
let id: number;
beforeEach(async () => {
  home = await goingElsewhere();
  id = await talking(home, "he takes my phone at night");
});

test("R7: what Noor and Anna wrote after the copy is there again, up to the newest delta and no further", async () => {
  const copy = await home.backups.make(home.copies);
  await annaSays(home, id, "that sounds hard");
  home.pass(10 * minuteMs);
  const first = await home.backups.makeDelta();
  await youthSays(home, id, "and he reads what I write");
  home.pass(10 * minuteMs);
  const second = await home.backups.makeDelta();
  await youthSays(home, id, "are you still there");
  expect(first!.base).toBe(copy.name);
  expect(second!.opened).toMatchObject({ sealedTo: "master", at: copy.at + 20 * minuteMs });
  losesData(home);
  expect(await restores(home, home.copies)).toContain("are back in");
  expect(await saidIn(home, id)).toEqual([
    "he takes my phone at night",
    "that sounds hard",
    "and he reads what I write",
  ]);
});
