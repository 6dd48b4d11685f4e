import { expect, test } from "vitest";
import { organizationNamed, place } from "#tests/support/house/directory.ts";
import { desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

test("a form offers what others have: regions, organizations, and topics with words that find them", async () => {
  const at = await desk();
  await place(at.line.helpline.db, "Night line", { regions: ["FI"] }, organizationNamed("House of Hope").name);
  const page = await sheet(at.aino, "/admin/directory/new");
  expect(page.answer.text).toContain('<option value="House of Hope">');
  expect(page.words("#regions")).toContain("Finland");
  expect(page.words("#topics")).toContain("Bullying bullied, teased, left out, picked on");
  expect(page.words("#languages")).toMatch(/English French Dutch/);
});

test("what an entry has is offered to it, also where no other has it", async () => {
  const at = await desk();
  const id = await place(at.line.helpline.db, "Night line", { languages: ["ar"], regions: ["JP"] });
  const page = await sheet(at.aino, `/admin/directory/${id}`);
  expect(page.fields("form#settings")).toEqual(
    expect.arrayContaining([
      ["languages", "ar"],
      ["regions", "JP"],
    ]),
  );
  expect(page.words("#where summary")).toContain("Arabic · Japan");
});
