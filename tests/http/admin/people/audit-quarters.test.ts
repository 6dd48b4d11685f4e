import { expect, test } from "vitest";
import { checkNow, forgetOldAudit } from "#src/jobs/audit.ts";
import { setSetting } from "#src/settings/settings.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

// What was done more than 28 days ago is told to the quarter of the hour.

const day = 24 * 3_600_000;

test("an entry, the history of a setting and a file say the time, and after 28 days between which two quarters of an hour it was", async () => {
  const at = await desk();
  const { line, clock } = at;
  clock.set(Date.parse("2026-11-24T17:22:07.431Z") - clock.now());
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "ageTo", value: 30 }));
  const pages = async (who: Person) => {
    await who.post("/admin/audit");
    return {
      list: (await sheet(who, "/admin/audit?kind=settings")).words("section ul.list")!,
      history: (await sheet(who, "/admin/settings/helpline")).words("#history")!,
      file: (await who.post("/admin/audit/file", { kind: "settings" })).text,
    };
  };
  const exact = await pages(await staff(line, line.aino));
  expect(exact.list).toContain("24 November 2026 at 18:22");
  expect(exact.history).toContain("24 November 2026 at 18:22");
  expect(exact.file).toContain("2026-11-24T17:22:07.431Z,Robin");
  clock.pass(29 * day);
  await forgetOldAudit(line.helpline);
  const coarse = await pages(await staff(line, line.aino));
  const said = says("staff.when.between", { date: "24 November 2026", from: "18:15", to: "18:30" });
  expect(said).toBe("24 November 2026, between 18:15 and 18:30");
  expect(coarse.list).toContain(said);
  expect(coarse.history).toContain(said);
  expect(coarse.file).toContain("2026-11-24T17:15Z/2026-11-24T17:30Z,Robin");
  for (const words of Object.values(coarse)) expect(words).not.toMatch(/18:22|17:22/);
  // In the other languages too.
  const french = { date: "24 novembre 2026", from: "18:15", to: "18:30" };
  expect(says("staff.when.between", french, "fr")).toBe("24 novembre 2026, entre 18:15 et 18:30");
});

test("the page says how long a time is told exactly, where the trail was changed by the quarter, and that it was chained anew", async () => {
  const at = await desk();
  const { line, clock, files } = at;
  const page = async () => (await sheet(await staff(line, line.aino), "/admin/audit")).words("main")!;
  expect(await page()).toContain(says("admin.audit.lead", { days: 365, exact: 28 }));
  clock.pass(29 * day);
  await forgetOldAudit(line.helpline);
  files.data.exec("UPDATE audit SET actor = 'staff:9' WHERE id = 2");
  await checkNow(line.helpline);
  expect(await page()).toMatch(/Entry 2 \([^)]*, between \d\d:\d\d and \d\d:\d\d\)/);
  const noted = { before: { id: 7, code: "0".repeat(32) }, after: { id: 7, code: "1".repeat(32) } };
  const found = { ...line.helpline.trailCheck.found!, broken: [] };
  line.helpline.trailCheck.found = {
    ...found,
    anew: { ...noted, rows: 7, broken: [], unchecked: [], at: clock.now(), around: false },
  };
  expect(await page()).toContain("Before that, the last entry was 7, code 00000000000000000000000000000000");
});
