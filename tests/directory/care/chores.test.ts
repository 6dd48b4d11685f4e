import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { countHeaps, findAmong, type Heap, keptServices, ofHeap } from "#src/directory/care/chores.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { smallDirectory } from "#tests/support/states/admin/directory.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const at = Date.UTC(2026, 10, 24);
const kept = () => keptServices(home.helpline.db, at);
const names = (heap: Heap) => ofHeap(kept(), heap).map(({ service: { entry } }) => entry.name);
const due = () => names("due");

test("what there is to do about each place is counted, and each heap holds as many as it says", async () => {
  await smallDirectory(home);
  const counts = countHeaps(kept());
  expect(counts).toEqual({
    week: 2,
    to_check: 0,
    due: 2,
    unchecked: 0,
    reported: 1,
    links: 1,
    hidden: 1,
    gone: 1,
    feed: 0,
    all: 5,
  });
  for (const [heap, n] of Object.entries(counts)) expect(names(heap as Heap)).toHaveLength(n);
  const found = findAmong(home.helpline.db, kept(), "centre", at);
  expect(found.map(({ service: { entry } }) => entry.name)).toEqual(["Old centre"]);
});

test("what nobody ever checked is a heap of its own, what is used most first", async () => {
  const { db } = home.helpline;
  await smallDirectory(home);
  await place(db, "Brought in");
  const used = await place(db, "Brought in and used");
  await db.change("porchlight", (tx) =>
    tx.run(q.insertInto("referral").values({ service_id: used, service_name: "", level: "sent", at })),
  );
  expect(names("unchecked")).toEqual(["Brought in and used", "Brought in"]);
  expect(countHeaps(kept())).toMatchObject({ due: 2, unchecked: 2 });
});

test("what is used most and overdue longest comes first; what nobody sees does not come", async () => {
  const { db } = home.helpline;
  await place(db, "A little late", { verifiedOn: "2026-05-01" });
  const used = await place(db, "A little late and used", { verifiedOn: "2026-05-01" });
  await place(db, "Very late", { verifiedOn: "2025-11-01" });
  await place(db, "Fresh", { verifiedOn: "2026-11-01" });
  await place(db, "Hidden", { verifiedOn: "2020-01-01", visibility: "hidden" });
  await place(db, "Gone", { verifiedOn: "2020-01-01", status: "defunct" });
  await db.change("porchlight", (tx) => {
    const row = { service_id: used, service_name: "", level: "sent" as const };
    for (let n = 0; n < 20; n += 1) tx.run(q.insertInto("referral").values({ ...row, at: at - n * 86_400_000 }));
    // Long ago is not now.
    tx.run(q.insertInto("referral").values({ ...row, at: at - 91 * 86_400_000 }));
  });
  expect(due()).toEqual(["A little late and used", "Very late", "A little late"]);
  expect(ofHeap(keptServices(db, at), "due")[0]!.used).toBe(20);
});
