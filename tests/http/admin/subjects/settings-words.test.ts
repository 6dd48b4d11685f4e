import { expect, test } from "vitest";
import { setSettings } from "#src/settings/settings.ts";
import { act, says } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

test("the history of the opening, and what the second admin gets as meanwhile, are in words", async () => {
  const at = await desk();
  const sven = await at.sven();
  const [hers, his] = [await sheet(at.aino, "/admin/open"), await sheet(sven, "/admin/open")];
  const form = "form.fields";
  const closed = await his.fill({ "note.en": "Back in September.", "note.nl": "Tot september." }).press("break", form);
  const told =
    "Helpline: Open → Temporarily closed; " +
    "Note while closed: none → English: “Back in September.”, Nederlands: “Tot september.”";
  expect(closed.words("#history")).toContain(told);
  const late = await hers.fill({ "note.en": "Gone." }).press("break", form);
  expect(late.answer.status).toBe(409);
  expect(late.words(".summary")).toContain(told);
  expect(late.value("note.en")).toBe("Gone.");
});

test("what another version has set is told as such, and breaks no page", async () => {
  const at = await desk();
  await act(at.line, at.line.aino, (tx, emit) => {
    const change = (after: object) =>
      emit({ type: "settings.changed", subject: "helpline", before: "{}", after: JSON.stringify(after) });
    change({ nickname: "Porch" });
    change({ ageTo: ["twelve"] });
    setSettings(tx, emit, { subject: "helpline", values: { name: "Porch" } });
  });
  const page = await sheet(at.aino, "/admin/settings/helpline");
  expect(page.answer.status).toBe(200);
  expect(page.words("#history").split(says("admin.settings.did_unknown"))).toHaveLength(5);
  expect(page.words("#history")).toContain("Name of the helpline: Chat → Porch");
});
