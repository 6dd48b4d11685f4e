import { expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { checkNow } from "#src/jobs/audit.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { post, sendsTo } from "#tests/support/outside/post.ts";

const day = 24 * 3_600_000;

test("admins who want it are sent numbers of the directory each week, once; nobody else is", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const server = await post();
  await sendsTo(home, server.port);
  const wants = (who: typeof home.aino, digest: boolean) =>
    act(home, who, (tx, emit) =>
      setOwnAddress(tx, emit, { staffId: who.id, address: `${who.alias}@example.org`, digest, trail: false }),
    );
  await wants(home.aino, true);
  // A supervisor, who has ticked what only admins are asked.
  await wants(home.bela, true);
  await place(home.helpline.db, "Night line");
  await checkNow(home.helpline);
  const run = async () => {
    for (const name of ["what became of the week", "mails"]) {
      await runJob(home.helpline, jobs.find((job) => job.name === name)!);
    }
  };
  clock.pass(7 * day - 1);
  await run();
  expect(server.taken).toEqual([]);
  clock.pass(1);
  await run();
  await run();
  expect(server.taken.map(({ to }) => to)).toEqual([["Robin@example.org"]]);
  expect(server.taken[0]!.read.subject).toBe("Your weekly summary");
  expect(server.taken[0]!.read.text).toMatch(/Checked: \d+\. Changed or deleted: 1\. Reported: 0\./);
  expect(server.taken[0]!.raw).not.toContain("Night line");
  // A copy of the end of the audit trail, outside of the machine.
  const { id, code } = home.helpline.trailCheck.found!.head!;
  expect(server.taken[0]!.read.text).toContain(`entry ${id}, code ${code}`);
  clock.pass(7 * day);
  await run();
  expect(server.taken).toHaveLength(2);
  await wants(home.aino, false);
  clock.pass(7 * day);
  await run();
  expect(server.taken).toHaveLength(2);
  expect(home.helpline.db.all(q.selectFrom("mail").select("id").where("settled_at", "is", null))).toEqual([]);
  await server.close();
});
