import { expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { place } from "#tests/support/house/directory.ts";
import { act, staff } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { smallDirectory, tuesday } from "#tests/support/states/admin/directory.ts";

test("the week tells who made sure of what, changed and reported it, what was sent most, and what falls due", async () => {
  const at = await desk(tuesday);
  const { db } = at.line.helpline;
  const ids = await smallDirectory(at.line);
  // 180 days later is Friday.
  await place(db, "Day centre", { verifiedOn: "2026-05-31" });
  await place(db, "Brought in");
  at.clock.pass(1_000);
  const luna = await staff(at.line, at.line.bela);
  const version = String(service(db, ids.night!)!.versionId);
  await luna.post(`/admin/directory/${ids.night}/verify`, { outcome: "confirmed", method: "email", based_on: version });
  at.clock.pass(1_000);
  const to = { ...service(db, ids.shelter!)!.entry, summary: "Two beds." };
  await act(at.line, at.line.aino, (tx, emit) => changeService(tx, emit, { id: ids.shelter!, entry: to }));
  await db.change("porchlight", (tx) => {
    const used = { service_id: ids.advice!, service_name: "Youth advice", level: "shown" as const, at: tx.at };
    for (let n = 0; n < 7; n += 1) tx.run(q.insertInto("referral").values(used));
    tx.run(q.insertInto("referral").values({ ...used, service_id: ids.night! }));
  });

  const page = await sheet(luna, "/admin/directory/week");
  expect(page.words("#verified")).toMatch(
    /^Checked Night line: correct, by email Luna, .* Shelter for tonight: no answer, by phone/,
  );
  expect(page.words("#changed")).toMatch(/^Changed Shelter for tonight \(added to the directory\) Robin, /);
  expect(page.words("#changed")).toContain("Day centre (added to the directory) Porchlight, ");
  expect(page.words("#reported")).toMatch(/^Reported Shelter for tonight: A number or address is wrong Mika, /);
  expect(page.words("#used")).toBe("Most sent or shown Youth advice 7 Night line < 5");
  expect(page.words("#next")).toBe("Due next week Day centre");
  expect(page.words("main")).toContain("1 place has never been checked.");
  const list = await sheet(luna, "/admin/directory");
  expect(list.words("main")).toContain("In the last 7 days: 2 checked, 7 changed, 1 reported.");
});
