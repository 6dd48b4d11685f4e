import { beforeEach, expect, test } from "vitest";
import { organizationHistory, setOrganization, undoOrganization } from "#src/directory/entry/organization-changes.ts";
import {
  addOrganization,
  changeOrganization,
  organization,
  organizations,
} from "#src/directory/entry/organizations.ts";
import { followChanges } from "#src/directory/importing/tidy.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { organizationNamed, place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

let home: House;
let id: string;

beforeEach(async () => {
  home = await house();
  await place(home.helpline.db, "Night line", {}, "Open House");
  id = organizations(home.helpline.db)[0]!.id;
});

const found = (words: string) => search(home.helpline.db, { ...anything, words }, "admin", 0).length;

test("its services are found by its name, and by the new one when it changes", async () => {
  expect([found("house"), found("hope")]).toEqual([1, 0]);
  const before = home.heard.length;
  const to = organizationNamed("Harbour of Hope");
  await act(home, home.aino, (tx, emit) => changeOrganization(tx, emit, { id, organization: to }));
  await followChanges(home.helpline.db);
  expect([found("house"), found("hope")]).toEqual([0, 1]);
  await act(home, home.aino, (tx, emit) => changeOrganization(tx, emit, { id, organization: to }));
  expect(heardSince(home, before)).toEqual(["organization.changed"]);
});

test("one without a name or with too much text is refused", async () => {
  const add = (more: object) =>
    act(home, home.aino, (tx, emit) => addOrganization(tx, emit, { ...organizationNamed("x"), ...more }));
  for (const wrong of [
    { name: " " },
    { name: "x".repeat(201) },
    { description: "x".repeat(5_001) },
    { website: "x".repeat(501) },
  ])
    await expect(add(wrong)).rejects.toMatchObject({ code: "bad_input" });
  expect(organizations(home.helpline.db)).toHaveLength(1);
});

test("nobody writes over a colleague unseen, and an undo restores it to the letter", async () => {
  const { db } = home.helpline;
  const set = (name: string, basedOn: number) =>
    act(home, home.aino, (tx, emit) =>
      setOrganization(tx, emit, { id, organization: organizationNamed(name), basedOn }),
    );
  const first = organizationHistory.newest(db, id);
  const before = organization(db, id);
  await set("Hope", first);
  await expect(set("Harbour", first)).rejects.toMatchObject({ code: "taken" });
  const [newest, made] = organizationHistory.latest(db, id);
  expect([newest!.before!.name, newest!.after.name, made!.before]).toEqual(["Open House", "Hope", null]);
  const undo = (changeId: number, basedOn = organizationHistory.newest(db, id)) =>
    act(home, home.aino, (tx, emit) => undoOrganization(tx, emit, { id, changeId, basedOn }));
  await expect(undo(made!.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(undo(newest!.id, first)).rejects.toMatchObject({ code: "taken" });
  await undo(newest!.id);
  expect(organization(db, id)).toEqual(before);
});
