import { expect, test } from "vitest";
import { verifications } from "#src/directory/care/verification.ts";
import { says } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { smallDirectory, tuesday } from "#tests/support/states/admin/directory.ts";

test("the page of an entry says whether it is still true, and one press says that it is", async () => {
  const at = await desk(tuesday);
  const ids = await smallDirectory(at.line);
  at.clock.pass(1_000);
  const page = await sheet(at.aino, `/admin/directory/${ids.shelter}`);
  expect(page.words("#care")).toContain("Checked 1 March 2026 · check overdue by 88 days");
  expect(page.words("#care .reports")).toContain(
    "“It rings at a bakery.” Mika, 24 November 2026 at 19:00 Mark as resolved",
  );
  expect(page.words("#care details")).toContain("24 November 2026 at 19:00, Luna: no answer, by phone");
  const done = await page.press("web", "#care form.row-of");
  expect(done.words("#care")).toContain("Checked 24 November 2026");
  expect(done.words("#saved")).toContain(says("admin.history.undo"));
  expect(verifications(at.line.helpline.db, ids.shelter!)[0]).toMatchObject({ method: "web", outcome: "confirmed" });
  const undone = await done.press("", "form#undo");
  expect(undone.words("#care")).toContain("Checked 1 March 2026");
});

test("a link that has moved is told with its new address; what answers is not told", async () => {
  const at = await desk(tuesday);
  const ids = await smallDirectory(at.line);
  const page = await sheet(at.aino, `/admin/directory/${ids.advice}`);
  expect(page.words("#care .links")).toContain("https://advice.example.org/old → https://advice.example.org/new");
  const path = `/admin/directory/${ids.advice}/link`;
  expect((await at.aino.post(path, { url: "https://elsewhere.example.org", based_on: "1" })).status).toBe(404);
  const shown = { url: "https://advice.example.org/old", to: "https://advice.example.org/new" };
  expect((await at.aino.post(path, { ...shown, based_on: "1" })).status).toBe(409);
  // It leads elsewhere by now than to what she saw.
  const elsewhere = await at.aino.post(path, {
    ...shown,
    to: "https://elsewhere.example.org",
    based_on: page.value("based_on"),
  });
  expect(elsewhere.status).toBe(422);
  const taken = await page.press("https://advice.example.org/old", "#care .links form");
  expect(taken.value("channel.1.value")).toBe("https://advice.example.org/new");
  expect(taken.words("#care")).not.toContain("has moved");
});
