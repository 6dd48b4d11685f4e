import { expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";

test("a network that breaks takes many at once: the queue and the list of who is there are painted once for all of them", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  await open(home);
  const { youth, staff, hub } = home.helpline;
  const [noor, sam] = [await comesIn(home, "I am Noor"), await comesIn(home, "I am Sam")];
  const hears = (topic: string) => {
    const got: string[] = [];
    hub.join(topic, { send: (html) => got.push(html) });
    return got;
  };
  const queue = hears(topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] }));
  const shift = hears(topics.shift("en"));
  const watch = () =>
    Promise.all(
      jobs
        .filter(({ name }) => name === "connections that changed" || name === "staff who are gone")
        .map((one) => runJob(home.helpline, one)),
    );
  const there = [home.anna.id, home.bela.id];
  for (const id of there) staff.opened(id);
  for (const id of [noor, sam]) youth.opened(id);
  await watch();
  for (const id of [noor, sam]) youth.closed(id);
  clock.pass(6_000);
  await watch();
  expect(queue).toHaveLength(1);
  for (const id of [noor, sam]) expect(queue[0]).toContain(`waiting-${id}`);
  for (const id of there) staff.closed(id);
  clock.pass(61_000);
  await watch();
  for (const id of there) staff.opened(id);
  const before = shift.length;
  await watch();
  expect(shift).toHaveLength(before + 1);
  for (const id of there) expect(shift.at(-1)).toContain(`on-shift-${id}`);
});
