import { beforeEach, expect, test } from "vitest";
import { service } from "#src/directory/entry/services.ts";
import { place } from "#tests/support/house/directory.ts";
import { says, staff } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { type Sheet, sheet, sheetOf } from "#tests/support/people/plain-form.ts";
import { tuesday } from "#tests/support/states/admin/directory.ts";

const form = "form#settings";
let at: Desk;
let id: string;
let late: Sheet;

/** Luna and Aino both open the place; Luna saves first. */
beforeEach(async () => {
  at = await desk(tuesday);
  id = await place(at.line.helpline.db, "Night line", { application: "call", fees: "5 €" });
  const mine = await sheet(at.aino, `/admin/directory/${id}`);
  const bela = await staff(at.line, at.line.bela);
  const theirs = { ageFrom: "12", hoursNote: "not in July", alert: "closed on Monday" };
  await (await sheet(bela, `/admin/directory/${id}`)).fill(theirs).press("save", form);
  at.clock.pass(1_000);
  late = await mine
    .fill({ "channel.0.value": "116 111", hoursNote: "not in August", alert: "new" })
    .press("save", form);
});

const entry = () => service(at.line.helpline.db, id)!.entry;

test("of two who change one place at once, the second is told what stays and what both changed, and loses no word", () => {
  expect(late.answer.status).toBe(409);
  expect(late.words("#conflict h2")).toBe(says("admin.entry.conflict"));
  expect(late.words("#conflict .dots")).toBe("Ages: – → 12–");
  expect(late.words("#conflict .differences")).toContain("not in August → not in July");
  expect(late.words("#conflict")).not.toContain("116 111");
  expect([late.value("hoursNote"), late.value("channel.0.value")]).toEqual(["not in August", "116 111"]);
  expect(late.words("[role=alert]")).not.toContain(says("admin.history.meanwhile_save"));
  expect(entry()).toMatchObject({ ageFrom: 12, hoursNote: "not in July", channels: [{ value: "0800 12 34 56" }] });
});

test("saved again, both are there: theirs where only they changed it, mine or theirs where both did", async () => {
  // A button that only redraws the form keeps what was told, and what was ticked.
  const drawn = await late.fill({ theirs: ["alert"] }).press("add phone", form);
  expect(drawn.words("#conflict .dots")).toBe("Ages: – → 12–");
  const saved = await drawn.press("save", form);
  expect(saved.words("#saved")).toContain(says("admin.form.saved"));
  expect(saved.answer.text).not.toContain('id="conflict"');
  expect(entry()).toMatchObject({
    ...{ ageFrom: 12, hoursNote: "not in August", alert: "closed on Monday", application: "call", fees: "5 €" },
    channels: [{ value: "116 111" }],
  });
});

test("the picture shows both together, as they will be saved", async () => {
  const sent = late.fill({ theirs: ["alert"] }).fields(form);
  const picture = sheetOf(at.aino, await at.aino.post(`/admin/directory/${id}/preview`, sent));
  expect(picture.words("main")).toContain("closed on Monday");
  expect(picture.words("main")).toContain("116 111");
});

test("what may not stand together is told, and a form that names the version of another place is one of its own", async () => {
  const wrong = await late.fill({ ageTo: "10" }).press("save", form);
  expect(wrong.answer.status).toBe(422);
  expect(wrong.beside("ageTo").wrong).toBe(says("admin.entry.problem.ages_turned"));
  const other = await place(at.line.helpline.db, "Day line", { fees: "none" });
  const versions = [service(at.line.helpline.db, other)!.versionId, 0, 999_999, "x"];
  for (const version of versions) {
    const basedOn = String(service(at.line.helpline.db, id)!.versionId);
    const sent = { name: `Night ${version}`, based_on: basedOn, drawn_from: basedOn, merge_from: String(version) };
    await at.aino.post(`/admin/directory/${id}`, { ...sent, status: "active", visibility: "public", do: "save" });
    expect(entry()).toMatchObject({ name: `Night ${version}`, ageFrom: null, fees: "" });
  }
});
