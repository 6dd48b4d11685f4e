import { vi } from "vitest";
import { nameCount } from "#src/conversation/conversation.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import type { World } from "#tests/support/rights/worlds.ts";

/** Lets time pass (ms), with its jobs. */
export async function goesBy(world: World, ms: number) {
  world.clock.pass(ms);
  // Sessions would not last: those who are here stay. Data in memory are no files to copy.
  for (const job of jobs.filter(({ name }) => !/sessions|directories|helplines|links|directory|nightly/.test(name))) {
    await runJob(world.home.helpline, job);
  }
  await mailsGo(world);
}

/** Until none is due: a few go at a time. */
export async function mailsGo({ home }: World) {
  const mails = jobs.find(({ name }) => name === "mails")!;
  for (let times = 0; times < 8; times += 1) await runJob(home.helpline, mails);
}

/** Someone comes who may by chance get the short name of a deleted chat. */
export async function comesNext({ home, heldName }: World) {
  await open(home);
  vi.mocked(Math.random).mockReturnValue((heldName + 0.5) / nameCount);
  await comesIn(home, "words of Sam");
}
