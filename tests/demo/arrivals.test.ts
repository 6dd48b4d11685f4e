import { expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { startColleague } from "#src/demo/colleague.ts";
import { maxYoungPeople, openStreet } from "#src/demo/demo.ts";
import { DemoOver, openPace } from "#src/demo/pace.ts";
import { scripts } from "#src/demo/scripts/scripts.ts";
import type { DemoAccount } from "#src/http/server/context.ts";
import { inLine } from "#src/queue/claim.ts";
import { password } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";

test("a colleague opens the door, the line fills up to its most, she answers one of them to the end", async () => {
  const house = await server();
  const over = new AbortController();
  const { helpline, origin } = house;
  const done = () =>
    helpline.db.first(q.selectFrom("conversation").selectAll().where("end_reason", "=", "ended_by_youth"));
  const troubles: unknown[] = [];
  let highest = 0;
  helpline.db.listen(() => {
    // Whoever faded out left an open chat behind, and is not there.
    highest = Math.max(highest, helpline.youth.here().length);
  });
  try {
    const pace = openPace(over.signal, 0.01);
    const account: DemoAccount = { name: "bela", alias: "Luna", roles: ["counsellor"], password };
    const work = await startColleague(origin, account, scripts, pace);
    expect((await fetch(origin)).status).toBe(200);
    const report = (_what: string, error: unknown) => void troubles.push(error);
    const ending = Promise.allSettled([openStreet({ origin, scripts, pace, report }), work()]);
    await expect.poll(() => inLine(helpline.db).length).toBeGreaterThan(1);
    await expect.poll(done).toBeDefined();
    expect(done()!.counsellor_id).toBe(house.bela.id);
    expect(highest).toBeGreaterThan(1);
    expect(highest).toBeLessThanOrEqual(maxYoungPeople);
    over.abort();
    for (const one of await ending) expect(one).toMatchObject({ status: "rejected", reason: expect.any(DemoOver) });
    expect(troubles).toEqual([]);
    expect(house.reported).toEqual([]);
  } finally {
    over.abort();
    await house.stop();
  }
});
